/**
 * One person's row, which is all that is known of the request, with the moves of storage/moves and storage/due over it.
 * Whoever moves it does so in one transaction, and what must hold of every move is looked at with every move.
 */
import type { Acquisition, LifecycleEvent } from '../../domain/lifecycle.ts';
import { asksForRun, idOf, isDriven, type Chunk, type Mover, type PersonRow } from './rows.ts';
import { Violation, type World } from './world.ts';

export class Person implements PersonRow {
  /** Before the first transfer is judged it asks for nothing; the stage is a null then. */
  acquisition: Acquisition = { stage: 'AWAITING_PN', attempt: 1, serialRequested: false, held: false, inChunk: false };
  isJudged = false;
  chunk: Chunk | null = null;
  dueAt: number | null = 0;
  nudges = 0;
  replacedRuns = 0;
  hasRun = false;
  updatedAt = 0;
  heldTransfers = 0;
  processingSerial: string | null = null;
  confirmBy = Infinity;
  /** The request whose step has set `serialRequested`; a refusal takes back only its own. */
  serialSetBy: string | null = null;
  /** `request_attempts`: how often each was about to be sent. */
  readonly sends = new Map<string, number>();
  readonly chunks: Chunk[] = [];
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** A move that the machine knows. Answers whether it moves anything. */
  move(event: LifecycleEvent, by: Mover): boolean {
    const before = this.acquisition;
    const next = this.world.rules.transition(before, event);
    if (next === before) return false;
    const moved = `${before.stage}/${before.attempt} --${event.type}--> ${next.stage}/${next.attempt}`;
    if (next.attempt > before.attempt && event.type !== 'retried' && event.type !== 'corrected') {
      throw new Violation(`L1, the attempt rose without staff: ${moved}`);
    }
    if (next.stage === 'ACQUIRED' && before.stage !== 'ACQUIRED' && event.type !== 'confirmed') {
      throw new Violation(`L2, ACQUIRED without a confirmation: ${moved}`);
    }
    this.put(next, by);
    return true;
  }

  /** Writes a state that was computed elsewhere, as the judge and the machine do. */
  put(next: Acquisition, by: Mover): void {
    const before = this.acquisition;
    if (next.attempt < before.attempt) throw new Violation(`L1, the attempt fell: ${next.stage}/${next.attempt}`);
    if (before.stage === 'ACQUIRED' && next.stage !== 'ACQUIRED') throw new Violation(`L2, left for ${next.stage}`);
    // An attempt that a chunk has begun is finished by the person's own run, and a new one knows of no chunk.
    if (next.attempt !== before.attempt) this.chunk = null;
    if (!next.serialRequested) this.serialSetBy = null;
    this.acquisition = next;
    this.dueAt = this.world.rules.dueAfterMove(this, by, this.world.now);
    if (by !== 'chunk' || !isDriven(next)) {
      this.nudges = 0;
      this.replacedRuns = 0;
    }
    this.touch();
  }

  /** Held transfers come and go beside the request. */
  hold(change: number): void {
    this.heldTransfers += change;
    this.acquisition = { ...this.acquisition, held: this.heldTransfers > 0 };
    if (change < 0 && this.hasRun) this.dueAt ??= this.world.now;
    this.touch();
  }

  /** The serial is about to be sent: from here on the confirmation asks about it. */
  beginSerial(requestId: string): void {
    if (this.acquisition.serialRequested) return;
    this.acquisition = { ...this.acquisition, serialRequested: true };
    this.serialSetBy = requestId;
  }

  /** A refused serial lives nowhere, unless one of an earlier request may. */
  takeBackSerial(requestId: string): void {
    if (this.serialSetBy !== requestId) return;
    this.acquisition = { ...this.acquisition, serialRequested: false };
    this.serialSetBy = null;
  }

  /** The person's run has looked at the row. */
  markSeen(): void {
    this.hasRun = true;
    this.dueAt = this.world.rules.dueAfterLook(this, this.world.now);
    if (!asksForRun(this.acquisition)) this.nudges = 0;
    this.check();
  }

  /** A try of a step is begun. `isTask`: the engine has scheduled it, so the run's own task has gone through. */
  markTried({ isTask }: { isTask: boolean }): void {
    this.dueAt = this.world.now + (isTask ? 60 : 20) * 1_000;
    if (isTask) this.nudges = 0;
  }

  /** Numbered, with nothing sent and no run: a chunk may take it as well. */
  get isNewcomer(): boolean {
    const { stage, inChunk, serialRequested, held } = this.acquisition;
    return this.isJudged && stage === 'NUMBERED' && !inChunk && !this.hasRun && !serialRequested && !held;
  }

  /** Waits for the hours, and its own run has sent nothing of the step yet. */
  get mayJoinWaiting(): boolean {
    const wasSent = (this.sends.get(idOf({ chunk: null, attempt: this.acquisition.attempt, step: 'route' })) ?? 0) > 0;
    return this.world.rules.mayJoinWaiting(this, wasSent);
  }

  gather(): void {
    const chunk: Chunk = { id: this.chunks.length + 1, dueAt: this.world.now, nudges: 0, hasEnded: false };
    this.chunks.push(chunk);
    this.chunk = chunk;
    this.acquisition = { ...this.acquisition, inChunk: true };
    this.dueAt = null;
    this.nudges = 0;
    this.check();
  }

  /** The engine has forgotten its runs: whoever asks for a driver is due, whatever was said before. */
  wakeDriven(): void {
    const { now } = this.world;
    if (asksForRun(this.acquisition)) this.dueAt = now;
    for (const chunk of this.chunks) if (!chunk.hasEnded) chunk.dueAt = now;
  }

  /** The calendar is another one. */
  wakeWaitingForHours(): void {
    const { stage, inChunk } = this.acquisition;
    if (stage !== 'WAITING_FOR_HOURS') return;
    this.world.note('calendar changed');
    if (!inChunk) this.dueAt = this.world.now;
    else if (this.chunk) this.chunk.dueAt = this.world.now;
  }

  private touch(): void {
    this.updatedAt = this.world.now;
    this.check();
  }

  /** The checks of the table `persons` (`driven_is_due`), and that a chunk has whoever is in it. */
  check(): void {
    const { acquisition, chunk } = this;
    if (asksForRun(acquisition) && this.dueAt === null) {
      throw new Violation(`Nobody will come: ${acquisition.stage} is not due`);
    }
    if (!acquisition.inChunk) return;
    if (!isDriven(acquisition)) throw new Violation(`L5, ${acquisition.stage} rests in a chunk`);
    if (chunk === null || chunk.hasEnded || chunk.dueAt === null) throw new Violation('In a chunk that nobody drives');
  }
}
