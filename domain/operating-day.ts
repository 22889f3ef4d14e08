/**
 * 運用日: the steps of an organisation's day, and the order of the tiers (seed J, point 1 and seed J, point 4). A server
 * is told the calendar and started before online operation, stopped after it, and then does its daily processing.
 *
 * D1. A server is started when the one above it was seen to run: national, prefectural, communication server. It is
 *     stopped when all below it were seen to be stopped.
 * D2. A step that is not seen done by its deadline has failed; the day halts with an incident, and staff `resume` or
 *     `abandon` it. Nothing else moves a halted day but the next day of the same organisation, which takes its place.
 * D3. Who waits for an organisation that halts waits on without an incident of its own, so that one fault is one
 *     incident. It does not wait for ever: a start at most until online operation ends, a stop until daily processing
 *     should have ended. Whoever waits for one that was abandoned, or is late for no known reason, fails at its deadline.
 * D4. A resumed step waits only for those that are still under way. So one halted or abandoned day below never holds a
 *     tier above against the word of its staff; the server itself still refuses what is out of order.
 * D5. A day that nobody could begin before its online operation was over has failed, and does not begin late by itself.
 */
import type { Tier } from './organisations.ts';

/** `halted`: a step failed, and staff decide. */
export const dayStates = ['planned', 'starting', 'open', 'stopping', 'daily', 'done', 'halted', 'abandoned'] as const;
export type DayState = (typeof dayStates)[number];

export const stepNames = ['tell-calendar', 'start', 'stop', 'statistics', 'backup'] as const;
export type StepName = (typeof stepNames)[number];

export const stepStates = ['waiting', 'commanded', 'verified', 'failed', 'abandoned'] as const;
export type StepState = (typeof stepStates)[number];

export const dayOrders = ['resume', 'abandon'] as const;
export type DayOrder = (typeof dayOrders)[number];

/** Why a step has not been seen done, or has failed. */
export const stepErrors = [
  /** The server does not answer. */
  'UNREACHABLE',
  /** It answers something that its interface does not know. */
  'UNEXPECTED_ANSWER',
  /** It refuses, because another server is not where the order wants it. */
  'WRONG_ORDER',
  /** It refuses for good. */
  'REFUSED',
  /** It has taken the command and is not there yet. */
  'UNDER_WAY',
  /** It says that it is there, and a probe finds that it is not. */
  'NOT_AS_IT_SAYS',
  /** The organisation that this step waits for is late. */
  'AWAITED_LATE',
  /** It stands still, and its staff have not decided. */
  'AWAITED_HALTED',
  /** Its day was abandoned before it came so far. */
  'AWAITED_ABANDONED',
  /** Online operation is over before anybody could begin. */
  'MISSED',
] as const;
export type StepError = (typeof stepErrors)[number];

/** Epoch milliseconds. */
export interface DayMoments {
  /** When starting begins. */
  startsAt: number;
  opensAt: number;
  closesAt: number;
  /** Null on a day whose online operation runs into the next one: then nothing is stopped, and there is no daily processing. */
  dailyEndsAt: number | null;
}

export interface PlannedStep {
  stepNo: number;
  step: StepName;
  dueAt: number;
  deadlineAt: number;
}

export interface DayStep extends PlannedStep {
  state: StepState;
  /** 0 before the first try. */
  attempt: number;
  requestId: string | null;
  /** Since when it is due and waits for other organisations; null when it has not been looked at then. */
  waitingSince: number | null;
  commandedAt: number | null;
  verifiedAt: number | null;
  error: StepError | null;
}

export interface Day {
  organisation: string;
  day: string;
  state: DayState;
  moments: DayMoments;
  steps: readonly DayStep[];
}

/** The day of an organisation directly above or below, as far as one waits for it. */
export interface Neighbour {
  organisation: string;
  state: DayState;
  /** What its steps `start` and `stop` stand at; null where its day has none. */
  start: StepState | null;
  stop: StepState | null;
  /** It waits for others and is past its own deadline. */
  isHeld: boolean;
}

/** Whoever has no day today, or no server, is not waited for. */
export interface Neighbours {
  above: Neighbour | null;
  below: readonly Neighbour[];
  /** The organisation's own day before, while it is still under way. */
  before: Neighbour | null;
}

