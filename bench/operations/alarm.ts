/** From the end of a target to a mail that a mail server has taken, with the product's own thresholds. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createRandom } from '../../fictitious/random.ts';
import { atMost } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { latencyOf } from '../common/statistics.ts';
import { openDatabaseHome } from './home.ts';
import { openMailbox } from './mailbox.ts';
import { partOf, type Surroundings } from './part.ts';
import { countTargets, registerTargets, startMonitor, startTargets } from './programs.ts';
import { until } from './waiting.ts';

const Figures = z.object({
  /** Milliseconds from `kill -9` to the mail server's word that it has the mail. */
  mail: z.object({
    count: z.number(),
    p50: z.number(),
    p90: z.number(),
    p95: z.number(),
    p99: z.number(),
    most: z.number(),
  }),
  /** The same to the moment at which the incident opened. */
  incident: z.object({ p50: z.number(), p99: z.number(), most: z.number() }),
  processes: z.number(),
  mails: z.number(),
});
type Figures = z.infer<typeof Figures>;

/** They die together, but are asked at different moments. */
const targetsAProcess = 4;
const killsOverMs = 30_000;
const seed = 14;

async function measureAlarm(size: number, surroundings: Surroundings): Promise<Figures> {
  const random = createRandom(seed);
  const database = await openDatabaseHome(surroundings);
  const mailbox = await openMailbox(surroundings);
  const processes = await Promise.all(
    Array.from({ length: Math.ceil(size / targetsAProcess) }, (_, index) =>
      startTargets(surroundings, Math.min(targetsAProcess, size - index * targetsAProcess)),
    ),
  );
  const idsOf = (index: number): string[] =>
    (processes[index]?.urls ?? []).map((_, each) => `t${index * targetsAProcess + each}`);
  await registerTargets(
    database,
    processes.flatMap(({ urls }, index) => idsOf(index).map((target, each) => ({ target, url: urls[each] ?? '' }))),
  );
  await startMonitor(surroundings, database, { smtpPort: mailbox.port });
  await until('all targets were to be up', async () => (await countTargets(database, 'up')) === size);

  say('killing');
  const killedAt = new Map<string, number>();
  const began = Date.now();
  const moments = processes.map(() => random.next() * killsOverMs).toSorted((a, b) => a - b);
  for (const [index, program] of processes.entries()) {
    await sleep(Math.max(0, began + (moments[index] ?? 0) - Date.now()));
    for (const target of idsOf(index)) killedAt.set(target, Date.now());
    await program.kill();
  }
  const told = (): number => new Set(mailbox.mails.map(({ incident }) => incident)).size;
  await until('every end was to be told', () => told() >= size, { patienceMs: 180_000 });

  const incidents = await database.sql<{ key: string; target: string; opened: number }[]>`
    select incident_key as key, target, extract(epoch from opened_at)::float8 * 1000 as opened
    from incidents where target not like 'fugo/%'`;
  const mailsTo: number[] = [];
  const opened: number[] = [];
  for (const { key, target, opened: at } of incidents) {
    const killed = killedAt.get(target) ?? Number.NaN;
    const mail = mailbox.mails.find(({ incident }) => incident === key);
    mailsTo.push((mail?.at ?? Number.NaN) - killed);
    opened.push(at - killed);
  }
  if (incidents.length !== size || mailsTo.some(Number.isNaN)) {
    throw new Error(`The result is void: ${incidents.length} incidents of ${size} targets.`);
  }
  const { p50, p99, most } = latencyOf(opened);
  return {
    mail: latencyOf(mailsTo),
    incident: { p50, p99, most },
    processes: processes.length,
    mails: mailbox.mails.length,
  };
}

const seconds = (ms: number): string => number(ms / 1_000);

function reportAlarm({ mail, incident, processes, mails }: Figures): string {
  return [
    table(
      [
        `s from \`kill -9\`, ${grouped(mail.count)} targets of ${grouped(processes)} processes`,
        'p50',
        'p99',
        'longest',
      ],
      [
        ['to the incident', seconds(incident.p50), seconds(incident.p99), seconds(incident.most)],
        ['to the mail that the mail server has taken', seconds(mail.p50), seconds(mail.p99), seconds(mail.most)],
      ],
    ),
    `${grouped(mails)} mails were taken. Each target is asked every ten seconds; after a failure again within three, and two failures open the incident. There is no peer: of the monitors that people run none is a package of npm.`,
  ].join('\n\n');
}

const limitSeconds = 30;

export const alarm = partOf<Figures>({
  name: 'alarm',
  title: 'From a kill to the mail',
  counts: 'kills',
  sizes: { usual: 100, full: 400, most: 2_000 },
  Figures,
  measure: measureAlarm,
  report: reportAlarm,
  aims: ({ mail }) => [
    atMost(
      `from a kill to the mail at most ${limitSeconds} s at p99`,
      `${number(mail.p99 / 1_000)} s`,
      mail.p99 / 1_000,
      limitSeconds,
    ),
  ],
});
