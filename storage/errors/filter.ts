/**
 * The filters of the error list, as SQL over an entry `f`. An index answers some; the others look at each entry, its
 * person or its requests, for a limited number of entries a page (list.ts).
 */
import { sql, type SQL } from 'drizzle-orm';
import type { Step } from '../../domain/failures.ts';
import type { Route } from '../../domain/routes.ts';
import type { Stage } from '../../domain/stages.ts';

export interface ErrorFilter {
  /** `waiting` and `trying` are open: staff are to decide, or have tried again and it is not known how that ends. */
  state: EntryState | 'all';
  code?: string | undefined;
  stage?: Stage | undefined;
  step?: Step | undefined;
  /** Entries first seen before this moment. */
  before?: Date | undefined;
  /** Entries whose latest failure came at this moment or before. */
  failedBefore?: Date | undefined;
  /** `overdue`: with a due date before `today`; `set`, `none`: with or without one. */
  due?: 'overdue' | 'set' | 'none' | undefined;
  /** The day of the Japanese calendar; needed for `overdue`. */
  today?: string | undefined;
  route?: Route | undefined;
  loadId?: string | undefined;
  /** Who looks after the entry; null selects those of nobody. */
  assigneeId?: string | null | undefined;
}

export type EntryState = 'open' | 'waiting' | 'trying' | 'resolved';

/** Conditions that an index answers, in the order of the list. */
export function buildIndexedConditions(
  municipality: string,
  state: EntryState,
  { code, stage, before, failedBefore, due, today, assigneeId }: ErrorFilter,
): SQL[] {
  const isOpen = state !== 'resolved';
  const conditions = [sql`f.municipality = ${municipality}`, isIn[state]];
  if (code !== undefined) conditions.push(sql`f.code = ${code}`);
  if (stage !== undefined) conditions.push(isOpen ? mayBeOpenIn(stage) : mayBeResolvedIn(stage));
  if (failedBefore !== undefined) conditions.push(sql`f.failed_at <= ${failedBefore.toISOString()}::timestamptz`);
  if (due === 'set' || due === 'overdue') conditions.push(sql`f.due_on is not null`);
  if (due === 'none') conditions.push(sql`f.due_on is null`);
  // What is resolved is not overdue any more.
  if (due === 'overdue') conditions.push(isOpen ? sql`f.due_on < ${today ?? null}::date` : sql`false`);
  if (before !== undefined) conditions.push(sql`f.first_seen_at < ${before.toISOString()}::timestamptz`);
  if (isOpen && typeof assigneeId === 'string') conditions.push(sql`f.assignee_id = ${assigneeId}`);
  return conditions;
}

const isIn: Record<EntryState, SQL> = {
  open: sql`f.resolved_at is null`,
  waiting: sql`f.resolved_at is null and f.trying is null`,
  trying: sql`f.resolved_at is null and f.trying is not null`,
  resolved: sql`f.resolved_at is not null`,
};

/** Conditions that need a look at each entry, the cheapest first. */
export function buildLookedAtConditions(municipality: string, filter: ErrorFilter): SQL[] {
  const { stage, step, route, loadId, assigneeId } = filter;
  const conditions: SQL[] = [];
  if (step !== undefined) conditions.push(sql`f.step = ${step}`);
  if (assigneeId === null) conditions.push(sql`f.assignee_id is null`);
  else if (assigneeId !== undefined) conditions.push(sql`f.assignee_id = ${assigneeId}`);
  if (loadId !== undefined) conditions.push(isOfLoad(municipality, loadId));
  if (route !== undefined) conditions.push(sql`${routeOf(municipality)} = ${route}`);
  if (stage !== undefined) conditions.push(isInStage(municipality, stage));
  return conditions;
}

/**
 * How many entries a page looks through; null when an index finds them. The number is lower when each entry needs
 * another table, so that every page takes some milliseconds (measured with 400,000 open entries).
 */
export function countToLookThrough({ stage, step, route, loadId, assigneeId }: ErrorFilter): number | null {
  if (stage !== undefined) return 500;
  if (route !== undefined) return 5_000;
  return step === undefined && loadId === undefined && assigneeId === undefined ? null : 20_000;
}

/**
 * The stage belongs to the person, and no index may contain it (decision 0021). So that a rare stage does not make a
 * page read each entry's person, the entry is used first: an open one that waits and has no held transfer means
 * NEEDS_ATTENTION, a confirmed one 依頼済 (domain/lifecycle, L2).
 */
const mayBeOpenIn = (stage: Stage): SQL =>
  stage === 'NEEDS_ATTENTION' ? sql`true` : sql`(f.code = 'IDENTITY_MISMATCH' or f.trying is not null)`;
const mayBeResolvedIn = (stage: Stage): SQL => (stage === 'ACQUIRED' ? sql`true` : sql`f.resolution <> 'confirmed'`);

function isInStage(municipality: string, stage: Stage): SQL {
  // A lookup instead of a join, so that the planner keeps the entries in the order of the page.
  const stands = sql`
    (select p.stage from persons p where p.municipality = ${municipality} and p.person_id = f.person_id) = ${stage}`;
  if (stage === 'NEEDS_ATTENTION') {
    return sql`(f.resolved_at is null and f.trying is null and f.code <> 'IDENTITY_MISMATCH' or ${stands})`;
  }
  // An open entry has no resolution, so `=` alone would give null.
  if (stage === 'ACQUIRED') return sql`(f.resolution is not distinct from 'confirmed' or ${stands})`;
  return stands;
}

/**
 * The route that the request took, found by the request ids of the person and of the chunk; before that, the route of
 * the municipality's setting.
 */
export function routeOf(municipality: string): SQL {
  return sql`coalesce(
    (select case r.participant when 'juki-gateway' then 'JUKI_GATEWAY' else 'JUKI_SYSTEM' end from request_attempts r
      where r.municipality = ${municipality} and r.request_id in (
        ${municipality} || '/' || f.person_id::text || '/' || f.attempt::text || '/route',
        ${municipality} || '/' || f.chunk_id::text || '/' || f.attempt::text || '/route')
      order by r.created_at desc limit 1),
    (select m.route from municipalities m where m.municipality = ${municipality}))`;
}

/** The load of the chunk that listed the person; for a held transfer, the load that it came with. */
export function loadOf(municipality: string): SQL {
  return sql`coalesce(
    (select c.load_id from load_chunks c where c.municipality = ${municipality} and c.chunk_id = f.chunk_id),
    (select i.load_id from inbox i where i.municipality = ${municipality} and i.inbox_id = f.inbox_id))`;
}

function isOfLoad(municipality: string, loadId: string): SQL {
  // An array, so that the chunks are read once instead of for each entry.
  return sql`(f.chunk_id = any(array(
      select c.chunk_id from load_chunks c where c.municipality = ${municipality} and c.load_id = ${loadId}::uuid))
    or f.inbox_id is not null and exists (select from inbox i where i.municipality = ${municipality}
      and i.inbox_id = f.inbox_id and i.load_id = ${loadId}::uuid))`;
}
