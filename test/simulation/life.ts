/**
 * One resident's life over the lifecycle machine: the row in the database, the run that follows it, the other side,
 * staff, backbones and the clock, with every fault drawn from a seed.
 *
 * The row moves first and the run learns of it later, so a crash between "done" and "recorded", a confirmation that
 * overtakes a step, and a step that comes back late are all lived through.
 */
import type { AcquisitionFailureCode, Step } from '../../domain/failures.ts';
import { judge } from '../../domain/judgement.ts';
import {
  codeRequestStatusOf,
  type Acquisition,
  type LifecycleEvent,
  type nextStep,
  type transition,
} from '../../domain/lifecycle.ts';
import { OtherSide, type Confirmation, type Said } from './other-side.ts';
import type { Random } from './random.ts';

export interface Machine {
  transition: typeof transition;
  nextStep: typeof nextStep;
}

/** What the product promises did not hold. */
export class Violation extends Error {}

export interface LifeReport {
  end: Acquisition['stage'];
  /** Faults lived through, by name. */
  faults: Map<string, number>;
  corrections: number;
  transfers: number;
}

const second = 1_000;
const hour = 3_600 * second;
const transientLimit = 2 * hour;
const fileLimit = 24 * hour;
const confirmLimit = 72 * hour;

type SendingStep = Exclude<Step, 'confirm'>;
const stepOf = { requestSerial: 'serial', requestFile: 'fileRequest', fetchFile: 'file', route: 'route' } as const;
const beginsIn: Record<SendingStep, readonly Acquisition['stage'][]> = {
  serial: ['NUMBERED'],
  fileRequest: ['SERIAL_REQUESTED'],
  file: ['FILE_REQUESTED'],
  route: ['FILE_RECEIVED', 'WAITING_FOR_HOURS'],
};
const endsIn = {
  serial: 'SERIAL_REQUESTED',
  fileRequest: 'FILE_REQUESTED',
  file: 'FILE_RECEIVED',
  route: 'ROUTED',
} as const;
const silentCode = {
  serial: 'INTERMEDIATE_SERVER_UNAVAILABLE',
  fileRequest: 'INTERMEDIATE_SERVER_UNAVAILABLE',
  file: 'FILE_NEVER_READY',
  route: 'JUKI_SYSTEM_UNAVAILABLE',
} as const;

/** A step on its way: what it will send is fixed when it begins, and so is its request id. */
interface Activity {
  step: SendingStep;
  attempt: number;
  receiptNumber: string | null;
  since: number;
  at: 'begin' | 'send' | 'record' | 'learn';
  outcome: LifecycleEvent | null;
}

type Word = Exclude<Confirmation, { result: 'unknown' }> | { result: 'overdue' };

export class Life {
  readonly faults = new Map<string, number>();
  corrections = 0;
  transfers = 0;
  private readonly random: Random;
  private readonly machine: Machine;
  private readonly other: OtherSide;
  private readonly staffAtWork: boolean;
  private calm = false;
  private outageUntil = 0;
  private now = 0;

  // The database.
  private row: Acquisition | null = null;
  private hasPersonalNumber: boolean;
  private isNumbered = false;
  private current: { operatedAt: number } | null = null;
  private heldTransfers = 0;
  /** The attempt that set `serialRequested`; a refusal takes back only its own. */
  private serialSetBy: number | null = null;
  private processingSerial: string | null = null;
  private confirmBy: number | null = null;
  private word: Word | null = null;
  private staffRetries = 0;

  // The run; null while no workflow is open.
  private run: Acquisition | null = null;
  private activity: Activity | null = null;
  /** Steps that were overtaken and still come back. */
  private readonly late: Activity[] = [];
  /** A judgement that is committed and has not reached the run. */
  private unheard: Acquisition | null = null;
  /** An answer of the confirmation that is on its way, with the attempt it was asked for. */
  private answer: { confirmation: Confirmation; attempt: number } | null = null;

  constructor(random: Random, machine: Machine) {
    this.random = random;
    this.machine = machine;
    this.other = new OtherSide(random);
    this.staffAtWork = random.chance(0.7);
    this.hasPersonalNumber = random.chance(0.9);
  }