// ---- the plan -------------------------------------------------------------------------------------------------------

/** Deadlines never come sooner than this after a step is due, however short the bands are. Milliseconds. */
const leastSpanMs = 30_000;

/** The part of the time before the opening after which each tier's start is given up; lower tiers start later. */
const startShares: Readonly<Record<Tier, number>> = { nation: 1 / 3, prefecture: 2 / 3, municipality: 1 };
/** The part of daily processing after which each tier's stop is given up; higher tiers stop later. */
const stopShares: Readonly<Record<Tier, number>> = { municipality: 1 / 6, prefecture: 2 / 6, nation: 3 / 6 };
const statisticsShare = 5 / 6;

/** A moment after a part of the time from one to another. */
const within = (from: number, to: number, share: number): number =>
  Math.round(from + Math.max(to - from, leastSpanMs) * share);

export function planSteps(tier: Tier, { startsAt, opensAt, closesAt, dailyEndsAt }: DayMoments): PlannedStep[] {
  const startBy = within(startsAt, opensAt, startShares[tier]);
  const steps: Omit<PlannedStep, 'stepNo'>[] = [
    { step: 'tell-calendar', dueAt: startsAt, deadlineAt: startBy },
    { step: 'start', dueAt: startsAt, deadlineAt: startBy },
  ];
  if (dailyEndsAt !== null) {
    const by = (share: number): number => within(closesAt, dailyEndsAt, share);
    steps.push(
      { step: 'stop', dueAt: closesAt, deadlineAt: by(stopShares[tier]) },
      { step: 'statistics', dueAt: closesAt, deadlineAt: by(statisticsShare) },
      { step: 'backup', dueAt: closesAt, deadlineAt: by(1) },
    );
  }
  return steps.map((step, index) => ({ stepNo: index + 1, ...step }));
}

export const newStep = (planned: PlannedStep): DayStep => ({
  ...planned,
  state: 'waiting',
  attempt: 0,
  requestId: null,
  waitingSince: null,
  commandedAt: null,
  verifiedAt: null,
  error: null,
});

/**
 * The steps that nobody has begun get the times of a changed calendar; the others stay as they are. A day that was to run
 * into the next one gets its stop when the calendar ends it after all, and loses it the other way round.
 */
export function retime(steps: readonly DayStep[], planned: readonly PlannedStep[]): DayStep[] {
  const isUntouched = ({ state, attempt }: DayStep): boolean => state === 'waiting' && attempt === 0;
  const kept = steps.filter((step) => !isUntouched(step) || planned.some((each) => each.step === step.step));
  const added = planned.filter((each) => !steps.some((step) => step.step === each.step)).map(newStep);
  return [...kept, ...added]
    .toSorted((a, b) => a.stepNo - b.stepNo)
    .map((step) => {
      const anew = planned.find(({ step: name }) => name === step.step);
      if (!anew || !isUntouched(step)) return step;
      if (anew.dueAt === step.dueAt && anew.deadlineAt === step.deadlineAt) return step;
      return { ...step, dueAt: anew.dueAt, deadlineAt: anew.deadlineAt, waitingSince: null };
    });
}

/** A day that was over begins again, because an exception was agreed to after its end: each step by a new command. */
export function reopen(day: Day, moments: DayMoments, planned: readonly PlannedStep[]): Day {
  const steps = planned.map((step): DayStep => {
    const before = day.steps.find((each) => each.step === step.step);
    return { ...newStep(step), attempt: before && before.attempt > 0 ? before.attempt + 1 : 0 };
  });
  return withState({ ...day, moments, steps });
}

// ---- what is next ---------------------------------------------------------------------------------------------------

export type Decision =
  /** Nothing before this moment, unless somebody else moves; `awaits` are the organisations that it waits for. */
  | { do: 'wait'; until: number; awaits: readonly string[] }
  /** Send the command, also again, and look whether it is done. */
  | { do: 'perform'; step: DayStep }
  | { do: 'fail'; step: DayStep; error: StepError; awaits: readonly string[] }
  /** The day was missed as those above it were, of which the highest tells staff. */
  | { do: 'abandon' }
  /** Online operation runs on into the next day, and this one is over. */
  | { do: 'finish' }
  /** Staff decide. */
  | { do: 'rest' }
  | { do: 'end' };

