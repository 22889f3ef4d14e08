/** A municipality that is at work: its backbone sends transfers, and the confirmation rests. */
import type { ApiClient } from '../../../cli/client/api-client.ts';
import type { TransferInput } from '../../../contracts/transfer.ts';
import { readLedgers, type LedgerCounts } from '../../common/ledgers.ts';
import { createTransfers, endless, numberSystem, type NewTransfer } from '../../common/people.ts';
import { registerClient } from '../../common/registering.ts';
import { sendAll, sendAtRate, senderOf, type Send, type Sent } from '../../common/sending.ts';
import { accountFor } from '../accounting.ts';
import { confirmEverybody, restConfirmation } from '../confirming.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { warmUp } from '../take-load.ts';
import { untilRouted } from './routed.ts';

const warmUpTransfers = 60;
const connections = 8;
/** Residents at the counter while many come at once. */
const perSecond = 2;

export interface Town {
  stack: LoadStack;
  backbone: ApiClient;
  send: Send;
  newTransfer: NewTransfer;
  /** Before the first of its residents was sent. */
  before: LedgerCounts;
}

/** `round`: other residents in each. */
export async function openTown(stack: LoadStack, round: number): Promise<Town> {
  const kind = 'backbone';
  const backbone = await registerClient(stack, municipality, { kind, name: 'bench', numberSystems: [numberSystem] });
  const send = senderOf(backbone, municipality);
  const newTransfer = createTransfers(round);
  await warmUp(stack);
  await restConfirmation(stack, municipality);
  const before = await readLedgers(stack.run);
  const transfers = manyOf(newTransfer, warmUpTransfers);
  await sendAll(send, transfers, connections);
  await untilRouted(stack, transfers);
  await stack.sql`checkpoint`;
  return { stack, backbone, send, newTransfer, before };
}

export const manyOf = (newTransfer: NewTransfer, count: number): TransferInput[] =>
  Array.from({ length: count }, newTransfer);

/** Single transfers at a steady rate for as long as the work goes on. */
export async function besideCounter<Result>(
  { send, newTransfer }: Town,
  work: () => Promise<Result>,
): Promise<{ result: Result; counter: Sent[] }> {
  const over = new AbortController();
  const sending = sendAtRate(send, endless(newTransfer), { perSecond, signal: over.signal });
  // Awaited below; a failure must not count as unhandled until then.
  sending.catch(() => undefined);
  try {
    const result = await work();
    over.abort();
    return { result, counter: await sending };
  } finally {
    over.abort();
  }
}

/** Everybody is confirmed and accounted for, `others` beside those of the warm-up; or the result is void. */
export async function closeTown({ stack, before }: Town, others: number): Promise<{ duplicates: number }> {
  await confirmEverybody(stack, municipality);
  const residents = warmUpTransfers + others;
  const { duplicates, otherwise } = await accountFor(stack, { municipality, before, residents });
  if (otherwise > 0) throw new Error(`The result is void: ${otherwise} residents are on the error list.`);
  return { duplicates };
}
