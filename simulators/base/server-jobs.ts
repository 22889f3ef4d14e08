import { hash } from 'node:crypto';
import { z } from 'zod';
import {
  JobRefused,
  ServerJob,
  type DailyJob,
  type JobCommand,
  type JobTaken,
  type ServerState,
} from '../../contracts/participants/control.ts';
import { addDays, millisOfDay, tokyoStartOf } from '../../domain/calendar/civil-date.ts';
import type postgres from 'postgres';
import type { JobProgram } from './job-program.ts';
import type { Base } from './program.ts';
import { createRandom } from './random.ts';

/** Of the database, or of a transaction. */
type Statements = postgres.Sql | postgres.TransactionSql;

/**
 * The jobs of an organisation's server, as they are commanded one by one. Rules of this file:
 *
 * R1. A request id is one job for ever: commanded again, it is the same job, and nothing is done again.
 * R2. What a job does, its end and its line in the ledger are one transaction, which waits for nobody to run: a program
 *     that was away finds the job over as soon as anybody asks.
 * R3. A job that this server does not know, or that is told something it does not know, is refused and leaves nothing. One
 *     that was taken and that the server knows no more at its end, because its program was switched back, has failed.
 */
export const serverJobTables = `
  create table if not exists server_job_runs (
    organisation text,
    request_id text,
    job text not null,
    day date not null,
    parameters jsonb not null,
    state text not null check (state in ('running', 'done', 'failed')),
    started_at timestamptz not null,
    ends_at timestamptz not null,
    counts jsonb,
    error text,
    primary key (organisation, request_id)
  );
  create index if not exists server_job_runs_by_day on server_job_runs (organisation, day, job);
  create table if not exists server_figures (
    organisation text,
    day date,
    figures jsonb not null,
    primary key (organisation, day)
  );
  create table if not exists server_archives (
    organisation text,
    day date,
    counts jsonb not null,
    primary key (organisation, day)
  );
`;

/** Milliseconds of a day in Japan, the end excluded. */
export type DaySpan = { from: Date; to: Date };

interface JobRun {
  organisation: string;
  requestId: string;
  job: string;
  day: string;
  parameters: unknown;
}
type Counts = Record<string, number>;
/** Thrown by a job that fails: a code. */
class JobFailure extends Error {}

interface Kind {
  parameters: z.ZodType<Record<string, unknown>>;
  /** It may not run while the server is online. */
  offline?: true;
  /** Its own time instead of the server's. Milliseconds. */
  durationMs?: (parameters: Record<string, unknown>) => number | null;
  perform: (sql: Statements, run: JobRun, parameters: Record<string, unknown>) => Promise<Counts>;
}

export interface ServerJobsOptions {
  /** What a daily job counts of the organisation's lines. */
  count: (job: DailyJob, organisation: string, day: DaySpan) => Promise<Counts>;
  stateOf: (organisation: string) => Promise<ServerState>;
}

export interface ServerJobs {
  command: (organisation: string, command: JobCommand) => Promise<JobTaken | JobRefused>;
  find: (organisation: string, requestId: string) => Promise<ServerJob>;
  /** Where an organisation's delivered program is found, which adds jobs to the server's own. */
  takePrograms: (find: FindJobProgram) => void;
}
type FindJobProgram = (organisation: string) => Promise<JobProgram | undefined>;

function spanOf(day: string): DaySpan {
  const from = tokyoStartOf(day);
  return { from: new Date(from), to: new Date(from + millisOfDay) };
}

const nothing = z.strictObject({});

