/** What staff see of the days, and what they order. In the role of whoever asks. */
import { sql } from 'drizzle-orm';
import { mayOrder, type DayOrder, type DayState, type DayStep } from '../../domain/operating-day.ts';
import { inOrganisation, type Database, type Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { isOvertaken, ofDay, selectDays, type DayKey, type StoredDay } from './rows.ts';

export interface ShownDay extends StoredDay {
  /** The name of who ordered, or the id of a program. */
  orderedBy: string | null;
  /** Epoch milliseconds. */
  orderedAt: number | null;
  orderReason: string | null;
}

export interface ShownStep extends DayStep {
  /** Those that whoever asks may see: the step of a prefecture may wait for a neighbour. */
  awaits: readonly string[];
  /** What the server's daily job has counted. */
  result: unknown;
}

/** Both dates included; the latest first. `acting` is the organisation of whoever asks. */
export function listDays(
  db: Database,
  { acting, organisation, from, to }: { acting: string; organisation: string; from: string; to: string },
): Promise<ShownDay[]> {
  return inOrganisation(db, acting, async (tx) => {
    const days = await selectDays(tx, sql`d.organisation = ${organisation} and d.day between ${from} and ${to}`);
    return addOrders(tx, days.toReversed());
  });
}

export function findDay(
  db: Database,
  acting: string,
  key: DayKey,
): Promise<{ day: ShownDay; steps: ShownStep[] } | undefined> {
  return inOrganisation(db, acting, async (tx) => {
    const [stored] = await selectDays(tx, ofDay(key));
    if (!stored) return undefined;
    const [day] = await addOrders(tx, [stored]);
    const rows = await tx.execute<{ step_no: number; awaits: string[] | null; result: unknown }>(sql`
      select step_no, result, seen_awaits(organisation, day, step_no) as awaits
      from day_steps where ${ofDay(key)}`);
    const more = new Map(rows.map((row) => [row.step_no, row]));
    const steps = stored.steps.map((step): ShownStep => {
      const { awaits, result } = more.get(step.stepNo) ?? {};
      return { ...step, awaits: step.state === 'waiting' || step.state === 'failed' ? (awaits ?? []) : [], result };
    });
    return day && { day, steps };
  });
}

async function addOrders(tx: Transaction, days: readonly StoredDay[]): Promise<ShownDay[]> {
  if (days.length === 0) return [];
  const rows = await tx.execute<{
    organisation: string;
    day: string;
    ordered_by: string | null;
    ordered_ms: number | null;
    order_reason: string | null;
  }>(sql`
    select organisation, day::text as day,
      coalesce((select name from staff where staff_id = ordered_by), ordered_by) as ordered_by, ${epochMs(sql`ordered_at`)} as ordered_ms, order_reason
    from operating_days where organisation = ${days[0]?.organisation ?? ''}`);
  const orders = new Map(rows.map((row) => [row.day, row]));
  return days.map((day) => {
    const found = orders.get(day.day);
    return {
      ...day,
      orderedBy: found?.ordered_by ?? null,
      orderedAt: found?.ordered_ms ?? null,
      orderReason: found?.order_reason ?? null,
    };
  });
}

export type OrderResult =
  | { kind: 'ordered' }
  | { kind: 'unknown' }
  /** It goes on by itself, or is over. */
  | { kind: 'notHalted'; state: DayState }
  /** A later day of the same organisation has begun, so this one is not taken up again. */
  | { kind: 'overtaken' }
  /** Somebody has ordered already, and the workflow has not yet done it. */
  | { kind: 'pending'; order: DayOrder };

/** Leaves the order for the workflow, which obeys it in its turn. */
export function orderDay(
  db: Database,
  acting: string,
  key: DayKey,
  { order, orderedBy, reason }: { order: DayOrder; orderedBy: string; reason: string },
): Promise<OrderResult> {
  return inOrganisation(db, acting, async (tx) => {
    const [stored] = await selectDays(tx, ofDay(key));
    if (!stored) return { kind: 'unknown' };
    if (stored.order !== null) return { kind: 'pending', order: stored.order };
    if (!mayOrder(stored.state, order)) return { kind: 'notHalted', state: stored.state };
    if (order === 'resume' && (await isOvertaken(tx, stored))) return { kind: 'overtaken' };
    const rows = await tx.execute(sql`
      update operating_days set staff_order = ${order}, ordered_by = ${orderedBy}, ordered_at = now(),
        order_reason = ${reason}, updated_at = now()
      where ${ofDay(key)} and staff_order is null and state = ${stored.state} returning 1`);
    return rows.length > 0 ? { kind: 'ordered' } : { kind: 'notHalted', state: stored.state };
  });
}
