/** Residents who do not exist, as transfers of the Juki system; no two of one bench are the same person. */
import { randomUUID } from 'node:crypto';
import { createPeople } from '../../cli/demo/people.ts';
import { createRandom } from '../../fictitious/random.ts';
import type { TransferInput } from '../../contracts/transfer.ts';
import { checkTransfer, type CheckedTransfer } from '../../domain/checked-transfer.ts';

export const numberSystem = '01';

export type NewTransfer = () => TransferInput;

export function createTransfers(seed: number): NewTransfer {
  const personOf = createPeople(createRandom(seed));
  let last = 0;
  return () => {
    last += 1;
    const now = new Date().toISOString();
    return {
      ...personOf('符号市'),
      transferId: randomUUID(),
      operatedAt: now,
      confirmedAt: now,
      numberSystem,
      addressNumber: String(100_000_000_000_000 + last),
      nonDisclosure: false,
      dataType: 'JM',
    };
  };
}

/** One after the other, for as long as somebody asks. */
export function* endless(newTransfer: NewTransfer): Generator<TransferInput> {
  for (;;) yield newTransfer();
}

/** As the API checks it, for the peers, which take a transfer without HTTP. */
export function checked(input: TransferInput): CheckedTransfer {
  const result = checkTransfer(input, { now: Date.now() });
  if (!result.valid) throw new Error('An invented transfer is not valid.');
  return result.value;
}
