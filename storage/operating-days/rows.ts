/** A day and its steps as rows. */
import { sql, type SQL } from 'drizzle-orm';
import {
  isHeld,
  type Day,
  type DayStep,
  type DayState,
  type Neighbour,
  type StepState,
} from '../../domain/operating-day.ts';
import type { Transaction } from '../database/database.ts';
import { asJson, epochMs } from '../database/rows.ts';

export interface DayKey {
  organisation: string;
  day: string;
}

export interface StoredDay extends Day {
  rehearsal: boolean;
  order: 'resume' | 'abandon' | null;
}

export const ofDay = ({ organisation, day }: DayKey): SQL => sql`organisation = ${organisation} and day = ${day}`;

const stepOf = (alias: SQL): SQL => sql`jsonb_build_object('stepNo', ${alias}.step_no, 'step', ${alias}.step,
  'state', ${alias}.state, 'attempt', ${alias}.attempt, 'requestId', ${alias}.request_id,
  'dueAt', ${epochMs(sql`${alias}.due_at`)}, 'deadlineAt', ${epochMs(sql`${alias}.deadline_at`)},
  'waitingSince', ${epochMs(sql`${alias}.waiting_since`)}, 'commandedAt', ${epochMs(sql`${alias}.commanded_at`)},
  'verifiedAt', ${epochMs(sql`${alias}.verified_at`)}, 'error', ${alias}.error)`;

/** Days with their steps; `lock` keeps everybody else from moving them until the transaction ends. */
export async function selectDays(
  tx: Transaction,
  where: SQL,
  { lock = false }: { lock?: boolean } = {},
): Promise<StoredDay[]> {
  const rows = await tx.execute<{
    organisation: string;
    day: string;
    state: DayState;
    rehearsal: boolean;
    staff_order: 'resume' | 'abandon' | null;
    starts: number;
    opens: number;
    closes: number;
    daily_ends: number;
    steps: DayStep[];
  }>(sql`
    select d.organisation, d.day::text as day, d.state, d.rehearsal, d.staff_order, ${epochMs(sql`d.starts_at`)} as starts,
      ${epochMs(sql`d.online_opens_at`)} as opens, ${epochMs(sql`d.online_closes_at`)} as closes,
      ${epochMs(sql`d.daily_ends_at`)} as daily_ends,
      coalesce((select jsonb_agg(${stepOf(sql`s`)} order by s.step_no) from day_steps s
        where s.organisation = d.organisation and s.day = d.day), '[]') as steps
    from operating_days d where ${where} order by d.day, d.organisation ${lock ? sql`for no key update of d` : sql``}`);
  return rows.map(({ organisation, day, state, rehearsal, staff_order: order, steps, ...row }) => ({
    organisation,
    day,
    state,
    rehearsal,
    order,
    steps,
    moments: {
      startsAt: row.starts,
      opensAt: row.opens,
      closesAt: row.closes,
      dailyEndsAt: row.daily_ends > row.closes ? row.daily_ends : null,
    },
  }));
}

/** Writes the state, the times and the steps that have changed, come or gone. */
export async function writeDay(tx: Transaction, before: Day, after: Day): Promise<void> {
  const changed = after.steps.filter((step) => before.steps.find(({ stepNo }) => stepNo === step.stepNo) !== step);
  if (changed.length > 0) await writeSteps(tx, after, changed);
  const gone = before.steps.filter((step) => !after.steps.some(({ stepNo }) => stepNo === step.stepNo));
  for (const { stepNo } of gone) {
    await tx.execute(sql`delete from day_steps where ${ofDay(after)} and step_no = ${stepNo}`);
  }
  const { startsAt, opensAt, closesAt, dailyEndsAt } = after.moments;
  if (before.state === after.state && before.moments === after.moments) return;
  await tx.execute(sql`
    update operating_days set state = ${after.state}, starts_at = ${at(startsAt)}, online_opens_at = ${at(opensAt)},
      online_closes_at = ${at(closesAt)}, daily_ends_at = ${at(dailyEndsAt ?? closesAt)}, updated_at = now()
    where ${ofDay(after)}`);
}

async function writeSteps(tx: Transaction, key: DayKey, steps: readonly DayStep[]): Promise<void> {
  await tx.execute(sql`
    insert into day_steps (organisation, day, step_no, step, state, attempt, request_id, due_at, deadline_at,
      waiting_since, commanded_at, verified_at, error)
    select ${key.organisation}, ${key.day}::date, t."stepNo", t.step, t.state, t.attempt, t."requestId",
      ${fromMs(sql`t."dueAt"`)}, ${fromMs(sql`t."deadlineAt"`)}, ${fromMs(sql`t."waitingSince"`)},
      ${fromMs(sql`t."commandedAt"`)}, ${fromMs(sql`t."verifiedAt"`)}, t.error
    from jsonb_to_recordset(${asJson(steps)}) as t("stepNo" int, step text, state text, attempt int, "requestId" text,
      "dueAt" float8, "deadlineAt" float8, "waitingSince" float8, "commandedAt" float8, "verifiedAt" float8, error text)
    on conflict (organisation, day, step_no) do update set state = excluded.state, attempt = excluded.attempt,
      request_id = excluded.request_id, due_at = excluded.due_at, deadline_at = excluded.deadline_at,
      waiting_since = excluded.waiting_since, commanded_at = excluded.commanded_at,
      verified_at = excluded.verified_at, error = excluded.error`);
}

/** So long before it begins a day gets its workflow, which then waits by a timer of its own. Milliseconds. */
const workflowAheadMs = 60_000;

/** A new day. False when there is one already, which stays as it is. */
export async function insertDay(tx: Transaction, day: Day, { rehearsal }: { rehearsal: boolean }): Promise<boolean> {
  const { startsAt, opensAt, closesAt, dailyEndsAt } = day.moments;
  const rows = await tx.execute(sql`
    insert into operating_days (organisation, day, state, rehearsal, starts_at, online_opens_at, online_closes_at,
      daily_ends_at, look_at)
    values (${day.organisation}, ${day.day}, ${day.state}, ${rehearsal}, ${at(startsAt)}, ${at(opensAt)},
      ${at(closesAt)}, ${at(dailyEndsAt ?? closesAt)}, ${at(startsAt - workflowAheadMs)})
    on conflict do nothing returning 1`);
  if (rows.length === 0) return false;
  await writeSteps(tx, day, day.steps);
  return true;
}

/**
 * Whether a later day of the organisation has begun. The server stands as that one left it, so nothing of this day may be
 * made any more. A day that was rehearsed may have an earlier date, so what counts is when they begin.
 */
export async function isOvertaken(tx: Transaction, { organisation, day, moments }: Day): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from operating_days d
    where d.organisation = ${organisation} and d.day <> ${day} and d.starts_at > ${at(moments.startsAt)}
      and (d.state not in ('planned', 'abandoned') or exists (
        select from day_steps s where s.organisation = d.organisation and s.day = d.day and s.attempt > 0))
    limit 1`);
  return rows.length > 0;
}

export function neighbourOf(day: Day, now: number): Neighbour {
  const stateOf = (name: 'start' | 'stop'): StepState | null =>
    day.steps.find(({ step }) => step === name)?.state ?? null;
  return {
    organisation: day.organisation,
    state: day.state,
    start: stateOf('start'),
    stop: stateOf('stop'),
    isHeld: isHeld(day, now),
  };
}

export const at = (ms: number): SQL => sql`${new Date(ms).toISOString()}::timestamptz`;
const fromMs = (ms: SQL): SQL => sql`to_timestamp(${ms} / 1000)`;
