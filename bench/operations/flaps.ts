/** Whether people are told once of what comes and goes, and of what fails because of another. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { usualIncidentRules } from '../../domain/monitoring/incidents.ts';
import { Monitor } from '../../domain/monitoring/monitor.ts';
import { createRandom } from '../../fictitious/random.ts';
import { createSender } from '../../monitoring/sender.ts';
import { checkOf } from '../../monitoring/targets.ts';
import { Watch } from '../../monitoring/watch.ts';
import { openDatabase } from '../../storage/database/database.ts';
import { atMost, type Aim } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { openDatabaseHome, type DatabaseHome } from './home.ts';
import { openSwitchable } from './listening.ts';
import { openMailbox } from './mailbox.ts';
import { partOf, type Surroundings } from './part.ts';
import { countTargets, registerTargets, startMonitor, startTargets } from './programs.ts';
import { until } from './waiting.ts';

const Counts = z.object({ flaps: z.number(), incidents: z.number(), mails: z.number() });

const Figures = z.object({
  /** Real target, database and mail server; time runs so many times as fast. */
  real: Counts.extend({ faster: z.number(), seconds: z.number() }),
  /** The rules alone, by a clock of the bench: up and down for at most so many seconds each. */
  byRules: z.array(Counts.extend({ longestSpanSeconds: z.number() })),
  /** A server ends with all that depend on it. */
  dependants: z.object({
    dependants: z.number(),
    incidents: z.number(),
    mails: z.number(),
    suppressed: z.number(),
    /** From the end to the moment at which all were known to be down. */
    seconds: z.number(),
  }),
});
type Figures = z.infer<typeof Figures>;

const faster = 1_000;
const dependants = 200;
const longestSpansSeconds = [30, 180, 1_200];
const seed = 14;

async function measureFlaps(size: number, surroundings: Surroundings): Promise<Figures> {
  const own = await openDatabaseHome(surroundings);
  const others = await openDatabaseHome(surroundings);
  const [real, below] = await Promise.all([
    flapReally(size, own, surroundings),
    measureDependants(others, surroundings),
  ]);
  const byRules = longestSpansSeconds.map((seconds) => flapByRules(size, seconds));
  return { real, byRules, dependants: below };
}

async function flapReally(
  flaps: number,
  { home, urls, sql }: DatabaseHome,
  surroundings: Surroundings,
): Promise<Figures['real']> {
  const flapping = await openSwitchable(surroundings);
  const mailbox = await openMailbox(surroundings);
  await sql`
    insert into check_targets (target, organisation, kind, address, name, name_en, interval_seconds)
    values ('flapping', 'nation', 'http', ${flapping.url}, '対象', 'target', 1)`;
  const { db, close } = openDatabase(urls.monitor, { max: 8, name: 'bench' });
  surroundings.onClose(close);
  const { settleMs, longestSettleMs, graceMs, longestWaitMs } = usualIncidentRules;
  const watch = new Watch({
    db,
    ownTargets: [],
    checkFor: (target) => checkOf(target, { snmpCommunity: 'public' }),
    send: createSender({
      smtpUrl: `smtp://127.0.0.1:${mailbox.port}`,
      from: 'fugo@nation.example',
      publicUrl: undefined,
    }),
    mailDomain: 'nation.example',
    journalPath: join(home, 'monitor', 'journal.json'),
    recipients: [
      { organisation: 'nation', kind: 'mail', address: 'a@nation.example', severity: 'warning', afterMinutes: 0 },
    ],
    log: { info: () => undefined, warn: () => undefined },
    rules: {
      settleMs: settleMs / faster,
      longestSettleMs: longestSettleMs / faster,
      graceMs: graceMs / faster,
      longestWaitMs: longestWaitMs / faster,
    },
    times: { turn: 10, read: 100, readTargets: 400, retry: 50, longestRetry: 500 },
    prober: { tickMs: 5, confirmMs: 5 },
  });
  watch.start();
  const stop = async (): Promise<void> => watch.stop();
  surroundings.onClose(stop);
  const become = async (state: 'up' | 'down'): Promise<void> => {
    flapping.up = state === 'up';
    watch.prober.hurry('flapping');
    const isSo = () => watch.monitor.findStanding('flapping')?.state.state === state;
    await until(`the target was to be ${state}`, isSo, { everyMs: 2, patienceMs: 30_000 });
  };
  await become('up');
  say('flapping');
  const began = Date.now();
  for (let flap = 0; flap < flaps; flap += 1) {
    await become('down');
    await become('up');
  }
  const seconds = (Date.now() - began) / 1_000;
  const isOver = async (): Promise<boolean> => {
    const open = await sql`
      select 1 from incidents where closed_at is null
      union all select 1 from notifications where sent_at is null`;
    return open.length === 0;
  };
  await until('the incident was to close', isOver);
  await stop();
  const [row] = await sql<{ changes: number; incidents: number }[]>`
    select (select count(*)::int from check_changes where state = 'down') as changes,
      (select count(*)::int from incidents) as incidents`;
  if (row?.changes !== flaps)
    throw new Error(`The result is void: ${row?.changes ?? 0} changes of ${flaps} are noted.`);
  return { faster, flaps, seconds, incidents: row.incidents, mails: mailbox.mails.length };
}

