/** The monitor, its database and the mail server end at random moments, while targets come and go. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createRandom, type Random } from '../../fictitious/random.ts';
import type { WatchSettings } from '../../test/storage/monitoring/watch-program.ts';
import type { Aim } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { openDatabaseHome, type DatabaseHome } from './home.ts';
import { openSwitchable, type Switchable } from './listening.ts';
import { openMailbox, type Mailbox, type Mood } from './mailbox.ts';
import { partOf, type Surroundings } from './part.ts';
import { startProgram, type Program } from './programs.ts';
import { until } from './waiting.ts';

const Figures = z.object({
  kills: z.object({ monitor: z.number(), database: z.number(), mailServer: z.number() }),
  seconds: z.number(),
  incidents: z.number(),
  /** Those that did not open, become told and close, each once. */
  wrongIncidents: z.number(),
  /** That opened and closed. */
  notifications: z.number(),
  /** Stored, and not taken by the mail server under its Message-ID. */
  lost: z.number(),
  /** Message-IDs that the mail server has and the store has not: the same notification told as two. */
  doubled: z.number(),
  /** Mails that came again under the same Message-ID, by which whoever receives them knows it. */
  repeated: z.number(),
});
type Figures = z.infer<typeof Figures>;

const seed = 14;
/** The first of each pair is what the others depend on; -1: on nothing. */
const parents = [-1, 0, 0, -1, -1, 4];
const program = 'test/storage/monitoring/watch-program.ts';

/** The monitor with short times, as a process. */
class Monitor {
  #program: Program | undefined;
  readonly #start: () => Program;

  constructor(start: () => Program) {
    this.#start = start;
  }

  start(): void {
    this.#program = this.#start();
  }

  async kill(): Promise<void> {
    await this.#program?.kill();
    this.#program = undefined;
  }
}

async function measureKills(size: number, surroundings: Surroundings): Promise<Figures> {
  const random = createRandom(seed);
  const between = (least: number, most: number): number => least + random.next() * (most - least);
  const database = await openDatabaseHome(surroundings);
  const mailbox = await openMailbox(surroundings);
  const targets = await Promise.all(parents.map(() => openSwitchable(surroundings)));
  await prepare(database, targets);
  const settings: WatchSettings = {
    databaseUrl: database.urls.monitor,
    smtpUrl: `smtp://127.0.0.1:${mailbox.port}`,
    journalPath: join(database.home, 'monitor', 'journal.json'),
  };
  // Only the process that runs is ended at the end.
  const monitor = new Monitor(() =>
    startProgram({ onClose: () => undefined }, program, { WATCH: JSON.stringify(settings) }),
  );
  surroundings.onClose(() => monitor.kill());
  monitor.start();

  const counts = { monitor: 0, database: 0, mailServer: 0 };
  const began = Date.now();
  for (let kill = 1; kill <= size; kill += 1) {
    for (const target of targets) if (random.chance(0.3)) target.up = !target.up;
    await sleep(between(50, 900));
    const what = random.pick<keyof typeof counts>(['monitor', 'database', 'mailServer']);
    counts[what] += 1;
    if (what === 'monitor') {
      await monitor.kill();
      await sleep(between(0, 200));
      monitor.start();
    } else if (what === 'database') await killDatabase({ database, monitor, random, between });
    else await killMailServer({ mailbox, random, between });
    if (kill % 50 === 0) say(`${kill} kills`);
  }
  for (const target of targets) target.up = true;
  await untilQuiet(database, mailbox);
  const seconds = (Date.now() - began) / 1_000;
  return { kills: counts, seconds, ...(await account(database, mailbox)) };
}

async function prepare({ sql }: DatabaseHome, targets: readonly Switchable[]): Promise<void> {
  await sql`
    insert into recipients (organisation, kind, address, severity)
    values ('nation', 'mail', 'administrator@nation.example', 'warning')`;
  for (const [index, { url }] of targets.entries()) {
    const parent = parents[index] ?? -1;
    await sql`
      insert into check_targets (target, organisation, kind, address, name, name_en, parent, interval_seconds)
      values (${`t${index}`}, 'nation', 'http', ${url}, ${`対象${index}`}, ${`target ${index}`},
        ${parent < 0 ? null : `t${parent}`}, 1)`;
  }
}

interface Chance {
  random: Random;
  between: (least: number, most: number) => number;
}