export function decide(day: Day, neighbours: Neighbours, now: number): Decision {
  if (isOver(day.state)) return { do: 'end' };
  if (day.state === 'halted') return { do: 'rest' };
  const step = currentStep(day.steps);
  if (!step)
    return now < day.moments.closesAt ? { do: 'wait', until: day.moments.closesAt, awaits: [] } : { do: 'finish' };
  if (step.state === 'commanded') return { do: 'perform', step };
  if (now < step.dueAt) return { do: 'wait', until: step.dueAt, awaits: [] };
  if (day.state === 'planned' && now >= day.moments.closesAt && step.waitingSince === null) {
    return neighbours.above ? { do: 'abandon' } : { do: 'fail', step, error: 'MISSED', awaits: [] };
  }
  const awaited = listAwaited(step, neighbours);
  if (awaited.length === 0) return { do: 'perform', step };
  const awaits = awaited.map(({ organisation }) => organisation);
  const deadline = Math.max(step.deadlineAt, (step.waitingSince ?? now) + spanOf(step));
  const allHeld = awaited.every((each) => each.state === 'halted' || each.isHeld);
  const limit = allHeld ? Math.max(deadline, holdLimit(step, day.moments)) : deadline;
  if (now < limit) return { do: 'wait', until: now < deadline ? deadline : limit, awaits };
  const gone = awaited.some(({ state }) => isOver(state));
  return { do: 'fail', step, error: gone ? 'AWAITED_ABANDONED' : allHeld ? 'AWAITED_HALTED' : 'AWAITED_LATE', awaits };
}

/** Those that the step waits for (D1), of which a resumed step asks only those that are under way (D4). */
function listAwaited(step: DayStep, neighbours: Neighbours): Neighbour[] {
  const all = listNeighboursBefore(step.step, neighbours);
  if (step.attempt === 0) return all;
  return all.filter((each) => !isOver(each.state) && each.state !== 'halted' && !each.isHeld);
}

function listNeighboursBefore(step: StepName, { above, below, before }: Neighbours): Neighbour[] {
  if (step === 'tell-calendar') return before ? [before] : [];
  if (step === 'start') return above && above.start !== null && above.start !== 'verified' ? [above] : [];
  return step === 'stop' ? below.filter(({ stop }) => stop !== null && stop !== 'verified') : [];
}

export const isOver = (state: DayState): boolean => state === 'done' || state === 'abandoned';

/** The first that is not behind the day. */
export function currentStep(steps: readonly DayStep[]): DayStep | undefined {
  return steps.find(({ state }) => state === 'waiting' || state === 'commanded');
}

/** How long a step may take from when it is due. */
const spanOf = ({ dueAt, deadlineAt }: PlannedStep): number => Math.max(deadlineAt - dueAt, leastSpanMs / 6);

const holdLimit = ({ step }: DayStep, { closesAt, dailyEndsAt }: DayMoments): number =>
  step === 'start' ? closesAt : (dailyEndsAt ?? closesAt);

/** Whether the day waits for others beyond its own deadline, and so holds those that wait for it. */
export function isHeld({ state, steps }: Pick<Day, 'state' | 'steps'>, now: number): boolean {
  const step = currentStep(steps);
  if (!step || state === 'halted' || step.state !== 'waiting' || step.waitingSince === null) return false;
  return now >= Math.max(step.deadlineAt, step.waitingSince + spanOf(step));
}

// ---- moves ----------------------------------------------------------------------------------------------------------

/** Under this id a server is commanded; the same for a repetition, another for a new attempt. */
export const stepRequestId = ({ organisation, day }: Pick<Day, 'organisation' | 'day'>, step: DayStep): string =>
  `operating-day/${organisation}/${day}/${step.step}/${String(step.attempt)}`;

