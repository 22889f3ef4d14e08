/** A city's database is lost with the folder of its data; what is left, and how soon fugo answers again. */
import { execFile } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { backUp } from '../../local/backup/back-up.ts';
import { recomputeAudit } from '../../local/backup/content.ts';
import { getDataFolder, getServerOwner, getWalArchiveFolder } from '../../local/postgres-place.ts';
import { stopProcess } from '../../local/processes.ts';
import { readRun } from '../../local/stack.ts';
import { atMost, type Aim } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { getResidentsFile } from '../load/files.ts';
import { municipality, openLoadStack, type LoadStack } from '../load/stack.ts';
import { sendFile, untilOver } from '../load/take-load.ts';
import { partOf, type Surroundings } from './part.ts';
import { until } from './waiting.ts';
import { bytesOf } from './written-home.ts';

const Figures = z.object({
  residents: z.number(),
  databaseBytes: z.number(),
  base: z.object({ bytes: z.number(), seconds: z.number() }),
  /** Archived after the base, all of which is replayed. */
  walBytes: z.number(),
  /** Age of the last commit that is restored, at the loss. */
  rpoSeconds: z.number(),
  /** While the second half was loaded: how far the archive was behind at most. */
  behindSeconds: z.number(),
  /** From the beginning of `fugo restore`. */
  restoredSeconds: z.number(),
  rtoSeconds: z.number(),
  /** Until everything runs, the simulators too. */
  readySeconds: z.number(),
  restoredResidents: z.number(),
  auditEntries: z.number(),
});
type Figures = z.infer<typeof Figures>;

const root = fileURLToPath(new URL('../..', import.meta.url));
const commitEveryMs = 50;
const seeds = [21, 22];
/** Short of `archive_timeout`, after which the unfinished file is handed over: the worst moment for a loss. */
const unarchivedMs = 44_500;

async function measureRecovery(size: number, surroundings: Surroundings): Promise<Figures> {
  const half = Math.ceil(size / 2);
  const files = [];
  for (const seed of seeds) files.push(await getResidentsFile({ count: half, seed }));
  const stack = await openLoadStack();
  surroundings.onClose(stack.close);
  surroundings.note(stack.versions);
  const { sql, home } = stack;
  await sql`create table bench_commits (at timestamptz primary key)`;
  const residents = 2 * half;

  say('the first half');
  await load(stack, files[0] ?? '');
  say('base backup');
  const began = Date.now();
  const manifest = await backUp({ home, superuserUrl: stack.databaseUrls.superuser });
  const base = { bytes: bytesOf(manifest), seconds: (Date.now() - began) / 1_000 };
  say('the second half');
  const commits = commitSteadily(stack);
  const watch = watchArchive(stack);
  await load(stack, files[1] ?? '');
  const behindSeconds = await watch.end();

  // The worst moment: just before the unfinished file would be handed over.
  const switchedAt = Date.now();
  const [row] = await sql<{ name: string; bytes: number }[]>`
    select pg_walfile_name(pg_switch_wal()) as name, pg_database_size('fugo')::float8 as bytes`;
  const archive = join(getWalArchiveFolder(home, await getServerOwner()), manifest.postgres.systemIdentifier);
  await until('the WAL was to be archived', () => readdirSync(archive).includes(row?.name ?? ''));
  await sleep(Math.max(0, switchedAt + unarchivedMs - Date.now()));
  const lostAt = await loseEverything(stack);
  await commits.end();
  const walBytes = bytesSince(archive, manifest.walFiles[0]?.name ?? '');

  say('restore');
  const restoreBegan = Date.now();
  await fugo(home, 'restore', '--to', 'latest', '--yes');
  const restoredAt = Date.now();
  const up = fugo(home, 'up');
  const answersAt = await untilAnswering(stack.run.addresses.api, up);
  await up;
  const readyAt = Date.now();

  const [found] = await sql<{ last: number; persons: number }[]>`
    select (select coalesce(extract(epoch from max(at)), 'NaN')::float8 * 1000 from bench_commits) as last,
      (select count(*)::int from persons where municipality = ${municipality}) as persons`;
  const { entries, broken } = await recomputeAudit(sql);
  if (broken || found?.persons !== residents || Number.isNaN(found.last)) {
    throw new Error(`The result is void: ${found?.persons ?? 0} of ${residents} residents came back.`);
  }
  return {
    residents,
    databaseBytes: row?.bytes ?? Number.NaN,
    base,
    walBytes,
    rpoSeconds: (lostAt - found.last) / 1_000,
    behindSeconds,
    restoredSeconds: (restoredAt - restoreBegan) / 1_000,
    rtoSeconds: (answersAt - restoreBegan) / 1_000,
    readySeconds: (readyAt - restoreBegan) / 1_000,
    restoredResidents: found.persons,
    auditEntries: entries,
  };
}

async function load(stack: LoadStack, path: string): Promise<void> {
  const { loadId } = await sendFile(await stack.operatorOf(municipality), { municipality, path });
  await untilOver(stack, municipality, loadId);
}

