/** A monitor with short times, as a process that a test can kill. Its settings come as JSON in WATCH. */
import { openDatabase } from '../../../storage/database/database.ts';
import { newsMailOf } from '../../../monitoring/news-mail.ts';
import { createMailer, createSender } from '../../../monitoring/sender.ts';
import { checkOf } from '../../../monitoring/targets.ts';
import { Watch } from '../../../monitoring/watch.ts';

export interface WatchSettings {
  databaseUrl: string;
  smtpUrl: string;
  journalPath: string;
  webhook?: string;
}

export const quickRules = {
  settleMs: 300,
  longestSettleMs: 1_200,
  graceMs: 300,
  longestWaitMs: 2_000,
};
export const quickTimes = {
  turn: 20,
  read: 100,
  readTargets: 400,
  databasePatience: 2_000,
  retry: 50,
  longestRetry: 400,
};

const setting = process.env['WATCH'];
if (setting !== undefined) {
  const { databaseUrl, smtpUrl, journalPath } = JSON.parse(setting) as WatchSettings;
  const { db } = openDatabase(databaseUrl, { max: 8, name: 'watch-test' });
  const note = (fields: Record<string, unknown>, message: string): void =>
    void process.stdout.write(`${JSON.stringify({ ...fields, message })}\n`);
  const mailer = createMailer({ smtpUrl, from: 'fugo@test.example', timeoutMs: 2_000 });
  const watch = new Watch({
    db,
    ownTargets: [],
    checkFor: (target) => checkOf(target, { snmpCommunity: 'public' }),
    send: createSender({ smtpUrl, from: 'fugo@test.example', publicUrl: undefined, timeoutMs: 2_000 }),
    sendNewsMail: (mail) =>
      mailer(newsMailOf(mail, { domain: 'test.example', publicUrl: 'https://fugo.test.example' })),
    mailDomain: 'test.example',
    journalPath,
    recipients: [],
    log: { info: note, warn: note },
    rules: quickRules,
    times: quickTimes,
    prober: { tickMs: 20, confirmMs: 60 },
  });
  watch.start();
  process.on('SIGTERM', () => void watch.stop().then(() => process.exit()));
}
