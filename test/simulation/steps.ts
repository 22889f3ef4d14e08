/**
 * The steps that send something, as activities of a run or of a chunk. What a step sends is fixed when it begins, and so
 * is its request id; it moves the row by its guard alone; and each of its moves may be the last before a crash.
 */
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import type { Acquisition, LifecycleEvent, NextStep } from '../../domain/lifecycle.ts';
import type { Stage } from '../../domain/stages.ts';
import type { OtherSide, Said } from './other-side.ts';
import { type Chunk } from './rows.ts';
import type { Person } from './person.ts';
import { hour, idOf, minute } from './rows.ts';
import { Violation, type World } from './world.ts';

export type SendingStep = Exclude<Step, 'confirm'>;

const transientLimit = 2 * hour;
const fileLimit = 24 * hour;
const confirmLimit = 72 * hour;

const beginsIn: Record<SendingStep, readonly Stage[]> = {
  serial: ['NUMBERED'],
  fileRequest: ['SERIAL_REQUESTED'],
  file: ['FILE_REQUESTED'],
  route: ['FILE_RECEIVED', 'WAITING_FOR_HOURS'],
};
const endsIn: Record<SendingStep, Stage> = {
  serial: 'SERIAL_REQUESTED',
  fileRequest: 'FILE_REQUESTED',
  file: 'FILE_RECEIVED',
  route: 'ROUTED',
};
const behind = { serial: 'fileRequest', fileRequest: 'file', file: 'route', route: null } as const;
const silentCode: Record<SendingStep, AcquisitionFailureCode> = {
  serial: 'INTERMEDIATE_SERVER_UNAVAILABLE',
  fileRequest: 'INTERMEDIATE_SERVER_UNAVAILABLE',
  file: 'INTERMEDIATE_SERVER_UNAVAILABLE',
  route: 'JUKI_SYSTEM_UNAVAILABLE',
};

/** Null where the state asks for somebody to wait for. */
export function sendingStepOf(next: NextStep): SendingStep | null {
  switch (next.do) {
    case 'requestSerial':
      return 'serial';
    case 'requestFile':
      return 'fileRequest';
    case 'fetchFile':
      return 'file';
    case 'route':
      return 'route';
    default:
      return null;
  }
}

/** What a step has come to: an event of the machine, or the end of its patience. */
type Outcome = LifecycleEvent | { type: 'gaveUp' };

export interface Activity {
  step: SendingStep;
  attempt: number;
  /** Whose request it is; null for the person's own run. */
  chunk: Chunk | null;
  receiptNumber: string | null;
  since: number;
  /** A short try, which takes along what comes next; the regular one has patience and may be ended by a nudge. */
  isQuick: boolean;
  at: 'begin' | 'send' | 'record' | 'learn';
  /** The moment at which its try was begun; the try is over before the next one. */
  begunAt: number;
  /** Under which ids this very work may have been sent when the try was begun, as the product and as the line knows it. */
  asksUnder: readonly string[];
  sentUnder: readonly string[];
  outcome: Outcome | null;
  isReady: boolean;
  /** Where the row stood when the activity came to its end. */
  standing: Acquisition | null;
}

export class Steps {
  /** The line to the other side is broken until then. */
  private outageUntil = 0;
  private readonly world: World;
  private readonly person: Person;
  private readonly other: OtherSide;

  constructor(world: World, person: Person, other: OtherSide) {
    this.world = world;
    this.person = person;
    this.other = other;
  }

  start(step: SendingStep, standing: Acquisition, chunk: Chunk | null): Activity {
    return {
      step,
      attempt: standing.attempt,
      chunk,
      receiptNumber: standing.stage === 'FILE_REQUESTED' ? standing.receiptNumber : null,
      since: this.world.now,
      isQuick: chunk === null,
      at: 'begin',
      begunAt: -1,
      asksUnder: [],
      sentUnder: [],
      outcome: null,
      isReady: true,
      standing: null,
    };
  }

