/**
 * Rows of persons in memory, moved by the pure state machine, and the activities of `acquireCode` on them. They check
 * stage and attempt as the real ones do, so that whoever comes late moves nobody.
 */
import { randomUUID } from 'node:crypto';
import { activityInfo } from '@temporalio/activity';
import { vi } from 'vitest';
import type { AcquireCodeActivities, MayGoOn, StepInput, StepResult } from '../../contracts/acquire-code.ts';
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import { transition, type Acquisition, type LifecycleEvent } from '../../domain/lifecycle.ts';
import type { Stage } from '../../domain/stages.ts';

export type SendingStep = Exclude<Step, 'confirm'>;

const beginsIn: Record<SendingStep, readonly Stage[]> = {
  serial: ['NUMBERED'],
  fileRequest: ['SERIAL_REQUESTED'],
  file: ['FILE_REQUESTED'],
  route: ['FILE_RECEIVED', 'WAITING_FOR_HOURS'],
};
const nextSteps: Partial<Record<SendingStep, SendingStep>> = {
  serial: 'fileRequest',
  fileRequest: 'file',
  file: 'route',
};
const refusals: Record<SendingStep, AcquisitionFailureCode> = {
  serial: 'SERIAL_REFUSED',
  fileRequest: 'FILE_REQUEST_REFUSED',
  file: 'RECEIPT_UNKNOWN',
  route: 'ROUTE_REFUSED',
};

export const receiptNumber = 'R-1';

const common = { attempt: 1, serialRequested: true, held: false, inChunk: false };
/** A person in each stage, after an ordinary course of events. */
export const standing = {
  AWAITING_PN: { ...common, serialRequested: false, stage: 'AWAITING_PN' },
  HELD: { ...common, serialRequested: false, held: true, stage: 'HELD' },
  NUMBERED: { ...common, serialRequested: false, stage: 'NUMBERED' },
  SERIAL_REQUESTED: { ...common, stage: 'SERIAL_REQUESTED' },
  FILE_REQUESTED: { ...common, stage: 'FILE_REQUESTED', receiptNumber },
  FILE_RECEIVED: { ...common, stage: 'FILE_RECEIVED' },
  ROUTED: { ...common, stage: 'ROUTED' },
  CANCELLED: { ...common, serialRequested: false, stage: 'CANCELLED' },
  ACQUIRED: { ...common, stage: 'ACQUIRED' },
} as const satisfies Partial<Record<Stage, Acquisition>>;

/** A call of a step, also as part of the step before. */
export interface StepCall {
  personId: string;
  step: SendingStep;
  attempt: number;
  isLocal: boolean;
  /** How often the engine has tried this call. */
  tries: number;
}
export type Answer = 'yes' | 'no' | 'not-ready';

export interface Rows {
  add: (row: Acquisition) => string;
  get: (personId: string) => Acquisition;
  /** Applies an event from outside the run, as staff, the confirmation or the judge cause it. */
  move: (personId: string, event: LifecycleEvent) => Acquisition;
  put: (personId: string, row: Acquisition) => void;
  activities: ReturnType<typeof activitiesOver>;
  /** What the participant answers to a step; throws if it does not answer. */
  says: ReturnType<typeof vi.fn<(stepsOf: StepCall) => Promise<Answer>>>;
  /** Called between a run's reading of the row and the activity's answer. */
  onLook: ReturnType<typeof vi.fn<(personId: string) => Promise<void>>>;
  /** When the route opens, ISO 8601; null if it is open. */
  opensAt: () => string | null;
  /** Whether a quick call also does the next step. */
  takesAlong: boolean;
  /** Whether an activity of this run is under way. */
  isUnderWay: (runId: string) => boolean;
  /** Activities that began while another one of the same run was under way. */
  overlaps: () => string[];
  /** Steps that the participant was asked to do, in order: `{step} {attempt}`. */
  asked: (personId: string) => string[];
}

export function createRows(): Rows {
  const state: State = { people: new Map(), underWay: new Map(), overlaps: [], asked: new Map() };
  const get = (personId: string): Acquisition => {
    const row = state.people.get(personId);
    if (!row) throw new Error('There is no such person');
    return row;
  };
  const put = (personId: string, row: Acquisition): void => void state.people.set(personId, row);
  const rows: Omit<Rows, 'activities'> = {
    add(row) {
      const personId = randomUUID();
      put(personId, row);
      return personId;
    },
    get,
    put,
    move(personId, event) {
      put(personId, transition(get(personId), event));
      return get(personId);
    },
    says: vi.fn<(asked: StepCall) => Promise<Answer>>(async () => 'yes'),
    onLook: vi.fn<(personId: string) => Promise<void>>(async () => {}),
    opensAt: () => null,
    takesAlong: true,
    isUnderWay: (runId) => (state.underWay.get(runId) ?? []).length > 0,
    overlaps: () => state.overlaps,
    asked: (personId) => state.asked.get(personId) ?? [],
  };
  return Object.assign(rows, { activities: activitiesOver(rows, state) });
}

