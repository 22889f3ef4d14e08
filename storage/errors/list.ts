/** Reads the error list (エラーリスト): integrated numbers only, no names (seed P:199). */
import { sql, type SQL } from 'drizzle-orm';
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import type { Route } from '../../domain/routes.ts';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import {
  buildIndexedConditions,
  loadOf,
  buildLookedAtConditions,
  countToLookThrough,
  routeOf,
  type ErrorFilter,
} from './filter.ts';
import { dateOf, epochMs } from '../database/rows.ts';

export type Resolution = 'retried' | 'corrected' | 'cancelled' | 'confirmed';

export interface ErrorRow {
  failureId: string;
  personId: string;
  code: AcquisitionFailureCode;
  step: Step | null;
  attempt: number;
  reason: string | null;
  firstSeenAt: Date;
  /** The latest failure. */
  failedAt: Date;
  /** How often staff have tried again. */
  tries: number;
  /** What staff did last, while it is not known how that ends. */
  trying: 'retried' | 'corrected' | null;
  /** YYYY-MM-DD. */
  dueOn: string | null;
  resolvedAt: Date | null;
  resolution: Resolution | null;
  /** Who looks after the entry. */
  assigneeId: string | null;
  assignedAt: Date | null;
  integratedAddressNumber: string | null;
  stage: Stage | null;
  codeRequestStatus: CodeRequestStatus;
  route: Route;
  loadId: string | null;
}

/** The last entry of a page; the next page begins after it. */
export interface ErrorCursor {
  /** Epoch milliseconds. */
  firstSeenAt: number;
  failureId: string;
}

export interface ErrorListOptions extends ErrorFilter {
  /** `newest` lists the latest entries first. */
  order?: 'oldest' | 'newest' | undefined;
  after?: ErrorCursor | undefined;
  limit: number;
}

export interface ErrorPage {
  /** At most as many as requested, and perhaps fewer although there are more; see `next`. */
  entries: ErrorRow[];
  next: ErrorCursor | null;
}

interface Row extends Record<string, unknown> {
  failure_id: string;
  person_id: string;
  code: AcquisitionFailureCode;
  step: Step | null;
  attempt: number;
  reason: string | null;
  first_seen_at: number;
  failed_at: number;
  tries: number;
  trying: ErrorRow['trying'];
  due_on: string | null;
  resolved_at: number | null;
  resolution: Resolution | null;
  assignee_id: string | null;
  assigned_at: number | null;
  integrated_address_number: string | null;
  stage: Stage | null;
  code_request_status: CodeRequestStatus;
  route: Route;
  load_id: string | null;
}

const columns = (municipality: string): SQL => sql`
  f.failure_id, f.person_id, f.code, f.step, f.attempt, f.reason, ${epochMs(sql`f.first_seen_at`)} as first_seen_at,
  ${epochMs(sql`f.failed_at`)} as failed_at, f.tries, f.trying, f.due_on::text as due_on,
  ${epochMs(sql`f.resolved_at`)} as resolved_at, f.resolution, f.assignee_id, ${epochMs(sql`f.assigned_at`)} as assigned_at,
  p.integrated_address_number, p.stage, p.code_request_status, ${routeOf(municipality)} as route,
  ${loadOf(municipality)} as load_id`;

/** Lists the oldest entries first by default, because they have waited longest. */
export function listErrors(db: Database, municipality: string, options: ErrorListOptions): Promise<ErrorPage> {
  const { state, limit, order = 'oldest' } = options;
  const through = countToLookThrough(options);
  const most = through === null ? limit + 1 : Math.max(limit + 1, through);
  const direction = order === 'oldest' ? sql`asc` : sql`desc`;
  const inOrder = (of: SQL): SQL => sql`${of}first_seen_at ${direction}, ${of}failure_id ${direction}`;
  // Open and resolved entries have an index each, so a page of both merges the beginnings of two lists.
  const states = state === 'all' ? (['open', 'resolved'] as const) : [state];
  const entries = states.map((each) => {
    const conditions = [...buildIndexedConditions(municipality, each, options), ...createCursorCondition(options)];
    return sql`(select f.* from failures f where ${joinConditions(conditions)} order by ${inOrder(sql`f.`)} limit ${most})`;
  });
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<(Row | { failure_id: null }) & Reached>(sql`
      with looked as materialized (
        select * from (${sql.join(entries, sql` union all `)}) as entries order by ${inOrder(sql``)} limit ${most}
      ), page as materialized (
        select * from looked f where ${joinConditions(buildLookedAtConditions(municipality, options))}
        order by ${inOrder(sql``)} limit ${limit + 1}
      ), reached as (
        select ${epochMs(sql`(array_agg(first_seen_at order by ${inOrder(sql``)}))[count(*)::int]`)} as reached_at,
          (array_agg(failure_id order by ${inOrder(sql``)}))[count(*)::int] as reached_id
        from looked having count(*) = ${most}
      )
      select ${columns(municipality)}, reached_at, reached_id
      from (values (1)) as one left join reached on true left join page f on true
        left join persons p on p.municipality = ${municipality} and p.person_id = f.person_id
      order by ${inOrder(sql`f.`)}`);
    const found = rows.flatMap((row) => (row.failure_id === null ? [] : [errorOf(row)]));
    return {
      entries: found.slice(0, limit),
      next: found.length > limit ? cursorOf(found[limit - 1]) : cursorOfReached(rows),
    };
  });
}

const joinConditions = (conditions: readonly SQL[]): SQL =>
  conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);

function createCursorCondition({ after, order }: ErrorListOptions): SQL[] {
  if (!after) return [];
  const place = sql`(${new Date(after.firstSeenAt).toISOString()}::timestamptz, ${after.failureId}::uuid)`;
  const row = sql`(f.first_seen_at, f.failure_id)`;
  return [order === 'newest' ? sql`${row} < ${place}` : sql`${row} > ${place}`];
}

const cursorOf = (entry: ErrorRow | undefined): ErrorCursor | null =>
  entry ? { firstSeenAt: entry.firstSeenAt.getTime(), failureId: entry.failureId } : null;

/** The last entry that the page looked at, when more may follow. */
interface Reached extends Record<string, unknown> {
  reached_at: number | null;
  reached_id: string | null;
}

function cursorOfReached([row]: readonly Reached[]): ErrorCursor | null {
  if (!row || row.reached_at === null || row.reached_id === null) return null;
  return { firstSeenAt: row.reached_at, failureId: row.reached_id };
}

export function findError(db: Database, municipality: string, failureId: string): Promise<ErrorRow | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<Row>(sql`
      select ${columns(municipality)} from failures f join persons p using (municipality, person_id)
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
    failedAt: new Date(row.failed_at),
    tries: row.tries,
    trying: row.trying,
    dueOn: row.due_on,
    resolvedAt: dateOf(row.resolved_at),
    resolution: row.resolution,
    assigneeId: row.assignee_id,
    assignedAt: dateOf(row.assigned_at),
    integratedAddressNumber: row.integrated_address_number,
    stage: row.stage,
    codeRequestStatus: row.code_request_status,
    route: row.route,
    loadId: row.load_id,
  };
}
