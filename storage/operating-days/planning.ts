/** Makes the days of the calendar, and moves those that nobody has begun when it changes. */
import { sql } from 'drizzle-orm';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { newStep, planSteps, reopen, retime, type Day, type DayMoments } from '../../domain/operating-day.ts';
import { planMoments, type CalendarOf } from '../../domain/operating-day-plan.ts';
import { tierOf } from '../../domain/organisations.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Calendars } from './calendars.ts';
import { insertDay, isOvertaken, ofDay, selectDays, writeDay, type DayKey } from './rows.ts';

/** How long before it begins a day is planned, so that staff see it. Milliseconds. */
const planAheadMs = 12 * 60 * 60 * 1_000;

/**
 * Plans the days that begin soon or have begun. A day whose online operation has ended before fugo could begin it is not
 * made up for: its servers were not started, so there is nothing to stop. Returns what was planned or moved.
 */
export async function planDays(db: Database, { areKept, organisations }: Calendars, now: number): Promise<DayKey[]> {
  if (!areKept) return [];
  const today = tokyoDateOf(now);
  const changed: DayKey[] = [];
  for (const date of [addDays(today, -1), today, addDays(today, 1)]) {
    const moments = planMoments(organisations, date);
    const isNear = [...moments.values()].some((each) => each.startsAt <= now + planAheadMs);
    if (isNear || moments.size === 0) changed.push(...(await planDate(db, { date, moments, now })));
  }
  return changed;
}

async function planDate(
  db: Database,
  { date, moments, now }: { date: string; moments: ReadonlyMap<string, DayMoments>; now: number },
): Promise<DayKey[]> {
  const stored = await db.transaction((tx) => selectDays(tx, sql`d.day = ${date}`));
  const known = new Map(stored.map((day) => [day.organisation, day]));
  const changed: DayKey[] = [];
  for (const [organisation, at] of moments) {
    const existing = known.get(organisation);
    if (!existing) {
      if (at.startsAt > now + planAheadMs || at.closesAt <= now) continue;
      if (await db.transaction((tx) => insertDay(tx, dayOf(organisation, date, at), { rehearsal: false }))) {
        changed.push({ organisation, day: date });
      }
    } else if (!existing.rehearsal && !isSame(existing.moments, at)) {
      if (await moveDay(db, existing, at, now)) changed.push({ organisation, day: date });
    }
  }
  for (const { organisation, state, rehearsal } of stored) {
    // The calendar says now that this day is closed, and nobody has begun it.
    if (state !== 'planned' || rehearsal || moments.has(organisation)) continue;
    await db.transaction((tx) =>
      tx.execute(sql`
        update operating_days set state = 'abandoned', look_at = null, order_reason = ${closedReason}, updated_at = now()
        where ${ofDay({ organisation, day: date })} and state = 'planned'`),
    );
    changed.push({ organisation, day: date });
  }
  return changed;
}

const closedReason = 'カレンダーの休業日 / closed by the calendar';

/** A day that the calendar had closed is planned again; one under way keeps what was begun. */
function moveDay(db: Database, { organisation, day }: DayKey, moments: DayMoments, now: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [stored] = await selectDays(tx, ofDay({ organisation, day }), { lock: true });
    if (!stored || isSame(stored.moments, moments)) return false;
    if (stored.state === 'done') return reopenDay(tx, stored, moments, now);
    // It is being stopped, and an exception that has just ended is in no calendar any more.
    if (stored.moments.closesAt <= now) return false;
    const isClosed = stored.state === 'abandoned' && stored.steps.every(({ state }) => state === 'waiting');
    if (stored.state === 'abandoned' && (!isClosed || moments.closesAt <= now)) return false;
    const planned = planSteps(tierOf(organisation), moments);
    const moved: Day = {
      ...stored,
      moments,
      state: isClosed ? 'planned' : stored.state,
      steps: retime(stored.steps, planned),
    };
    await writeDay(tx, stored, moved);
    await tx.execute(sql`update operating_days set look_at = now() where ${ofDay(stored)}`);
    return true;
  });
}

/** An exception that was agreed to after the end of the day starts the servers again; nothing else does. */
async function reopenDay(tx: Transaction, stored: Day, moments: DayMoments, now: number): Promise<boolean> {
  const wasStopped = stored.steps.some(({ step }) => step === 'stop') && stored.moments.closesAt <= now;
  if (!wasStopped || moments.closesAt <= now || (await isOvertaken(tx, stored))) return false;
  await writeDay(tx, stored, reopen(stored, moments, planSteps(tierOf(stored.organisation), moments)));
  await tx.execute(sql`update operating_days set look_at = now() where ${ofDay(stored)}`);
  return true;
}

function isSame(a: DayMoments, b: DayMoments): boolean {
  return (['startsAt', 'opensAt', 'closesAt', 'dailyEndsAt'] as const).every((name) => a[name] === b[name]);
}

const dayOf = (organisation: string, day: string, moments: DayMoments): Day => ({
  organisation,
  day,
  state: 'planned',
  moments,
  steps: planSteps(tierOf(organisation), moments).map(newStep),
});

/** No rehearsal while days are begun by the calendar: it would take the place of a real one. */
export type Rehearsal = { kind: 'planned'; day: string } | { kind: 'kept' } | { kind: 'underWay'; day: string };

/**
 * Plans a day of the given moments for the whole country, beside the calendar, to see it run. Its date is today, or the
 * latest before that no organisation has a day of, so that it never stands in the place of a day to come.
 */
export function planRehearsal(
  db: Database,
  { areKept, organisations }: { areKept: boolean; organisations: readonly CalendarOf[] },
  moments: DayMoments,
  now: number,
): Promise<Rehearsal> {
  if (areKept) return Promise.resolve({ kind: 'kept' });
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('fugo operating day rehearsal'))`);
    const rows = await tx.execute<{ day: string; under_way: boolean }>(sql`
      select day::text as day, bool_or(state not in ('done', 'abandoned', 'halted')) as under_way
      from operating_days group by day`);
    const underWay = rows.find((row) => row.under_way);
    if (underWay) return { kind: 'underWay', day: underWay.day };
    const taken = new Set(rows.map(({ day }) => day));
    let day = tokyoDateOf(now);
    while (taken.has(day)) day = addDays(day, -1);
    for (const { organisation } of organisations) {
      await insertDay(tx, dayOf(organisation, day, moments), { rehearsal: true });
    }
    return { kind: 'planned', day };
  });
}