  live(): LifeReport {
    this.receive({ own: true });
    for (let ticks = this.random.between(10, 90); ticks > 0; ticks--) this.tick();
    this.calm = true;
    this.other.calm = true;
    for (let ticks = 0; !this.isAtRest(); ticks++) {
      if (ticks > 400) throw new Violation(`Stuck: ${this.describe()}`);
      this.tick();
    }
    this.checkEnd();
    const row = this.getRow();
    return { end: row.stage, faults: this.faults, corrections: this.corrections, transfers: this.transfers };
  }

  private tick(): void {
    const { random } = this;
    this.now += random.between(second, this.calm ? 4 * hour : hour);
    this.other.pass(this.now);
    // In any order, and not everything every time.
    const happenings: (() => void)[] = [
      () => this.work(),
      () => this.work(),
      () => this.work(),
      () => this.confirm(),
      () => this.tellRun(),
      () => this.hear(),
      () => this.staff(),
      () => this.comeBackLate(),
    ];
    if (!this.calm && random.chance(0.12)) happenings.push(() => this.receive({ own: random.chance(0.8) }));
    for (let left = happenings.length; left > 0; left--) {
      const [happening] = happenings.splice(random.between(0, left - 1), 1);
      if (random.chance(0.8)) happening?.();
    }
    this.checkAlways();
  }

  // ---- Backbones ------------------------------------------------------------------------------------------------

  /** A transfer arrives and is judged (S21–S28); the same one may come again. */
  private receive({ own }: { own: boolean }): void {
    this.transfers += 1;
    const brings = this.hasPersonalNumber || this.random.chance(0.3);
    const operatedAt = this.now - this.random.between(0, 200) * hour;
    const resident = { birthDateText: '1980-05-06', birthDate: '1980-05-06', sex: 'male', nameKey: 'A' };
    const row = this.row;
    const status = row ? codeRequestStatusOf(row) : 'NOT_REQUESTED';
    const decision = judge(
      {
        codeRequestStatus: status,
        hasPersonalNumber: row !== null && this.hasPersonalNumber,
        hasIntegratedAddressNumber: this.isNumbered,
        current: this.current ? { ...resident, ...this.current } : null,
      },
      {
        ...resident,
        ...(own ? {} : { birthDate: '2001-01-01', birthDateText: '2001-01-01' }),
        hasPersonalNumber: brings,
        addressNumberOf: 'this-person',
        personalNumberOfAnother: false,
        operatedAt,
      },
    );
    if (decision.result === 'held') {
      this.note('held');
      this.heldTransfers += 1;
      this.row = row
        ? { ...row, held: true, inChunk: false }
        : { stage: 'HELD', attempt: 1, serialRequested: false, held: true, inChunk: false };
    } else {
      if (decision.current) this.current = { operatedAt };
      this.take(decision, brings);
    }
    this.judged();
    // Repeated, it is judged again: nothing is left to judge, and the row is told once more.
    if (this.random.chance(0.1)) this.judged();
  }

  private take({ result, request }: { result: string; request: boolean }, brings: boolean): void {
    const row = this.row ?? {
      stage: 'AWAITING_PN' as const,
      attempt: 1,
      serialRequested: false,
      held: false,
      inChunk: false,
    };
    if (result === 'awaitingPersonalNumber') {
      this.row = { ...this.commonOf(row), stage: 'AWAITING_PN' };
      return;
    }
    if (brings) this.hasPersonalNumber = true;
    this.row = row;
    if (!request) return;
    this.isNumbered = true;
    const attempt = row.stage === 'CANCELLED' ? row.attempt + 1 : row.attempt;
    if (row.stage === 'CANCELLED') this.note('reopened');
    this.row = { ...this.commonOf(row), attempt, stage: 'NUMBERED' };
  }

  /** The judgement is committed; the run hears of it now, or after whatever overtakes it. */
  private judged(): void {
    const row = this.getRow();
    this.unheard = row;
    if (this.random.chance(0.7)) this.hear();
  }

