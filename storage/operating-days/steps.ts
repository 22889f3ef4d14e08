/**
 * The moves of a day. Each is one transaction with the day's row locked: whoever drives it, twice or never, the rows
 * decide (domain/operating-day).
 *
 * O1. A command is stored with its request id before it is sent.
 * O2. Two days of one organisation are moved one after the other, so that a day that begins and an earlier one that staff
 *     resume see each other.
 * O3. Whoever changes what others wait for tells them after the commit (`lookAt`), never while it holds its own row, so
 *     that two that wait for each other never lock each other.
 */
import { sql } from 'drizzle-orm';
import {
  abandonDay,
  beginStep,
  currentStep,
  decide,
  failStep,
  finishDay,
  isOver,
  noteWaiting,
  obey,
  takeLook,
  type Day,
  type DayStep,
  type Look,
} from '../../domain/operating-day.ts';
import type { Database, Transaction } from '../database/database.ts';
import { closeDayIncident, openDayIncident } from './incidents.ts';
import { at, isOvertaken, neighbourOf, ofDay, selectDays, writeDay, type DayKey, type StoredDay } from './rows.ts';

export type Taken =
  | { do: 'perform'; day: Day; step: DayStep }
  | { do: 'wait'; day: Day; until: number; awaits: readonly string[] }
  /** The step has failed just now, or staff have been obeyed; those who wait for it are to be told. */
  | { do: 'again'; day: Day }
  | { do: 'rest'; day: Day }
  | { do: 'end'; day: Day };

/** Who waits looks again after this time at the latest, in case that nobody told it. Milliseconds. */
const lookAtLeastEveryMs = 30_000;
/** How long after its own time a workflow may come before it is nudged. Milliseconds. */
const graceMs = 20_000;