/** Sometimes the monitor ends meanwhile, so that only its journal knows. */
async function killDatabase({
  database,
  monitor,
  random,
  between,
}: Chance & { database: DatabaseHome; monitor: Monitor }): Promise<void> {
  await database.kill();
  await sleep(between(0, 800));
  if (random.chance(0.3)) {
    await monitor.kill();
    monitor.start();
    await sleep(between(0, 600));
  }
  await database.start();
}

async function killMailServer({ mailbox, random, between }: Chance & { mailbox: Mailbox }): Promise<void> {
  const mood = random.pick<Mood>(['well', 'busy', 'breaks-after-taking']);
  mailbox.mood = mood;
  if (mood === 'well') await mailbox.close();
  await sleep(between(100, 900));
  if (mood === 'well') await mailbox.open();
  mailbox.mood = 'well';
}

/** Nothing is open or unsent, and nothing has happened for longer than the monitor may take. */
async function untilQuiet({ sql }: DatabaseHome, { mails }: Mailbox): Promise<void> {
  let [quietSince, seen] = [Date.now(), ''];
  const isQuiet = async (): Promise<boolean> => {
    const [row] = await sql<{ open: number; unsent: number; changes: number }[]>`
      select (select count(*)::int from incidents where closed_at is null) as open,
        (select count(*)::int from notifications where sent_at is null) as unsent,
        (select count(*)::int from check_changes) as changes`;
    const now = JSON.stringify([row, mails.length]);
    if (now !== seen || row?.open !== 0 || row.unsent !== 0) [quietSince, seen] = [Date.now(), now];
    return Date.now() - quietSince > 5_000;
  };
  await until('all was to come to rest', isQuiet, { patienceMs: 180_000, everyMs: 200 });
}

async function account({ sql }: DatabaseHome, { mails }: Mailbox): Promise<Omit<Figures, 'kills' | 'seconds'>> {
  const incidents = await sql<{ incident: string; is_right: boolean }[]>`
    select incident, told_at is not null and closed_at is not null and (
      select array_agg(transition order by transition) from notifications n where n.incident = i.incident
    ) = array['closed', 'opened'] as is_right from incidents i`;
  const stored = await sql<{ message_id: string }[]>`select message_id from notifications`;
  const received = new Set(mails.map(({ messageId }) => messageId));
  const known = new Set(stored.map(({ message_id: id }) => id));
  return {
    incidents: incidents.length,
    wrongIncidents: incidents.filter(({ is_right: isRight }) => !isRight).length,
    notifications: stored.length,
    lost: [...known].filter((id) => !received.has(id)).length,
    doubled: [...received].filter((id) => !known.has(id)).length,
    repeated: mails.length - received.size,
  };
}

const totalOf = ({ kills: { monitor, database, mailServer } }: Figures): number => monitor + database + mailServer;

function reportKills(figures: Figures): string {
  const { kills: ended, seconds, incidents, wrongIncidents, notifications, lost, doubled, repeated } = figures;
  return [
    table(
      [`${grouped(totalOf(figures))} kills in ${number(seconds)} s`, ''],
      [
        ['of the monitor, `kill -9`', grouped(ended.monitor)],
        ['of PostgreSQL, `kill -9`', grouped(ended.database)],
        ['of the mail server: gone, busy, or gone with a mail that it has taken', grouped(ended.mailServer)],
        ['incidents', grouped(incidents)],
        ['– that did not open, become told and close, each once', grouped(wrongIncidents)],
        ['notifications', grouped(notifications)],
        ['– lost', grouped(lost)],
        ['– doubled under another Message-ID', grouped(doubled)],
        ['mails that came again under the same Message-ID', grouped(repeated)],
      ],
    ),
    'There is no peer: of the monitors that people run none is a package of npm.',
  ].join('\n\n');
}

function aimsOfKills(figures: Figures): Aim[] {
  const { wrongIncidents, lost, doubled } = figures;
  return [
    {
      aim: `${grouped(totalOf(figures))} kills of monitor, database and mail server: every incident closes once, nothing lost, nothing doubled`,
      measured: `${grouped(wrongIncidents)}, ${grouped(lost)}, ${grouped(doubled)}`,
      missedBy: wrongIncidents + lost + doubled === 0 ? 1 : Infinity,
    },
  ];
}

export const kills = partOf<Figures>({
  name: 'kills',
  title: 'Ends of the monitor, its database and the mail server',
  counts: 'kills',
  sizes: { usual: 40, full: 500, most: 5_000 },
  Figures,
  measure: measureKills,
  report: reportKills,
  aims: aimsOfKills,
});