/** Stored before the command is sent. A step that begins late has its full time all the same. */
export function beginStep(day: Day, step: DayStep, now: number): Day {
  if (step.state === 'commanded') return day;
  const begun = { ...step, state: 'commanded' as const, attempt: Math.max(1, step.attempt) };
  return replaceStep(day, {
    ...begun,
    requestId: stepRequestId(day, begun),
    commandedAt: now,
    verifiedAt: null,
    error: null,
    deadlineAt: Math.max(step.deadlineAt, now + spanOf(step)),
  });
}

export type Look =
  | { kind: 'verified' }
  | { kind: 'notYet'; error: StepError }
  /** No repetition of the command will change it. */
  | { kind: 'refused' };

/** What a look at the server means for a commanded step. */
export function takeLook(day: Day, step: DayStep, look: Look, now: number): Day {
  if (look.kind === 'verified') return replaceStep(day, { ...step, state: 'verified', verifiedAt: now, error: null });
  if (look.kind === 'refused') return failStep(day, step, 'REFUSED');
  return now >= step.deadlineAt ? failStep(day, step, look.error) : replaceStep(day, { ...step, error: look.error });
}

/** Ends a day that stops nothing, because the server runs on into the next one. */
export const finishDay = (day: Day): Day => ({ ...day, state: 'done' });

/** Ends a day that nobody has begun. */
export const abandonDay = (day: Day): Day => ({ ...day, state: 'abandoned', steps: day.steps.map(abandonStep) });

export function failStep(day: Day, step: DayStep, error: StepError): Day {
  return replaceStep(day, { ...step, state: 'failed', error });
}

/** Notes since when a step waits for others, from which its deadline counts if fugo was away when it became due. */
export function noteWaiting(day: Day, now: number): Day {
  const step = currentStep(day.steps);
  if (!step || step.state !== 'waiting' || step.waitingSince !== null || now < step.dueAt) return day;
  return replaceStep(day, { ...step, waitingSince: now });
}

/** Whether staff may order this. A day that was abandoned may be taken up again; one that goes on by itself may not. */
export function mayOrder(state: DayState, order: DayOrder): boolean {
  return state === 'halted' || (state === 'abandoned' && order === 'resume');
}

/**
 * `resume` begins again at the failed step, with a new attempt; `abandon` ends the day, and the rest of its steps is not
 * made. Unchanged where the order has no meaning any more.
 */
export function obey(day: Day, order: DayOrder, now: number): Day {
  if (!mayOrder(day.state, order)) return day;
  if (order === 'abandon') return abandonDay(day);
  const steps = day.steps.map((step): DayStep => {
    if (step.state !== 'failed' && step.state !== 'abandoned') return step;
    const again = { ...step, state: 'waiting' as const, waitingSince: null, commandedAt: null, error: null };
    const due = Math.max(step.dueAt, now);
    if (step.state === 'abandoned') return { ...again, attempt: 0, requestId: null };
    return { ...again, attempt: step.attempt + 1, requestId: null, dueAt: due, deadlineAt: due + spanOf(step) };
  });
  return withState({ ...day, steps });
}

function abandonStep(step: DayStep): DayStep {
  return step.state === 'waiting' || step.state === 'commanded' ? { ...step, state: 'abandoned' } : step;
}

function replaceStep(day: Day, step: DayStep): Day {
  return withState({ ...day, steps: day.steps.map((each) => (each.stepNo === step.stepNo ? step : each)) });
}

const withState = (day: Day): Day => ({ ...day, state: stateOf(day.steps) });

/** The state of a day that is neither abandoned nor finished, from its steps. */
function stateOf(steps: readonly DayStep[]): DayState {
  if (steps.some(({ state }) => state === 'failed')) return 'halted';
  const step = currentStep(steps);
  // A server that nobody stops is open until the next day takes over.
  if (!step) return steps.some((each) => each.step === 'stop') ? 'done' : 'open';
  const isBegun = step.state === 'commanded' || step.attempt > 0 || step.waitingSince !== null;
  switch (step.step) {
    case 'tell-calendar':
      return isBegun ? 'starting' : 'planned';
    case 'start':
      return 'starting';
    case 'stop':
      return isBegun ? 'stopping' : 'open';
    case 'statistics':
    case 'backup':
      return 'daily';
  }
}