  /** Where those stand whom this driver is for; null where nobody is left. */
  standingOf(chunk: Chunk | null): Acquisition | null {
    const { acquisition, isJudged } = this.person;
    if (chunk === null) return isJudged ? acquisition : null;
    return this.person.chunk === chunk && acquisition.inChunk ? { ...acquisition, inChunk: false } : null;
  }

  advance(activity: Activity): void {
    switch (activity.at) {
      case 'begin':
        return this.begin(activity);
      case 'send':
        return this.send(activity);
      case 'record':
        return this.record(activity);
      case 'learn':
    }
  }

  private begin(activity: Activity): void {
    const { world, person } = this;
    const { step } = activity;
    if (step === 'route' && this.isClosed()) {
      world.note('closed hours');
      const opensAt = new Date(world.now + world.random.between(1, 60) * hour).toISOString();
      activity.outcome = { type: 'closed', opensAt };
      activity.at = 'record';
      return;
    }
    // Nobody is left who needs this step: it was done before.
    if (!world.rules.isFor(person, activity, beginsIn[step])) return this.end(activity);
    this.beginTry(activity);
  }

  /** One transaction: the request id is stored, and the serial counted as requested, before anything is sent. */
  private beginTry(activity: Activity): void {
    const { world, person } = this;
    const { step, attempt, chunk } = activity;
    const requestId = idOf(activity);
    if (chunk === null) person.markTried({ isTask: !activity.isQuick });
    else markHeardOf(chunk, world.now);
    if (step === 'serial') person.beginSerial(requestId);
    const sends = (person.sends.get(requestId) ?? 0) + 1;
    person.sends.set(requestId, sends);
    const ofChunk = chunk === null && person.chunk ? [idOf({ ...activity, chunk: person.chunk })] : [];
    activity.asksUnder = world.rules.mayLiveUnder({ requestId, sends }, ofChunk);
    activity.sentUnder = this.other.sentUnder(`${attempt}/${step}`);
    activity.begunAt = world.moment;
    activity.at = 'send';
  }

  private send(activity: Activity): void {
    // A call that was not sent by now never will be: the try is over, and the next one begins anew.
    activity.outcome = activity.begunAt === this.world.moment ? this.sendOnce(activity) : null;
    if (activity.outcome) activity.at = 'record';
    else if (activity.isReady) this.tryAgain(activity);
    else this.end(activity);
  }

  private tryAgain(activity: Activity): void {
    activity.at = 'begin';
    if (!activity.isQuick) return;
    activity.isQuick = false;
    activity.since = this.world.now;
  }

  /** Null: no answer, to be tried again under the same request id. */
  private sendOnce(activity: Activity): Outcome | null {
    const { world } = this;
    const { step } = activity;
    const gaveUp: Outcome | null = world.now - activity.since > transientLimit ? { type: 'gaveUp' } : null;
    if ((!world.isCalm && world.now < this.outageUntil) || world.isUnlucky(0.15)) {
      world.note('silent');
      return gaveUp;
    }
    const said = this.ask(activity);
    if (said.kind === 'not-ready') {
      if (world.now - this.person.updatedAt > fileLimit) return this.refused(step, 'FILE_NEVER_READY');
      activity.isReady = activity.isQuick;
      return null;
    }
    if (world.isUnlucky(0.12)) {
      world.note('answer lost after the work');
      // The line breaks with the answer on it, and stays broken for a while.
      if (world.random.chance(0.3)) this.outageUntil = world.now + world.random.between(3, 20) * hour;
      return gaveUp;
    }
    if (said.kind === 'refused') return this.refused(step, said.code);
    switch (step) {
      case 'serial':
        return { type: 'serialAccepted' };
      case 'fileRequest':
        return { type: 'fileRequested', receiptNumber: said.value };
      case 'file':
        activity.receiptNumber = said.value;
        return { type: 'fileReceived' };
      case 'route':
        return { type: 'routed' };
    }
  }