/** With the product's own times; each span is drawn anew. */
function flapByRules(flaps: number, longestSpanSeconds: number): Figures['byRules'][number] {
  const random = createRandom(seed);
  const monitor = new Monitor(usualIncidentRules, randomUUID);
  let now = 0;
  const counts = { incidents: 0, mails: 0 };
  const take = (effects: ReturnType<Monitor['tick']>): void => {
    for (const { kind } of effects) {
      if (kind === 'opened') counts.incidents += 1;
      if (kind === 'told' || kind === 'closed') counts.mails += 1;
    }
  };
  const target = {
    targetId: 't',
    organisation: 'nation',
    parentId: null,
    severity: 'critical',
    failAfter: 2,
    okAfter: 2,
  } as const;
  take(monitor.setTargets([target], now));
  /** As long as the span lasts; the second look comes soon, so that each span is seen. */
  const spend = (ok: boolean): void => {
    const end = now + (6 + random.next() * (longestSpanSeconds - 6)) * 1_000;
    for (let look = 0; now < end; look += 1) {
      take(monitor.observe('t', ok ? { ok, at: now } : { ok, at: now, error: 'REFUSED' }, now));
      const next = Math.min(end, now + (look === 0 ? 3_000 : 10_000));
      for (; now < next; now += 1_000) take(monitor.tick(now));
    }
  };
  spend(true);
  for (let flap = 0; flap < flaps; flap += 1) {
    spend(false);
    spend(true);
  }
  for (const end = now + 2 * usualIncidentRules.longestSettleMs; now < end; now += 10_000) {
    take(monitor.observe('t', { ok: true, at: now }, now));
    take(monitor.tick(now));
  }
  return { longestSpanSeconds, flaps, ...counts };
}

/** So long nothing more may happen: longer than an incident waits for news of what its target depends on. */
const stillMs = 20_000;

async function measureDependants(database: DatabaseHome, surroundings: Surroundings): Promise<Figures['dependants']> {
  const mailbox = await openMailbox(surroundings);
  const above = await startTargets(surroundings, 1);
  const below = await startTargets(surroundings, dependants);
  await registerTargets(database, [
    { target: 'national', url: above.urls[0] ?? '' },
    ...below.urls.map((url, index) => ({ target: `dependant-${index}`, url, parent: 'national' })),
  ]);
  await startMonitor(surroundings, database, { smtpPort: mailbox.port });
  await until('all were to be up', async () => (await countTargets(database, 'up')) === dependants + 1);
  const killedAt = Date.now();
  await Promise.all([below.kill(), above.kill()]);
  await until('all were to be down', async () => (await countTargets(database, 'down')) === dependants + 1);
  const seconds = (Date.now() - killedAt) / 1_000;
  await until('a mail was to come', () => mailbox.mails.length > 0);
  await sleep(stillMs);
  const [row] = await database.sql<{ incidents: number; suppressed: number }[]>`
    select (select count(*)::int from incidents where target not like 'fugo/%') as incidents,
      (select count(*)::int from check_states where suppressed_by = 'national') as suppressed`;
  const { incidents = 0, suppressed = 0 } = row ?? {};
  return { dependants, incidents, mails: mailbox.mails.length, suppressed, seconds };
}

function reportFlaps({ real, byRules, dependants: below }: Figures): string {
  return [
    table(
      ['a target that comes and goes', 'flaps', 'incidents', 'mails'],
      [
        [
          `real target, database and mail server, time ${grouped(real.faster)} times as fast (${number(real.seconds)} s)`,
          grouped(real.flaps),
          grouped(real.incidents),
          grouped(real.mails),
        ],
        ...byRules.map(({ longestSpanSeconds, flaps, incidents, mails }) => [
          `the rules alone, each span 6 to ${grouped(longestSpanSeconds)} s by a clock of the bench`,
          grouped(flaps),
          grouped(incidents),
          grouped(mails),
        ]),
      ],
    ),
    table(
      ['a server ends together with those that depend on it', ''],
      [
        ['dependants', grouped(below.dependants)],
        ['s until all were known to be down', number(below.seconds)],
        ['incidents', grouped(below.incidents)],
        ['mails', grouped(below.mails)],
        ['suppressed', grouped(below.suppressed)],
      ],
    ),
    'There is no peer: of the monitors that people run none is a package of npm.',
  ].join('\n\n');
}

const mostMails = 2;

function aimsOfFlaps({ real, dependants: below }: Figures): Aim[] {
  const { incidents, mails, suppressed } = below;
  const isRight = incidents === 1 && mails === 1 && suppressed === below.dependants;
  return [
    atMost(`${grouped(real.flaps)} flaps: at most ${mostMails} mails`, grouped(real.mails), real.mails, mostMails),
    {
      aim: `the national server down with ${grouped(below.dependants)} dependants: 1 incident, 1 mail, ${grouped(below.dependants)} suppressed`,
      measured: `${grouped(incidents)}, ${grouped(mails)}, ${grouped(suppressed)}`,
      missedBy: isRight ? 1 : Infinity,
    },
  ];
}

export const flaps = partOf<Figures>({
  name: 'flaps',
  title: 'What comes and goes, and what depends on another',
  counts: 'flaps',
  sizes: { usual: 1_000, full: 1_000, most: 10_000 },
  Figures,
  measure: measureFlaps,
  report: reportFlaps,
  aims: aimsOfFlaps,
});
