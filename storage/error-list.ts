/** Reads of the error list (エラーリスト) and of what else operators watch. Integrated numbers only, no names (seed P:199). */
import { sql, type SQL } from 'drizzle-orm';
import type { AcquisitionFailureCode, Step } from '../domain/failures.ts';
import type { CodeRequestStatus, Stage } from '../domain/stages.ts';
import { inMunicipality, type Database } from './database.ts';
import { epochMs } from './rows.ts';

export interface ErrorRow {
  failureId: string;
  personId: string;
  code: AcquisitionFailureCode;
  step: Step | null;
  attempt: number;
  reason: string | null;
  firstSeenAt: Date;
  resolvedAt: Date | null;
  resolution: 'retried' | 'corrected' | 'cancelled' | 'confirmed' | null;
  integratedAddressNumber: string | null;
  stage: Stage | null;
  codeRequestStatus: CodeRequestStatus;
}

/** The last entry of a page, which the next one begins after. */
export interface ErrorCursor {
  /** Epoch milliseconds. */
  firstSeenAt: number;
  failureId: string;
}

interface Row extends Reached {
  failure_id: string;
  person_id: string;
  code: AcquisitionFailureCode;
  step: Step | null;
  attempt: number;
  reason: string | null;
  first_seen_at: number;
  resolved_at: number | null;
  resolution: ErrorRow['resolution'];
  integrated_address_number: string | null;
  stage: Stage | null;
  code_request_status: CodeRequestStatus;
}

const columns = sql`
  f.failure_id, f.person_id, f.code, f.step, f.attempt, f.reason, ${epochMs(sql`f.first_seen_at`)} as first_seen_at,
  ${epochMs(sql`f.resolved_at`)} as resolved_at, f.resolution, p.integrated_address_number, p.stage, p.code_request_status`;

interface ErrorFilter {
  state: 'open' | 'resolved' | 'all';
  code?: string | undefined;
  stage?: Stage | undefined;
  after?: ErrorCursor | undefined;
  limit: number;
}

export interface ErrorPage {
  /** At most as many as were asked for, and perhaps fewer although there are more: `next` says it. */
  entries: ErrorRow[];
  next: ErrorCursor | null;
}

/** So many entries a page looks through for those in one stage, which is the person's and has no index. */
const lookThrough = 500;

/** The oldest first: what has waited longest stands on top. */
export function listErrors(db: Database, municipality: string, filter: ErrorFilter): Promise<ErrorPage> {
  const { state, stage, limit } = filter;
  const most = stage === undefined ? limit + 1 : Math.max(limit + 1, lookThrough);
  // Open and resolved entries have indexes of their own, so a page of both is the beginning of two.
  const states = state === 'all' ? (['open', 'resolved'] as const) : [state];
  const entries = states.map((each) => sql`(${entriesOf(municipality, each, filter, most)})`);
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<Row | ({ failure_id: null } & Reached)>(sql`
      with looked as materialized (
        select * from (${sql.join(entries, sql` union all `)}) as entries
        order by first_seen_at, failure_id limit ${most}
      ), page as materialized (
        select * from looked f where ${stage === undefined ? sql`true` : isInStage(municipality, stage)}
        order by first_seen_at, failure_id limit ${limit + 1}
      ), reached as (
        select ${epochMs(sql`max(first_seen_at)`)} as reached_at,
          (array_agg(failure_id order by first_seen_at desc, failure_id desc))[1] as reached_id
        from looked having count(*) = ${most}
      )
      select ${columns}, reached_at, reached_id
      from (values (1)) as one left join reached on true left join page f on true
        left join persons p on p.municipality = ${municipality} and p.person_id = f.person_id
      order by f.first_seen_at, f.failure_id`);
    const found = rows.flatMap((row) => (row.failure_id === null ? [] : [errorOf(row)]));
    return {
      entries: found.slice(0, limit),
      next: found.length > limit ? cursorOf(found[limit - 1]) : reachedBy(rows),
    };
  });
}

const cursorOf = (entry: ErrorRow | undefined): ErrorCursor | null =>
  entry ? { firstSeenAt: entry.firstSeenAt.getTime(), failureId: entry.failureId } : null;

/** The last entry that was looked at, when there may be more behind it. */
interface Reached extends Record<string, unknown> {
  reached_at: number | null;
  reached_id: string | null;
}

function reachedBy([row]: readonly Reached[]): ErrorCursor | null {
  if (!row || row.reached_at === null || row.reached_id === null) return null;
  return { firstSeenAt: row.reached_at, failureId: row.reached_id };
}

function entriesOf(
  municipality: string,
  state: 'open' | 'resolved',
  { code, stage, after }: ErrorFilter,
  most: number,
): SQL {
  const conditions = [
    sql`f.municipality = ${municipality}`,
    state === 'open' ? sql`f.resolved_at is null` : sql`f.resolved_at is not null`,
  ];
  if (code !== undefined) conditions.push(sql`f.code = ${code}`);
  if (stage !== undefined) conditions.push(mayBeInStage[state](stage));
  if (after) {
    const { firstSeenAt, failureId } = after;
    conditions.push(
      sql`(f.first_seen_at, f.failure_id) > (${new Date(firstSeenAt).toISOString()}::timestamptz, ${failureId}::uuid)`,
    );
  }
  return sql`
    select f.* from failures f where ${sql.join(conditions, sql` and `)}
    order by f.first_seen_at, f.failure_id limit ${most}`;
}

/**
 * The stage is the person's, and no index may name it (decision 0021). So that a stage that is rare does not make a page
 * look at the person of each entry, what an entry itself says of the stage is asked first: who has an open entry that is
 * not about a held transfer needs attention, and who was confirmed stays 依頼済 (lifecycle L2).
 */
const mayBeInStage = {
  open: (stage: Stage): SQL => (stage === 'NEEDS_ATTENTION' ? sql`true` : sql`f.code = 'IDENTITY_MISMATCH'`),
  resolved: (stage: Stage): SQL => (stage === 'ACQUIRED' ? sql`true` : sql`f.resolution <> 'confirmed'`),
};

function isInStage(municipality: string, stage: Stage): SQL {
  // A lookup and not a join: whatever the planner thinks of the stage, the entries stay in the order of the page.
  const stands = sql`
    (select p.stage from persons p where p.municipality = ${municipality} and p.person_id = f.person_id) = ${stage}`;
  if (stage === 'NEEDS_ATTENTION') return sql`(f.resolved_at is null and f.code <> 'IDENTITY_MISMATCH' or ${stands})`;
  // Not by itself for an entry that is open: it has no resolution.
  if (stage === 'ACQUIRED') return sql`(f.resolution is not distinct from 'confirmed' or ${stands})`;
  return stands;
}

export function findError(db: Database, municipality: string, failureId: string): Promise<ErrorRow | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<Row>(sql`
      select ${columns} from failures f join persons p using (municipality, person_id)
      where f.municipality = ${municipality} and f.failure_id = ${failureId}::uuid`);
    return row && errorOf(row);
  });
}

function errorOf(row: Row): ErrorRow {
  return {
    failureId: row.failure_id,
    personId: row.person_id,
    code: row.code,
    step: row.step,
    attempt: row.attempt,
    reason: row.reason,
    firstSeenAt: new Date(row.first_seen_at),
    resolvedAt: row.resolved_at === null ? null : new Date(row.resolved_at),
    resolution: row.resolution,
    integratedAddressNumber: row.integrated_address_number,
    stage: row.stage,
    codeRequestStatus: row.code_request_status,
  };
}