  private hear(): void {
    const { unheard } = this;
    if (!unheard) return;
    this.unheard = null;
    if (this.run) this.settle({ type: 'judged', acquisition: unheard });
    else this.become(unheard);
  }

  // ---- The run --------------------------------------------------------------------------------------------------

  private work(): void {
    const { run, random } = this;
    if (!run) return;
    const next = this.machine.nextStep(run);
    if (next.do === 'end') {
      if (!this.unheard) this.run = null;
      return;
    }
    if (next.do === 'waitForHours') {
      if (this.now >= Date.parse(next.opensAt)) this.settle({ type: 'opened' });
      return;
    }
    if (!(next.do in stepOf)) return;
    const step = stepOf[next.do as keyof typeof stepOf];
    this.activity ??= {
      step,
      attempt: run.attempt,
      receiptNumber: next.do === 'fetchFile' ? next.receiptNumber : null,
      since: this.now,
      at: 'begin',
      outcome: null,
    };
    const { activity } = this;
    if (activity.at !== 'begin' && this.unlucky(0.08)) {
      this.note(`crash before ${activity.at}`);
      activity.at = 'begin';
    }
    this.advance(activity);
    if (activity.at === 'learn' && activity.outcome && (this.calm || random.chance(0.8))) {
      const { outcome } = activity;
      this.activity = null;
      this.settle(outcome);
    }
  }

  /** A step that is overtaken sends nothing any more, but what it was just sending may have arrived all the same. */
  private overtake(): void {
    const { activity } = this;
    if (!activity) return;
    this.activity = null;
    this.note('overtaken');
    if (this.random.chance(0.5)) return;
    if (activity.at === 'send') this.advance(activity);
    if (activity.at === 'record') this.late.push(activity);
  }

  private comeBackLate(): void {
    const [activity] = this.late;
    if (!activity) return;
    this.advance(activity);
    if (activity.at === 'learn') this.late.shift(); // nobody listens any more
  }

  /** One move of a step; every one of them may be the last before a crash. */
  private advance(activity: Activity): void {
    const { step, attempt } = activity;
    switch (activity.at) {
      case 'begin': {
        const row = this.getRow();
        if (row.attempt !== attempt || !beginsIn[step].includes(row.stage)) {
          // Nobody is left who needs this step: it was done before.
          activity.outcome = this.doneBefore(activity);
          activity.at = 'learn';
          return;
        }
        if (step === 'serial' && !row.serialRequested) {
          this.row = { ...row, serialRequested: true };
          this.serialSetBy = attempt;
        }
        activity.at = 'send';
        return;
      }
      case 'send':
        activity.outcome = this.send(activity);
        activity.at = activity.outcome ? 'record' : 'begin';
        return;
      case 'record':
        this.record(activity);
        activity.at = 'learn';
        return;
      case 'learn':
    }
  }

  private doneBefore({ step, attempt }: Activity): LifecycleEvent {
    const row = this.getRow();
    if (row.stage === 'NEEDS_ATTENTION' && row.attempt === attempt && row.failure.step === step) {
      return this.failed(step, row.failure.code);
    }
    switch (step) {
      case 'serial':
        return { type: 'serialAccepted' };
      case 'fileRequest': {
        const asked = this.receiptOf(attempt);
        return asked ? { type: 'fileRequested', receiptNumber: asked } : this.failed(step, 'UNEXPECTED_ANSWER');
      }
      case 'file':
        return { type: 'fileReceived' };
      case 'route':
        return { type: 'routed' };
    }
  }

  private readonly receipts = new Map<number, string>();
  private receiptOf(attempt: number): string | undefined {
    return this.receipts.get(attempt);
  }