/** The next step of a day, or how long to wait. Undefined when there is no such day. */
export function takeStep(db: Database, key: DayKey, now: number): Promise<Taken | undefined> {
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended('fugo.operating-day/' || ${key.organisation}, 0))`,
    );
    const [stored] = await selectDays(tx, ofDay(key), { lock: true });
    if (!stored) return undefined;
    const ordered = await obeyStaff(tx, stored, now);
    if (ordered !== stored) {
      await markLook(tx, key, now);
      return { do: 'again', day: ordered };
    }
    const before = await takeOverFrom(tx, stored, now);
    const neighbours = { ...(await readNeighbours(tx, key, now)), before };
    const missed = decide(stored, neighbours, now);
    if (missed.do === 'finish') {
      const day = await finish(tx, stored);
      return { do: 'end', day };
    }
    if (missed.do === 'abandon') {
      const day = abandonDay(stored);
      await writeDay(tx, stored, day);
      await tx.execute(
        sql`update operating_days set look_at = null, order_reason = ${missedReason} where ${ofDay(key)}`,
      );
      return { do: 'end', day };
    }
    const day = missed.do === 'fail' ? stored : noteWaiting(stored, now);
    const decision = decide(day, neighbours, now);
    switch (decision.do) {
      case 'perform': {
        const begun = beginStep(day, decision.step, now);
        await writeDay(tx, stored, begun);
        await noteAwaited(tx, key, begun, []);
        await markLook(tx, key, now + graceMs);
        return { do: 'perform', day: begun, step: currentStep(begun.steps) ?? decision.step };
      }
      case 'fail': {
        const failed = failStep(day, decision.step, decision.error);
        await noteAwaited(tx, key, day, decision.awaits);
        await halt(tx, stored, failed, decision.awaits);
        return { do: 'again', day: failed };
      }
      case 'wait': {
        const { awaits } = decision;
        const until = awaits.length === 0 ? decision.until : Math.min(decision.until, now + lookAtLeastEveryMs);
        await writeDay(tx, stored, day);
        await noteAwaited(tx, key, day, awaits);
        await markLook(tx, key, until + graceMs);
        return { do: 'wait', day, until, awaits };
      }
      case 'rest':
      case 'end':
        await markLook(tx, key, null);
        return { do: decision.do, day };
      case 'abandon':
      case 'finish':
        throw new Error('Noting that a step waits changes nothing about whether there is one');
    }
  });
}

/** Writes what a look at the server has found, unless the step was moved meanwhile. Returns the day as it stands. */
export function recordLook(
  db: Database,
  key: DayKey,
  { step, look, result }: { step: DayStep; look: Look; result: unknown },
  now: number,
): Promise<Day | undefined> {
  return db.transaction(async (tx) => {
    const [stored] = await selectDays(tx, ofDay(key), { lock: true });
    const current = stored && currentStep(stored.steps);
    if (!stored || current?.requestId !== step.requestId || current.state !== 'commanded') return stored;
    const after = takeLook(stored, current, look, now);
    if (after.state === 'halted') await halt(tx, stored, after, []);
    else await writeDay(tx, stored, after);
    if (result !== null && look.kind === 'verified') {
      await tx.execute(sql`
        update day_steps set result = ${JSON.stringify(result)}::jsonb where ${ofDay(key)} and step_no = ${step.stepNo}`);
    }
    return after;
  });
}

/** The order that staff have left; done in the workflow's turn, so that it meets no step under way. */
async function obeyStaff(tx: Transaction, stored: StoredDay, now: number): Promise<Day> {
  if (stored.order === null) return stored;
  if (stored.order === 'resume' && (await isOvertaken(tx, stored))) {
    await tx.execute(sql`
      update operating_days set staff_order = null, order_reason = ${overtakenReason}, ordered_by = null, ordered_at = now()
      where ${ofDay(stored)}`);
    return stored;
  }
  const day = obey(stored, stored.order, now);
  await tx.execute(sql`update operating_days set staff_order = null where ${ofDay(stored)}`);
  if (day === stored) return stored;
  await writeDay(tx, stored, day);
  await closeDayIncident(tx, stored);
  return day;
}

/**
 * The organisation's day before, while it is under way. One that stands still makes way when this one is to begin:
 * whatever became of yesterday, the servers start today. One whose server runs on is over.
 */
async function takeOverFrom(tx: Transaction, day: Day, now: number) {
  const first = day.steps[0];
  if (first?.state !== 'waiting' || now < first.dueAt) return null;
  const before = await selectDays(
    tx,
    sql`d.organisation = ${day.organisation} and d.day <> ${day.day} and d.starts_at < ${at(first.dueAt)}
      and d.state not in ('planned', 'done', 'abandoned')`,
    { lock: true },
  );
  for (const halted of before.filter(({ state }) => state === 'halted')) {
    await writeDay(tx, halted, obey(halted, 'abandon', now));
    await tx.execute(sql`
      update operating_days set staff_order = null, order_reason = ${supersededBy(day)}, ordered_by = null,
        ordered_at = now(), look_at = null
      where ${ofDay(halted)}`);
    await closeDayIncident(tx, halted);
  }
  const runsOn = before.filter(({ state, moments }) => state === 'open' && moments.dailyEndsAt === null);
  for (const earlier of runsOn) await finish(tx, earlier);
  const underWay = before.find((each) => each.state !== 'halted' && !runsOn.includes(each));
  return underWay ? neighbourOf(underWay, now) : null;
}

async function finish(tx: Transaction, stored: StoredDay): Promise<Day> {
  const day = finishDay(stored);
  await writeDay(tx, stored, day);
  await markLook(tx, stored, null);
  return day;
}

const overtakenReason = '次の運用日が始まったため / because a later day had begun';
const missedReason = '始められないまま時間を過ぎたため / because its time went by before it could begin';
const supersededBy = ({ day }: DayKey): string => `次の運用日 ${day} が始まったため / because the day ${day} began`;

async function readNeighbours(tx: Transaction, { organisation, day }: DayKey, now: number) {
  const around = await selectDays(
    tx,
    sql`d.day = ${day} and d.organisation in (
      select o.organisation from organisations o where o.parent = ${organisation}
      union all select own.parent from organisations own where own.organisation = ${organisation})`,
  );
  const [parent] = await tx.execute<{ parent: string | null }>(sql`
    select parent from organisations where organisation = ${organisation}`);
  const above = around.find((each) => each.organisation === parent?.parent);
  return {
    above: above ? neighbourOf(above, now) : null,
    below: around.filter((each) => each !== above).map((each) => neighbourOf(each, now)),
  };
}

async function halt(tx: Transaction, before: Day, after: Day, awaits: readonly string[]): Promise<void> {
  await writeDay(tx, before, after);
  await markLook(tx, after, null);
  const failed = after.steps.find(({ state }) => state === 'failed');
  if (failed) await openDayIncident(tx, after, { step: failed.step, error: failed.error, awaits });
}

/** For people: whom the present step waits for. */
async function noteAwaited(tx: Transaction, key: DayKey, day: Day, awaits: readonly string[]): Promise<void> {
  const step = currentStep(day.steps);
  if (!step) return;
  const list = awaits.length === 0 ? sql`null` : sql`string_to_array(${awaits.join(',')}, ',')`;
  await tx.execute(sql`
    update day_steps set awaits = ${list}
    where ${ofDay(key)} and step_no = ${step.stepNo} and awaits is distinct from ${list}`);
}

async function markLook(tx: Transaction, key: DayKey, lookAt: number | null): Promise<void> {
  await tx.execute(sql`
    update operating_days set look_at = ${lookAt === null ? sql`null` : at(lookAt)} where ${ofDay(key)}`);
}

/** Tells those who may wait for this day: the one above and those below. Returns whom to nudge (O3). */
export async function tellNeighbours(db: Database, { organisation, day }: DayKey): Promise<DayKey[]> {
  const rows = await db.execute<{ organisation: string }>(sql`
    update operating_days d set look_at = now()
    where d.day = ${day} and d.state not in ('done', 'abandoned', 'halted') and d.organisation in (
      select o.organisation from organisations o where o.parent = ${organisation}
      union all select own.parent from organisations own where own.organisation = ${organisation})
    returning d.organisation`);
  return rows.map((row) => ({ organisation: row.organisation, day }));
}

/** Whether what somebody waits for has changed between two moments of a day. */
export function movesNeighbours(before: Day, after: Day): boolean {
  const names = ['start', 'stop'] as const;
  const standing = (day: Day) => [
    isOver(day.state) || day.state === 'halted' ? day.state : '',
    ...names.map((name) => day.steps.find(({ step }) => step === name)?.state === 'verified'),
  ];
  return standing(before).join() !== standing(after).join();
}

/**
 * Days whose workflow should look: their time has come, or staff have ordered something. Each is taken for a while, so
 * that a second sweep does not nudge it again.
 */
export async function takeDaysToLookAt(db: Database, now: number): Promise<DayKey[]> {
  const rows = await db.execute<{ organisation: string; day: string }>(sql`
    update operating_days d set look_at = ${at(now + graceMs)}
    where (d.look_at <= ${at(now)} or d.staff_order is not null)
      and (d.state not in ('done', 'abandoned') or d.staff_order is not null)
    returning d.organisation, d.day::text as day`);
  return rows.map(({ organisation, day }) => ({ organisation, day }));
}