/** Looks how long ago the oldest file ended that is not in the archive yet. */
function watchArchive({ sql }: LoadStack): { end: () => Promise<number> } {
  const firstSeen = new Map<string, number>();
  const over = new AbortController();
  let behindMs = 0;
  const watching = (async () => {
    while (!over.signal.aborted) {
      const [row] = await sql<{ current: string; archived: string | null }[]>`
        select pg_walfile_name(pg_current_wal_insert_lsn()) as current, last_archived_wal as archived
        from pg_stat_archiver`;
      const now = Date.now();
      const { current = '', archived = null } = row ?? {};
      if (!firstSeen.has(current)) firstSeen.set(current, now);
      // What was written before the file after the archived one began is safe.
      const unsafe = [...firstSeen].filter(([name]) => archived === null || name > archived).map(([, at]) => at);
      behindMs = Math.max(behindMs, now - Math.min(now, ...unsafe));
      await sleep(250);
    }
  })();
  watching.catch(() => undefined);
  return {
    async end() {
      over.abort();
      await watching;
      return behindMs / 1_000;
    },
  };
}

/** Commits a moment again and again, until the database is gone. */
function commitSteadily({ sql }: LoadStack): { end: () => Promise<void> } {
  const over = new AbortController();
  const committing = (async () => {
    while (!over.signal.aborted) {
      await sql`insert into bench_commits values (clock_timestamp())`;
      await sleep(commitEveryMs);
    }
  })().catch(() => undefined);
  return {
    async end() {
      over.abort();
      await committing;
    },
  };
}

/** As the loss of a machine's disk: every process ends at once, and the folder of the data is gone. */
async function loseEverything({ home }: LoadStack): Promise<number> {
  const run = readRun(home);
  if (!run) throw new Error('There is no stack to lose.');
  // Whoever starts again what ends goes first.
  await stopProcess(run.supervisor, 'SIGKILL');
  const identities = run.parts.flatMap(({ name, identity }) => (identity ? [{ name, identity }] : []));
  const database = identities.find(({ name }) => name === 'database');
  const lostAt = Date.now();
  if (database) await stopProcess(database.identity, 'SIGKILL');
  await Promise.all(identities.map(({ identity }) => stopProcess(identity, 'SIGKILL')));
  await sleep(1_000); // its sessions notice that their server is gone
  const { data } = getDataFolder({ home, name: 'database' }, await getServerOwner());
  rmSync(data, { recursive: true, force: true });
  return lostAt;
}

const run = promisify(execFile);

/** The command, as a person calls it. */
async function fugo(home: string, ...args: string[]): Promise<void> {
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    FUGO_HOME: home,
    FUGO_ALWAYS_OPEN: '1',
    LANG: 'en',
  };
  await run(process.execPath, [join(root, 'cli', 'fugo.mjs'), ...args], { env, cwd: root });
}

async function untilAnswering(api: string, up: Promise<unknown>): Promise<number> {
  let problem: Error | undefined;
  up.catch((error: unknown) => (problem = error instanceof Error ? error : new Error('fugo does not start.')));
  const isAnswering = async (): Promise<boolean> => {
    if (problem) throw problem;
    const response = await fetch(`${api}/healthz`).catch(() => undefined);
    await response?.body?.cancel();
    return response?.ok ?? false;
  };
  await until('the API was to answer', isAnswering, { everyMs: 50, patienceMs: 300_000 });
  return Date.now();
}

function bytesSince(archive: string, first: string): number {
  const names = readdirSync(archive).filter((name) => /^[0-9A-F]{24}$/u.test(name) && name >= first);
  return names.reduce((sum, name) => sum + statSync(join(archive, name)).size, 0);
}

function reportRecovery(figures: Figures): string {
  const {
    residents,
    databaseBytes,
    base,
    walBytes,
    rpoSeconds,
    behindSeconds,
    restoredSeconds,
    rtoSeconds,
    readySeconds,
  } = figures;
  return [
    table(
      [`${grouped(residents)} residents, half of them after the base backup`, ''],
      [
        ['database, MB', number(databaseBytes / 1e6)],
        ['base backup, MB', number(base.bytes / 1e6)],
        ['– made in s', number(base.seconds)],
        ['WAL after it, MB', number(walBytes / 1e6)],
        ['**RPO**: s from the last restored commit to the loss', number(rpoSeconds)],
        ['– s that the archive was behind at most, during the load', number(behindSeconds)],
        ['s of `fugo restore`', number(restoredSeconds)],
        ['**RTO**: s from its beginning to the first answer of the API', number(rtoSeconds)],
        ['– until everything runs', number(readySeconds)],
        ['residents restored', grouped(figures.restoredResidents)],
        ['audit entries made anew', grouped(figures.auditEntries)],
      ],
    ),
    'There is no peer in the same terms: what else restores to a moment is configured by hand around PostgreSQL’s own tools.',
  ].join('\n\n');
}

const limitSeconds = 60;

function aimsOfRecovery({ residents, rpoSeconds, behindSeconds, rtoSeconds }: Figures): Aim[] {
  const of = `${grouped(residents)} residents`;
  const worst = Math.max(rpoSeconds, behindSeconds);
  return [
    atMost(`RPO at most ${limitSeconds} s, ${of}`, `${number(worst)} s`, worst, limitSeconds),
    atMost(`RTO at most ${limitSeconds} s, ${of}`, `${number(rtoSeconds)} s`, rtoSeconds, limitSeconds),
  ];
}

export const recovery = partOf<Figures>({
  name: 'recovery',
  title: 'After the loss of the database',
  counts: 'residents',
  sizes: { usual: 200_000, full: 200_000, most: 2_000_000 },
  Figures,
  measure: measureRecovery,
  report: reportRecovery,
  aims: aimsOfRecovery,
});