  /** Null: no answer, to be tried again under the same request id. */
  private send(activity: Activity): LifecycleEvent | null {
    const { step, attempt } = activity;
    if (step === 'route' && this.isClosed()) {
      this.note('closed hours');
      return { type: 'closed', opensAt: new Date(this.now + this.random.between(1, 60) * hour).toISOString() };
    }
    const waited = this.now - activity.since;
    if ((!this.calm && this.now < this.outageUntil) || this.unlucky(0.15)) {
      this.note('silent');
      return waited > transientLimit ? this.failed(step, silentCode[step]) : null;
    }
    const said = this.ask(activity, `${attempt}/${step}`);
    if (said.kind === 'not-ready') return waited > fileLimit ? this.failed(step, 'FILE_NEVER_READY') : null;
    if (this.unlucky(0.12)) {
      this.note('answer lost after the work');
      // The line breaks with the answer on it, and stays broken for a while.
      if (this.random.chance(0.3)) this.outageUntil = this.now + this.random.between(3, 20) * hour;
      return waited > transientLimit ? this.failed(step, silentCode[step]) : null;
    }
    if (said.kind === 'refused') return this.failed(step, said.code);
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

  private ask({ step, receiptNumber }: Activity, requestId: string): Said<string> | { kind: 'not-ready' } {
    switch (step) {
      case 'serial':
        return this.other.requestSerial(requestId, this.now);
      case 'fileRequest':
        return this.other.requestFile(requestId, this.now);
      case 'file':
        return this.other.fetchFile(receiptNumber ?? '', this.now);
      case 'route':
        return this.other.route(requestId, this.processingSerial ?? '', this.now);
    }
  }

  /** Guarded by stage and attempt, as the storage does it: whoever has moved on is not moved. */
  private record({ step, attempt, outcome, receiptNumber }: Activity): void {
    const row = this.getRow();
    const from =
      outcome?.type === 'failed' && outcome.code === silentCode[step]
        ? [...beginsIn[step], endsIn[step]]
        : beginsIn[step];
    if (!outcome || row.attempt !== attempt || !from.includes(row.stage)) return;
    if (outcome.type === 'failed' && row.stage === endsIn[step]) {
      // Only the answer was lost: the step had moved the row, and gives up all the same.
      this.row = {
        ...this.commonOf(row),
        stage: 'NEEDS_ATTENTION',
        failure: { code: outcome.code, step, since: outcome.at },
        receiptNumber: row.stage === 'FILE_REQUESTED' ? row.receiptNumber : null,
      };
      return;
    }
    const woken = outcome.type === 'routed' ? this.moved(row, { type: 'opened' }) : row;
    this.moveRow(outcome, woken);
    if (outcome.type === 'fileRequested') this.receipts.set(attempt, outcome.receiptNumber);
    if (outcome.type === 'fileReceived') this.processingSerial = receiptNumber;
    if (outcome.type === 'routed') this.confirmBy = this.now + confirmLimit;
    if (outcome.type === 'failed' && step === 'serial' && outcome.code === 'SERIAL_REFUSED') {
      if (this.serialSetBy === attempt) {
        this.row = { ...this.getRow(), serialRequested: false };
        this.serialSetBy = null;
      }
    }
  }

  // ---- Confirmation ---------------------------------------------------------------------------------------------

  /** Asks and applies; what lies between may take its time. */
  private confirm(): void {
    const { answer } = this;
    if (answer) {
      this.answer = null;
      this.apply(answer);
      // The answer arrives twice.
      if (this.unlucky(0.1)) this.apply(answer);
      return;
    }
    const row = this.getRow();
    if (codeRequestStatusOf(row) !== 'REQUESTING' || !row.serialRequested) return;
    const attempt = row.stage === 'NUMBERED' ? row.attempt - 1 : row.attempt;
    this.answer = { confirmation: this.other.confirm(), attempt };
  }

  private apply({ confirmation, attempt }: { confirmation: Confirmation; attempt: number }): void {
    const row = this.getRow();
    if (confirmation.result === 'acquired') {
      if (codeRequestStatusOf(row) === 'REQUESTING' && row.serialRequested)
        this.say({ type: 'confirmed' }, confirmation);
    } else if (row.attempt === attempt && confirmation.result === 'error') {
      const { code } = confirmation;
      if (row.stage !== 'NUMBERED') this.say({ type: 'confirmationFailed', code, at: this.moment() }, confirmation);
    } else if (row.attempt === attempt && row.stage === 'ROUTED' && this.now > (this.confirmBy ?? Infinity)) {
      this.note('overdue');
      this.say({ type: 'overdue', at: this.moment() }, { result: 'overdue' });
    }
  }

  private say(event: LifecycleEvent, word: Word): void {
    const before = this.getRow();
    this.moveRow(event);
    // A cancelled request that ends has no run that waits for the word.
    if (this.row !== before && before.stage !== 'CANCELLED') this.word = word;
    else if (this.row !== before && word.result === 'acquired') this.word = word;
  }

  private tellRun(): void {
    const { word } = this;
    if (!word) return;
    this.word = null;
    if (!this.run) return;
    if (word.result === 'acquired') this.settle({ type: 'confirmed' });
    else if (word.result === 'error') this.settle({ type: 'confirmationFailed', code: word.code, at: this.moment() });
    else this.settle({ type: 'overdue', at: this.moment() });
  }

  // ---- Staff ----------------------------------------------------------------------------------------------------

  private staff(): void {
    const { random } = this;
    const row = this.getRow();
    if (this.calm && !this.staffAtWork) return;
    if (!this.calm && random.chance(0.02)) return this.act('cancelled');
    if (this.heldTransfers > 0 && (this.calm || random.chance(0.2))) return this.decideHeld();
    if (row.stage !== 'NEEDS_ATTENTION' || !(this.calm || random.chance(0.3))) return;
    this.staffRetries += this.calm ? 1 : 0;
    if (this.calm && this.staffRetries > 6) {
      // What the other side lost for good, or will never know, only a correction or an end can help.
      const hopeless = row.failure.code === 'CODE_NOT_CONFIRMED' || this.other.unknownAtNational;
      if (!hopeless) throw new Violation(`Retries lead nowhere: ${this.describe()}`);
      this.act('cancelled');
    } else this.act(random.chance(0.85) ? 'retried' : random.chance(0.6) ? 'corrected' : 'cancelled');
  }

  private act(type: 'retried' | 'corrected' | 'cancelled'): void {
    this.hear(); // judging and staff actions are one at a time
    const before = this.getRow();
    this.moveRow({ type });
    const row = this.getRow();
    if (row === before) return;
    this.note(type);
    if (type === 'corrected') this.corrections += 1;
    if (row.stage === 'ROUTED') this.confirmBy = this.now + confirmLimit;
    if (!row.held) this.heldTransfers = 0;
    this.word = null;
    this.become(row);
    this.overtake(); // also where the stage is the same again: the step knows nothing of what staff decided
  }

  /** Somebody looks at a held transfer: it is of this person after all, or it is refused. */
  private decideHeld(): void {
    this.hear();
    const row = this.getRow();
    this.heldTransfers -= 1;
    const held = this.heldTransfers > 0;
    const accepted = this.random.chance(0.5);
    if (row.stage !== 'HELD') this.row = { ...row, held };
    else if (accepted) {
      this.hasPersonalNumber = true;
      this.isNumbered = true;
      this.row = { ...this.commonOf(row), held, stage: 'NUMBERED' };
    } else this.row = held ? { ...row, held } : { ...this.commonOf(row), held, stage: 'CANCELLED' };
    if (this.run) this.settle({ type: 'judged', acquisition: this.getRow() });
    else this.become(this.getRow());
  }

  // ---- Moves, and what must hold for each -----------------------------------------------------------------------

  private moveRow(event: LifecycleEvent, from: Acquisition = this.getRow()): void {
    this.row = this.moved(from, event);
  }

  private settle(event: LifecycleEvent): void {
    if (this.run) this.become(this.moved(this.run, event));
  }

  private become(next: Acquisition): void {
    const before = this.run;
    this.run = next;
    if (before?.stage !== next.stage || before.attempt !== next.attempt) this.overtake();
  }

  private moved(state: Acquisition, event: LifecycleEvent): Acquisition {
    const next = this.machine.transition(state, event);
    const told = event.type === 'judged' ? event.acquisition : null;
    const by = `${state.stage}/${state.attempt} --${event.type}--> ${next.stage}/${next.attempt}`;
    if (next.attempt < state.attempt) throw new Violation(`L1, the attempt fell: ${by}`);
    if (next.attempt > state.attempt && event.type !== 'retried' && event.type !== 'corrected' && !told) {
      throw new Violation(`L1, the attempt rose without staff: ${by}`);
    }
    if (state.stage === 'ACQUIRED' && next.stage !== 'ACQUIRED') throw new Violation(`L2, ACQUIRED was left: ${by}`);
    if (
      next.stage === 'ACQUIRED' &&
      state.stage !== 'ACQUIRED' &&
      event.type !== 'confirmed' &&
      told?.stage !== 'ACQUIRED'
    ) {
      throw new Violation(`L2, ACQUIRED without a confirmation: ${by}`);
    }
    return next;
  }

  private checkAlways(): void {
    const row = this.getRow();
    for (const [requestId, effects] of this.other.effects) {
      if (effects > 1) throw new Violation(`Request ${requestId} was done ${effects} times`);
    }
    // Only a corrected personal number may leave an older serial behind that still lives.
    const serials = this.other.liveSerials + this.other.codes;
    if (serials > 1 + this.corrections)
      throw new Violation(`${serials} requests of one person live: ${this.describe()}`);
    if (this.other.liveSerials > 0 && row.stage !== 'ACQUIRED' && !row.serialRequested) {
      throw new Violation(`L3, a living serial was forgotten: ${this.describe()}`);
    }
    if (row.stage === 'ACQUIRED' && this.other.codes === 0) {
      throw new Violation(`依頼済 without a code: ${this.describe()}`);
    }
    if (row.stage === 'CANCELLED' && (codeRequestStatusOf(row) === 'REQUESTING') !== row.serialRequested) {
      throw new Violation(`L3, the status of a cancelled request: ${this.describe()}`);
    }
  }

  /** Nothing moves any more unless somebody who is named moves it. */
  private isAtRest(): boolean {
    const row = this.getRow();
    if (this.word || this.unheard || this.answer || this.late.length > 0) return false;
    const step = this.machine.nextStep(row);
    const isKnown = this.run ? this.machine.nextStep(this.run).do === step.do : step.do === 'end';
    const asked =
      codeRequestStatusOf(row) === 'REQUESTING' && row.serialRequested ? this.other.confirm().result : 'unknown';
    // An error changes nothing for somebody who is parked already.
    if (!isKnown || asked === 'acquired' || (asked === 'error' && row.stage === 'CANCELLED')) return false;
    switch (step.do) {
      case 'end':
        return this.run === null && !this.other.willStillCome;
      case 'waitForPersonalNumber':
        return true;
      case 'waitForStaff':
        return !this.staffAtWork && !this.other.willStillCome;
      default:
        return false;
    }
  }

  private checkEnd(): void {
    const row = this.getRow();
    if (this.other.codes > 0 && row.stage !== 'ACQUIRED') {
      throw new Violation(`A code exists and the person is not 依頼済: ${this.describe()}`);
    }
    if (this.staffAtWork && row.stage !== 'ACQUIRED' && row.stage !== 'CANCELLED' && row.stage !== 'AWAITING_PN') {
      throw new Violation(`Not at an end: ${this.describe()}`);
    }
  }

  private commonOf({ attempt, serialRequested, held, inChunk }: Acquisition) {
    return { attempt, serialRequested, held, inChunk };
  }

  private getRow(): Acquisition {
    if (!this.row) throw new Error('The life has not begun');
    return this.row;
  }

  private failed(step: Step, code: AcquisitionFailureCode): LifecycleEvent {
    return { type: 'failed', step, code, at: this.moment() };
  }

  private readonly moment = (): string => new Date(this.now).toISOString();

  private unlucky(share: number): boolean {
    return !this.calm && this.random.chance(share);
  }

  private isClosed(): boolean {
    return this.random.chance(this.calm ? 0.05 : 0.3);
  }

  private note(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }

  private describe(): string {
    return JSON.stringify({
      row: this.row,
      run: this.run,
      word: this.word,
      codes: this.other.codes,
      liveSerials: this.other.liveSerials,
      corrections: this.corrections,
      now: this.moment(),
    });
  }
}
