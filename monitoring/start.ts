/** Puts the monitor together: for the supervisor, in whose process it runs, and for `fugo monitor`. */
import { join } from 'node:path';
import type { AlarmConfig } from '../config/alarms.ts';
import type { TemporalTls } from '../config/temporal-server.ts';
import { nation } from '../domain/organisations.ts';
import type { Recipient } from '../domain/monitoring/recipients.ts';
import { openDatabase } from '../storage/database/database.ts';
import { openWatchClient } from '../temporal/connection.ts';
import { closeHttpChecks } from './checks/http.ts';
import { startHeartbeat } from './heartbeat.ts';
import { createMonitorMetrics, isWatching, serveMonitor } from './metrics.ts';
import { inquiryMailOf } from './inquiry-mail.ts';
import { newsMailOf } from './news-mail.ts';
import { createMailer, createSender, mailDomainOf } from './sender.ts';
import { checkOf, describeOwnTargets, type OwnParts } from './targets.ts';
import { Watch, type WatchLog, type WatchOptions } from './watch.ts';

export interface MonitorOptions extends Pick<
  OwnParts,
  'keysFile' | 'home' | 'disks' | 'diskAlarmBytes' | 'processes' | 'neighbours' | 'deliveryFolder'
> {
  alarms: AlarmConfig;
  databaseUrl: string;
  temporal: { address: string; namespace: string; tls: TemporalTls | undefined } | undefined;
  publicUrl: string | undefined;
  /** Where health and figures are served; undefined for nowhere. */
  serve: { host: string; port: number } | undefined;
  log: WatchLog;
  times?: WatchOptions['times'];
}

export interface RunningMonitor {
  watch: Watch;
  stop: () => Promise<void>;
}

/** Begins to watch at once, also while the database is away. */
export async function startMonitor(options: MonitorOptions): Promise<RunningMonitor> {
  const { alarms, databaseUrl, home, log, publicUrl, temporal } = options;
  // What is asked of the database must not wait for what is written to it.
  const asking = openDatabase(databaseUrl, { max: 3, name: 'fugo-monitor-checks', work: 'answer' });
  const writing = openDatabase(databaseUrl, { max: 8, name: 'fugo-monitor', work: 'step' });
  const client = temporal && openWatchClient(temporal);
  const tls = temporal?.tls;
  const certificates = [tls?.serverCaFile, tls?.client?.certificateFile].filter((path) => path !== undefined);
  const own = describeOwnTargets({
    ...options,
    db: asking.db,
    temporal: client,
    backupMaxAgeHours: alarms.backupMaxAgeHours,
    certificates,
  });
  const mailer = createMailer({ smtpUrl: alarms.smtpUrl, from: alarms.alarmFrom });
  const watch = new Watch({
    db: writing.db,
    ownTargets: own.targets,
    checkFor: (target) => (target.target.startsWith('fugo/') ? own.checks.get(target.target) : checkOf(target, alarms)),
    send: createSender({ smtpUrl: alarms.smtpUrl, from: alarms.alarmFrom, publicUrl }),
    sendInquiryMail: (mail) => mailer(inquiryMailOf(mail, { domain: mailDomainOf(alarms.alarmFrom), publicUrl })),
    sendNewsMail: (mail) => mailer(newsMailOf(mail, { domain: mailDomainOf(alarms.alarmFrom), publicUrl })),
    mailDomain: mailDomainOf(alarms.alarmFrom),
    journalPath: join(home, 'monitor', 'journal.json'),
    recipients: alarms.alarmTo.map((address): Recipient => {
      return { organisation: nation, kind: 'mail', address, severity: 'warning', afterMinutes: 0 };
    }),
    log,
    ...(options.times && { times: options.times }),
  });
  watch.start();
  const heartbeat =
    alarms.heartbeatUrl === undefined
      ? undefined
      : startHeartbeat(alarms.heartbeatUrl, alarms.heartbeatSeconds, () => isWatching(watch));
  const registry = createMonitorMetrics(watch, () => heartbeat?.lastAt() ?? null, { processMetrics: true });
  const endServing = options.serve && (await serveMonitor(watch, registry, options.serve));
  return {
    watch,
    async stop() {
      heartbeat?.stop();
      await watch.stop();
      closeHttpChecks();
      await Promise.all([endServing?.(), asking.close(), writing.close(), client?.connection.close()]);
    },
  };
}
