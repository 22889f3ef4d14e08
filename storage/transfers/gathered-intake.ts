/**
 * Takes transfers together that arrive one by one at the same moment. A set costs hardly more than one transfer, so
 * many counters at once are answered as fast as the lines of one body.
 *
 * G1. A transfer that arrives while none is being taken does not wait. The others gather until a set is done.
 * G2. When a set fails, because of a locked person or an error, its transfers are taken one by one, so that one does
 *     not affect the others.
 */
import type { CheckedTransfer } from '../../domain/checked-transfer.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import type { Database } from '../database/database.ts';
import type { IntakeResult } from './inbox.ts';
import { takeTogether, takeTransfers } from './intake.ts';

export interface SentTransfer {
  municipality: string;
  clientId: string;
  transfer: CheckedTransfer;
}
export type TakeTransfer = (sent: SentTransfer) => Promise<IntakeResult>;

/** Sets of one sender at once. With two, the database has the next one while the answers of the last are made. */
const setsAtOnce = 2;
const mostInSet = 64;

interface Sender {
  municipality: string;
  clientId: string;
  waiting: Waiting[];
  underWay: number;
}
interface Waiting {
  transfer: CheckedTransfer;
  answer: (result: IntakeResult) => void;
  fail: (err: unknown) => void;
}

export function createGatheredIntake(store: { db: Database; keys: KeyRing }): TakeTransfer {
  const senders = new Map<string, Sender>();

  return ({ municipality, clientId, transfer }) =>
    new Promise((answer, fail) => {
      const key = JSON.stringify([municipality, clientId]);
      const sender = senders.get(key) ?? { municipality, clientId, waiting: [], underWay: 0 };
      senders.set(key, sender);
      sender.waiting.push({ transfer, answer, fail });
      if (sender.underWay < setsAtOnce) void takeAll(key, sender);
    });

  async function takeAll(key: string, sender: Sender): Promise<void> {
    sender.underWay += 1;
    while (sender.waiting.length > 0) await take(sender, sender.waiting.splice(0, mostInSet));
    sender.underWay -= 1;
    if (sender.underWay === 0) senders.delete(key);
  }

  /** Never rejects: each sender gets its own answer or error. */
  async function take(sender: Sender, set: readonly Waiting[]): Promise<void> {
    const result = await takeSet(sender, set);
    for (const [at, one] of set.entries()) {
      const own = result?.[at];
      if (own) one.answer(own);
      // Not awaited, because the person may be locked for long.
      else void takeOne(sender, one);
    }
  }

  async function takeSet(
    { municipality, clientId }: Sender,
    set: readonly Waiting[],
  ): Promise<IntakeResult[] | undefined> {
    try {
      return await takeTogether(store, { municipality, clientId, transfers: set.map(({ transfer }) => transfer) });
    } catch {
      return undefined; // G2
    }
  }

  async function takeOne({ municipality, clientId }: Sender, { transfer, answer, fail }: Waiting): Promise<void> {
    try {
      const [result] = await takeTransfers(store, { municipality, clientId, transfers: [transfer] });
      if (!result) throw new Error('A transfer has no answer');
      answer(result);
    } catch (err) {
      fail(err);
    }
  }
}
