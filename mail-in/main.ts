/** Takes mails to the call centre until it is told to end; a program of its own, in the role of the API. */
import { readFileSync } from 'node:fs';
import { readMailInConfig, type MailInTls } from '../config/mail-in.ts';
import { openDatabase } from '../storage/database/database.ts';
import { createLogger, describeError } from '../temporal/logging.ts';
import { serveMailInHealth } from './health.ts';
import { startMailIn } from './server.ts';

const ending = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => ending.abort());

try {
  const { logLevel, host, port, healthPort, databaseUrl, tls } = readMailInConfig(process.env);
  const log = createLogger({ name: 'mail-in', level: logLevel });
  const database = openDatabase(databaseUrl, { max: 5, name: 'fugo-mail-in', work: 'answer' });
  const mailIn = await startMailIn({ db: database.db, host, port, log, tls: tls && readTls(tls) });
  const closeHealth = await serveMailInHealth(database, { host, port: healthPort });
  log.info({ port: mailIn.port, startTls: tls !== undefined }, 'taking mails');
  await new Promise<void>((resolve) => {
    if (ending.signal.aborted) resolve();
    ending.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await closeHealth();
  await mailIn.close();
  await database.close();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? describeError(error).message : 'Something unexpected happened.'}\n`);
  process.exitCode = 1;
}

/** The error names the file, and never what is in it. */
function readTls({ certificateFile, keyFile }: MailInTls): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
}
