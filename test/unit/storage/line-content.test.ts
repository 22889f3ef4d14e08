import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHashOf } from '../../../storage/transfers/inbox.ts';
import { lineContentHash } from '../../../storage/loads/line-content.ts';
import { keyRing } from '../temporal/keys.ts';

const keys = keyRing('k1');
const text = fc.string({
  unit: fc.oneof(fc.constantFrom('"', '\\', '/', '髙', '𠮷', '\ud800', '\u0085', '\t'), fc.string()),
});
const orNone = fc.option(text, { nil: null });

test('the hash of a line is that of the transfer it stands for, whatever its texts hold', () => {
  const line = fc.record({
    transferId: text,
    operatedAt: fc.integer(),
    personalNumber: orNone,
    numberSystem: text,
    addressNumber: text,
    name: text,
    nameKana: orNone,
    nameKey: text,
    birthDateText: text,
    birthDate: orNone,
    sex: fc.constantFrom('male' as const, 'female' as const, 'unknown' as const),
    address: text,
    addressKey: text,
    contact: orNone,
    delivery: orNone,
    nonDisclosure: fc.boolean(),
    dataType: text,
    confirmedAt: fc.integer(),
    businessItem1: text,
    businessItem2: text,
    senderStaffId: orNone,
  });
  fc.assert(
    fc.property(line, orNone, (transfer, integratedAddressNumber) => {
      const hash = lineContentHash(keys, '990019', { ...transfer, integratedAddressNumber });
      expect(Buffer.from(hash).equals(contentHashOf(keys, '990019', transfer))).toBe(true);
    }),
    { numRuns: 500, seed: 20_261_125 },
  );
});