  private ask(activity: Activity): Said<string> | { kind: 'not-ready' } {
    const { other, world } = this;
    const { step, attempt, receiptNumber } = activity;
    const requestId = idOf(activity);
    switch (step) {
      // The same request id is answered with the same receipt number, so this one is sent again without asking.
      case 'fileRequest':
        return other.requestFile(requestId, world.now);
      case 'file':
        return other.fetchFile(receiptNumber ?? '', world.now);
      case 'serial':
      case 'route': {
        for (const earlier of activity.asksUnder) {
          const before = other.state(earlier);
          if (before) return before;
        }
        const unasked = activity.sentUnder.filter((earlier) => !activity.asksUnder.includes(earlier));
        if (unasked.length > 0) throw new Violation(`${requestId} is sent, and nobody asked about ${unasked.join()}`);
        other.leave(`${attempt}/${step}`, requestId);
        return step === 'serial'
          ? other.requestSerial(requestId, world.now)
          : other.route(requestId, this.person.processingSerial ?? '', world.now);
      }
    }
  }

  /** Guarded by stage and attempt, or by stage and chunk: whoever has moved on is not moved. */
  private record(activity: Activity): void {
    const { world, person } = this;
    const { step, outcome, chunk } = activity;
    const by = chunk === null ? 'run' : 'chunk';
    const isMoved =
      outcome?.type === 'gaveUp'
        ? this.giveUp(activity)
        : outcome !== null && world.rules.isFor(person, activity, beginsIn[step]) && person.move(outcome, by);
    if (!isMoved || outcome === null) return this.end(activity);
    if (outcome.type === 'fileReceived') person.processingSerial = activity.receiptNumber;
    if (outcome.type === 'routed') person.confirmBy = world.now + confirmLimit;
    if (outcome.type === 'failed' && outcome.code === 'SERIAL_REFUSED' && step === 'serial') {
      person.takeBackSerial(idOf(activity));
    }
    const next = behind[step];
    const isDone = person.acquisition.stage === endsIn[step];
    if (isDone && activity.isQuick && next && world.random.chance(0.6)) this.takeAlong(activity, next);
    else this.end(activity);
  }

  /** The end of a step and the beginning of the next in one transaction. */
  private takeAlong(activity: Activity, step: SendingStep): void {
    const { acquisition } = this.person;
    activity.step = step;
    if (acquisition.stage === 'FILE_REQUESTED') activity.receiptNumber = acquisition.receiptNumber;
    activity.outcome = null;
    if (step === 'route' && this.isClosed()) this.end(activity);
    else this.beginTry(activity);
  }

  /** Where only the answer was lost, the step has moved the row, and is given up all the same; a retry finds it done. */
  private giveUp(activity: Activity): boolean {
    const { world, person } = this;
    const { step, chunk } = activity;
    const by = chunk === null ? 'run' : 'chunk';
    const failed = this.refused(step, silentCode[step]);
    if (world.rules.isFor(person, activity, beginsIn[step])) return person.move(failed, by);
    if (!world.rules.isFor(person, activity, [endsIn[step]])) return false;
    const { acquisition } = person;
    const { attempt, serialRequested, held } = acquisition;
    const receiptNumber = acquisition.stage === 'FILE_REQUESTED' ? acquisition.receiptNumber : null;
    const failure = { code: silentCode[step], step, since: world.at };
    person.put(
      { attempt, serialRequested, held, inChunk: false, stage: 'NEEDS_ATTENTION', failure, receiptNumber },
      by,
    );
    return true;
  }

  private end(activity: Activity): void {
    activity.at = 'learn';
    activity.standing = this.standingOf(activity.chunk);
  }

  private refused(step: SendingStep, code: AcquisitionFailureCode): LifecycleEvent & { type: 'failed' } {
    return { type: 'failed', step, code, at: this.world.at };
  }

  private isClosed(): boolean {
    return this.world.random.chance(this.world.isCalm ? 0.05 : 0.3);
  }
}

/** The chunk's driver will be heard of again within this. */
export function markHeardOf(chunk: Chunk, now: number): void {
  if (chunk.hasEnded) return;
  chunk.dueAt = now + minute;
  chunk.nudges = 0;
}
