/**
 * Transfers of several backbones and the judge: each is judged in the transaction that stores it, or later, by whoever
 * looks at the person next (storage/intake, storage/judging).
 */
import { judge, type Decision } from '../../domain/judgement.ts';
import { codeRequestStatusOf, type Acquisition } from '../../domain/lifecycle.ts';
import type { Person } from './person.ts';
import { asksForRun } from './rows.ts';
import { hour, second } from './rows.ts';
import { type World } from './world.ts';

interface Transfer {
  hasPersonalNumber: boolean;
  operatedAt: number;
  receivedAt: number;
  /** Of this person after all; what staff have confirmed is. */
  isOwn: boolean;
}

export class Inbox {
  /** How many came. */
  received = 0;
  hasPersonalNumber: boolean;
  private isNumbered = false;
  private current: { operatedAt: number } | null = null;
  private unjudged: Transfer[] = [];
  private held: Transfer[] = [];
  private readonly world: World;
  private readonly person: Person;

  constructor(world: World, person: Person) {
    this.world = world;
    this.person = person;
    this.hasPersonalNumber = world.random.chance(0.9);
  }

  get isEmpty(): boolean {
    return this.unjudged.length === 0;
  }

  receive({ isOwn, brings = false }: { isOwn: boolean; brings?: boolean }): void {
    const { random, now } = this.world;
    this.received += 1;
    this.unjudged.push({
      hasPersonalNumber: brings || this.hasPersonalNumber || random.chance(0.3),
      operatedAt: now - random.between(0, 200) * hour,
      receivedAt: now,
      isOwn,
    });
    // Somebody keeps the person locked: the sender is told `pending`, and the person's run judges it.
    if (this.world.isUnlucky(0.15)) this.world.note('judged later');
    else this.judgeAll();
  }

  /** A run looks at the person: what nobody has judged is judged, and the row says where it stands. */
  look(): Acquisition | null {
    this.judgeAll();
    this.person.markSeen();
    return this.person.isJudged ? this.person.acquisition : null;
  }

  /** Whoever stored a transfer has it judged at once, or nobody has. */
  wakeUnjudged(): void {
    const { person } = this;
    const { now } = this.world;
    if (!this.unjudged.some(({ receivedAt }) => now - receivedAt > 3 * second)) return;
    if (person.dueAt !== null && person.dueAt <= now + hour) return;
    person.dueAt = now;
    person.nudges = 0;
  }

  /** Somebody looks at the first held transfer: it is of this person after all, it is refused, or judged once more. */
  decideHeld(decision: 'same-person' | 'refused' | 'again'): void {
    const { person } = this;
    const transfer = this.held.shift();
    if (!transfer) return;
    if (decision === 'refused') {
      person.hold(-1);
      const { acquisition } = person;
      if (acquisition.stage === 'HELD' && !acquisition.held)
        person.put({ ...acquisition, stage: 'CANCELLED' }, 'other');
      return;
    }
    this.unjudged.push({ ...transfer, isOwn: transfer.isOwn || decision === 'same-person' });
    person.hold(-1);
    this.judgeAll();
  }

  /** The person was nothing but transfers in doubt, and staff want none of them. */
  refuseHeld(): void {
    this.person.hold(-this.held.length);
    this.held = [];
  }

  private judgeAll(): void {
    for (const transfer of this.unjudged.splice(0)) this.judge(transfer);
  }

  private judge(transfer: Transfer): void {
    const { person } = this;
    const resident = { birthDateText: '1980-05-06', birthDate: '1980-05-06', sex: 'male', nameKey: 'A' };
    const another = { ...resident, birthDate: '2001-01-01', birthDateText: '2001-01-01' };
    const decision = judge(
      {
        codeRequestStatus: person.isJudged ? codeRequestStatusOf(person.acquisition) : 'NOT_REQUESTED',
        hasPersonalNumber: person.isJudged && this.hasPersonalNumber,
        hasIntegratedAddressNumber: this.isNumbered,
        current: this.current ? { ...resident, ...this.current } : null,
      },
      {
        ...(transfer.isOwn ? resident : another),
        hasPersonalNumber: transfer.hasPersonalNumber,
        addressNumberOf: 'this-person',
        personalNumberOfAnother: false,
        operatedAt: transfer.operatedAt,
      },
    );
    if (decision.result === 'held') {
      this.world.note('held');
      this.held.push(transfer);
      person.heldTransfers += 1;
    } else {
      if (decision.current) this.current = { operatedAt: transfer.operatedAt };
      if (transfer.hasPersonalNumber) this.hasPersonalNumber = true;
      if (decision.request) this.isNumbered = true;
    }
    this.write(decision);
  }

  /** Where the judge leaves the person, and when its run is due then (storage/moves, movePersonsJudged). */
  private write(decision: Decision): void {
    const { person, world } = this;
    const { acquisition, isJudged, dueAt, nudges, replacedRuns } = person;
    const { attempt, serialRequested, inChunk } = acquisition;
    const common = { attempt, serialRequested, inChunk, held: person.heldTransfers > 0 };
    let next: Acquisition;
    if (decision.result === 'held') {
      next = isJudged ? { ...acquisition, held: true } : { ...common, stage: 'HELD' };
    } else if (decision.result === 'awaitingPersonalNumber') next = { ...common, stage: 'AWAITING_PN' };
    else if (decision.request) {
      const isReopened = isJudged && acquisition.stage === 'CANCELLED';
      if (isReopened) world.note('reopened');
      next = { ...common, inChunk: false, attempt: isReopened ? attempt + 1 : attempt, stage: 'NUMBERED' };
    } else next = { ...acquisition, held: common.held };

    const isChanged = !isJudged || next.stage !== acquisition.stage || decision.result === 'held';
    person.isJudged = true;
    person.put(next, 'other');
    if (decision.result !== 'held' && decision.request) person.chunk = null;
    // Only a change is a sign of life. Who is in doubt is shown in the list of the engine too, which takes a run.
    person.replacedRuns = replacedRuns;
    if (!isChanged) {
      person.nudges = nudges;
      person.dueAt = asksForRun(next) ? (dueAt ?? world.now) : dueAt;
    } else if (!asksForRun(next) && common.held) person.dueAt = world.now;
    person.check();
  }
}
