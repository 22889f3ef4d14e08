/**
 * Transfers that come one by one at the same moment, taken together: a set costs hardly more than one does, so many
 * counters at once are answered as fast as the lines of one body.
 *
 * G1. Who comes while nobody is being taken waits for nobody. The others gather until a set before them is done.
 * G2. What stops a set, a person who is locked for long or an error, is found out one by one: it is nobody else's.
 */
import type { CheckedTransfer } from '../../domain/checked-transfer.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import type { Database } from '../database/database.ts';
import type { Taken } from './inbox.ts';
import { takeTogether, takeTransfers } from './intake.ts';

export interface OneSent {
  municipality: string;
  clientId: string;
  transfer: CheckedTransfer;
}
export type TakeTransfer = (sent: OneSent) => Promise<Taken>;

/** Of one sender. Two, so that the database has the next one while the answers of the last are made. */
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
  answer: (taken: Taken) => void;
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

  /** Never rejects: each hears of its own. */
  async function take(sender: Sender, set: readonly Waiting[]): Promise<void> {
    const taken = await takeSet(sender, set);
    for (const [at, one] of set.entries()) {
      const own = taken?.[at];
      if (own) one.answer(own);
      // Nobody else waits for it: it may be that somebody keeps the person for long.
      else void takeOne(sender, one);
    }
  }

  async function takeSet({ municipality, clientId }: Sender, set: readonly Waiting[]): Promise<Taken[] | undefined> {
    try {
      return await takeTogether(store, { municipality, clientId, transfers: set.map(({ transfer }) => transfer) });
    } catch {
      return undefined; // G2
    }
  }

  async function takeOne({ municipality, clientId }: Sender, { transfer, answer, fail }: Waiting): Promise<void> {
    try {
      const [taken] = await takeTransfers(store, { municipality, clientId, transfers: [transfer] });
      if (!taken) throw new Error('A transfer has no answer');
      answer(taken);
    } catch (err) {
      fail(err);
    }
  }
}