/** The kinds of jobs. */
function createKinds({ count }: ServerJobsOptions): Record<string, Kind> {
  return {
    /** 統計: the day's figures, kept by day. */
    statistics: {
      parameters: nothing,
      async perform(sql, { organisation, day }) {
        const figures = await count('statistics', organisation, spanOf(day));
        await sql`
          insert into server_figures (organisation, day, figures) values (${organisation}, ${day}, ${sql.json(figures)})
          on conflict (organisation, day) do update set figures = excluded.figures`;
        return figures;
      },
    },
    /** 保存: how much there is of everything, on a server that is not online. */
    archive: {
      parameters: nothing,
      offline: true,
      perform: (sql, run) => archive(sql, run, () => count('backup', run.organisation, spanOf(run.day))),
    },
    /** 即時保存: the same while it is online. */
    snapshot: {
      parameters: nothing,
      perform: (sql, run) => archive(sql, run, () => count('backup', run.organisation, spanOf(run.day))),
    },
    /** 突合: nothing that was archived may be missing. */
    verify: {
      parameters: nothing,
      async perform(sql, { organisation, day }) {
        const [last] = await sql<{ counts: Counts }[]>`
          select counts from server_archives where organisation = ${organisation} order by day desc limit 1`;
        if (!last) throw new JobFailure('NO_ARCHIVE');
        const present = await count('backup', organisation, spanOf(day));
        const missing = Object.entries(last.counts).filter(([name, rows]) => (present[name] ?? 0) < rows);
        if (missing.length > 0) throw new JobFailure('FEWER_THAN_ARCHIVED');
        return { compared: Object.keys(last.counts).length };
      },
    },
    /** 整理: removes figures and archives older than so many days. */
    tidy: {
      parameters: z.strictObject({ days: z.number().int().min(1).max(10_000).default(400) }),
      async perform(sql, { organisation, day }, { days }) {
        const before = addDays(day, -Number(days));
        const figures = await sql`
          delete from server_figures where organisation = ${organisation} and day < ${before} returning day`;
        const archives = await sql`
          delete from server_archives where organisation = ${organisation} and day < ${before} returning day`;
        return { figures: figures.length, archives: archives.length };
      },
    },
    /** 予行: takes the time that it is told, and fails as often on its day. */
    rehearse: {
      parameters: z.strictObject({
        seconds: z.number().min(0).max(86_400).optional(),
        failures: z.number().int().min(0).max(100).default(0),
        /** Tells the jobs of a day from each other. */
        name: z.string().max(100).default(''),
      }),
      durationMs: ({ seconds }) => (typeof seconds === 'number' ? seconds * 1_000 : null),
      async perform(sql, { organisation, job, day, parameters }, { failures }) {
        const [row] = await sql<{ failed: number }[]>`
          select count(*)::int as failed from server_job_runs
          where organisation = ${organisation} and job = ${job} and day = ${day} and state = 'failed'
            and parameters = ${JSON.stringify(parameters)}::text::jsonb`;
        if ((row?.failed ?? 0) < Number(failures)) throw new JobFailure('REHEARSED');
        return { failed: row?.failed ?? 0 };
      },
    },
  };
}

async function archive(
  sql: Statements,
  { organisation, day }: JobRun,
  counting: () => Promise<Counts>,
): Promise<Counts> {
  const counts = await counting();
  await sql`
    insert into server_archives (organisation, day, counts) values (${organisation}, ${day}, ${sql.json(counts)})
    on conflict (organisation, day) do update set counts = excluded.counts`;
  return counts;
}