interface State {
  people: Map<string, Acquisition>;
  underWay: Map<string, string[]>;
  overlaps: string[];
  asked: Map<string, string[]>;
}

function activitiesOver(rows: Omit<Rows, 'activities'>, state: State) {
  async function noteOverlaps<T>(work: () => Promise<T>): Promise<T> {
    const { activityType, isLocal, attempt, workflowExecution } = activityInfo();
    const run = workflowExecution?.runId ?? '';
    const name = `${activityType}, ${isLocal ? 'local' : 'regular'}, try ${String(attempt)}`;
    const others = state.underWay.get(run) ?? [];
    for (const other of others) state.overlaps.push(`${name} beside ${other}`);
    state.underWay.set(run, [...others, name]);
    try {
      return await work();
    } finally {
      const [...left] = state.underWay.get(run) ?? [];
      left.splice(left.indexOf(name), 1);
      state.underWay.set(run, left);
    }
  }

  interface Own {
    exceptions: StepResult['exceptions'];
    passed: Stage[];
    ready: boolean;
    opensAt: string | null;
  }

  async function take(personId: string, step: SendingStep, { attempt, goOn }: StepInput & MayGoOn): Promise<Own> {
    const own: Own = { exceptions: [], passed: [], ready: true, opensAt: null };
    const isForIt = (): boolean => {
      const row = rows.get(personId);
      return row.attempt === attempt && !row.inChunk && beginsIn[step].includes(row.stage);
    };
    if (!isForIt()) return own;
    if (step === 'route') {
      const opensAt = rows.opensAt();
      if (opensAt !== null) {
        rows.move(personId, { type: 'opened' });
        rows.move(personId, { type: 'closed', opensAt });
        return { ...own, opensAt };
      }
    }
    if (step === 'serial') rows.put(personId, { ...rows.get(personId), serialRequested: true });
    state.asked.set(personId, [...rows.asked(personId), `${step} ${String(attempt)}`]);
    const { isLocal, attempt: tries } = activityInfo();
    const answer = await rows.says({ personId, step, attempt, isLocal, tries });
    if (answer === 'not-ready') return { ...own, ready: false };
    if (!isForIt()) return own;
    if (answer === 'no') {
      const code = refusals[step];
      rows.move(personId, { type: 'failed', step, code, at: new Date().toISOString() });
      return { ...own, exceptions: [{ personId, code }] };
    }
    if (step === 'route') rows.move(personId, { type: 'opened' });
    own.passed.push(rows.move(personId, endOf[step]).stage);
    const next = nextSteps[step];
    if (!goOn || !rows.takesAlong || next === undefined) return own;
    // If the next step fails, its own call deals with that.
    const more = await take(personId, next, { attempt, goOn, ...noSet }).catch(() => undefined);
    return more ? { ...own, passed: [...own.passed, ...more.passed] } : own;
  }

  function perform(step: SendingStep, input: StepInput & MayGoOn): Promise<StepResult & Own> {
    const personId = personOf(input);
    return noteOverlaps(async () => {
      const own = await take(personId, step, input);
      return { done: own.exceptions.length === 0 ? 1 : 0, ...own, standing: rows.get(personId) };
    });
  }

  return {
    judge: vi.fn<AcquireCodeActivities['judge']>((input) => {
      const personId = personOf(input);
      return noteOverlaps(async () => {
        const found = state.people.get(personId) ?? null;
        await rows.onLook(personId);
        return { judged: 0, judgement: null, standing: found };
      });
    }),
    requestSerial: vi.fn<AcquireCodeActivities['requestSerial']>((input) => perform('serial', input)),
    requestFile: vi.fn<AcquireCodeActivities['requestFile']>(async (input) => ({
      ...(await perform('fileRequest', input)),
      receiptNumber,
    })),
    fetchFile: vi.fn<AcquireCodeActivities['fetchFile']>(async (input) => {
      const result = await perform('file', input);
      if (input.failWhileNotReady && !result.ready) throw new Error('The file is not ready');
      return result;
    }),
    route: vi.fn<AcquireCodeActivities['route']>((input) => perform('route', input)),
    park: vi.fn<AcquireCodeActivities['park']>((input) => {
      const personId = personOf(input);
      const { attempt, step, code } = input;
      return noteOverlaps(async () => {
        const isOfIt = rows.get(personId).attempt === attempt && !rows.get(personId).inChunk;
        if (isOfIt) rows.move(personId, { type: 'failed', step, code, at: new Date().toISOString() });
        return rows.get(personId);
      });
    }),
  } satisfies AcquireCodeActivities;
}

const endOf: Record<SendingStep, LifecycleEvent> = {
  serial: { type: 'serialAccepted' },
  fileRequest: { type: 'fileRequested', receiptNumber },
  file: { type: 'fileReceived' },
  route: { type: 'routed' },
};

const noSet = { municipality: '', requests: { personIds: [] } };

function personOf({ requests }: Pick<StepInput, 'requests'>): string {
  const [personId] = 'personIds' in requests ? requests.personIds : [];
  if (personId === undefined) throw new Error('These rows are of single persons');
  return personId;
}