export function openServerJobs(base: Base, options: ServerJobsOptions): ServerJobs {
  const { database, faults, sealed, settings } = base;
  const { sql } = database;
  const ownKinds = createKinds(options);
  let findProgram: FindJobProgram | undefined;

  /** The server's own jobs come first: a delivered program takes none of them away. */
  async function kindOf(organisation: string, job: string): Promise<Kind | undefined> {
    if (Object.hasOwn(ownKinds, job)) return ownKinds[job];
    const run = (await findProgram?.(organisation))?.get(job);
    if (!run) return undefined;
    return {
      parameters: z.record(z.string(), z.unknown()),
      async perform(_, { day }, parameters) {
        const figures = await options.count('statistics', organisation, spanOf(day));
        try {
          return await run(figures, parameters);
        } catch {
          throw new JobFailure('PROGRAM_FAILED');
        }
      },
    };
  }

  const isMeant = (organisation: string): boolean =>
    faults.current().organisation === undefined || faults.current().organisation === organisation;

  async function command(organisation: string, wanted: JobCommand): Promise<JobTaken | JobRefused> {
    const { requestId, day, job, parameters } = wanted;
    const [known] = await sql<{ same: boolean; state: JobTaken['state'] }[]>`
      select job = ${job} and day = ${day} and parameters = ${sql.json(parameters)} as same, state from server_job_runs
      where organisation = ${organisation} and request_id = ${requestId}`;
    if (known) return known.same ? { requestId, state: known.state } : refuse('REQUEST_ID_USED');
    if (isMeant(organisation) && faults.hits('refuses')) return refuse('REFUSED');
    const kind = await kindOf(organisation, job);
    const told = kind?.parameters.safeParse(parameters);
    if (!kind || !told?.success) return refuse('UNKNOWN_JOB');
    if (!mayRun(await options.stateOf(organisation), kind)) return refuse('WRONG_ORDER');
    const startedAt = Date.now();
    const endsAt = startedAt + (kind.durationMs?.(told.data) ?? drawDuration(organisation, requestId));
    // Of two at once the second finds it there.
    await sql`
      insert into server_job_runs (organisation, request_id, job, day, parameters, state, started_at, ends_at)
      values (${organisation}, ${requestId}, ${job}, ${day}, ${sql.json(parameters)}, 'running',
        ${new Date(startedAt)}, ${new Date(endsAt)})
      on conflict do nothing`;
    return { requestId, state: 'running' };
  }

  /** Half to the whole of the time that is set, the same for the same job. Milliseconds. */
  function drawDuration(organisation: string, requestId: string): number {
    const random = createRandom(hash('sha1', `${organisation}/${requestId}`, 'buffer').readUInt32BE(0));
    return Math.round(settings.serverMs * (0.5 + random() / 2));
  }

  /** Does what the job is for, once, if its time is over. */
  async function finish(organisation: string, requestId: string): Promise<void> {
    if (faults.is('hangs') && isMeant(organisation)) return;
    await sql.begin(async (tx) => {
      const [row] = await tx<{ job: string; day: string; parameters: unknown }[]>`
        select job, day::text, parameters from server_job_runs
        where organisation = ${organisation} and request_id = ${requestId} and state = 'running' and ends_at <= now()
        for update`;
      if (!row) return;
      const kind = await kindOf(organisation, row.job);
      const { state, counts, error } = kind
        ? await perform(tx, kind, { organisation, requestId, ...row })
        : { state: 'failed' as const, counts: null, error: 'UNKNOWN_JOB' };
      await tx`
        with ended as (
          update server_job_runs set state = ${state}, counts = ${counts === null ? null : tx.json(counts)},
            error = ${error}
          where organisation = ${organisation} and request_id = ${requestId} and state = 'running'
          returning request_id
        )
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'job-' || ${state}, request_id, ${row.job}, ${organisation} || '/' || request_id,
          ${sealed.payloadHash(`${row.job}/${row.day}`)}
        from ended`;
    });
  }

  return {
    async command(organisation, wanted) {
      const answer = await command(organisation, wanted);
      // The command reaches the server a second time, as though the network had repeated it.
      return !('code' in answer) && faults.hits('duplicate') ? command(organisation, wanted) : answer;
    },
    async find(organisation, requestId) {
      await finish(organisation, requestId);
      const [row] = await sql<
        { state: string; started: number; ends: number; counts: unknown; error: string | null }[]
      >`
        select state, extract(epoch from started_at)::float8 * 1000 as started,
          extract(epoch from ends_at)::float8 * 1000 as ends, counts, error
        from server_job_runs where organisation = ${organisation} and request_id = ${requestId}`;
      if (!row) return { state: 'unknown', requestId };
      return ServerJob.parse({
        state: row.state,
        requestId,
        startedAt: new Date(row.started).toISOString(),
        ...(row.state !== 'running' && { endedAt: new Date(row.ends).toISOString() }),
        ...(row.state === 'done' && { counts: row.counts }),
        ...(row.state === 'failed' && { error: row.error }),
      });
    },
    takePrograms: (find) => void (findProgram = find),
  };
}

/** A job that fails says so; anything else that goes wrong leaves it as it was. */
async function perform(tx: Statements, kind: Kind, run: JobRun) {
  try {
    const counts = await kind.perform(tx, run, kind.parameters.parse(run.parameters));
    return { state: 'done' as const, counts, error: null };
  } catch (error) {
    if (!(error instanceof JobFailure)) throw error;
    return { state: 'failed' as const, counts: null, error: error.message };
  }
}

/** A server on its way between two states takes no job. */
function mayRun(state: ServerState, { offline }: Kind): boolean {
  if (state === 'starting' || state === 'stopping') return false;
  return !offline || state !== 'running';
}

const refuse = (code: JobRefused['code']): JobRefused => JobRefused.parse({ code, message: sentences[code] });

const sentences: Record<JobRefused['code'], string> = {
  UNKNOWN_JOB:
    'このサーバにないジョブか、知らないパラメータです。 This server has no such job, or not with these parameters.',
  WRONG_ORDER: '今の運転状態では実施できません。 Not in the state in which the server is.',
  REQUEST_ID_USED: 'この要求IDは別のジョブに使われています。 This request id belongs to another job.',
  REFUSED: '指示を受け付けません。 The server refuses the command.',
};
