import * as fc from '../../support/fast-check.ts';
import { expect, test } from 'vitest';
import { contentHashOf } from '../../../storage/transfers/inbox.ts';
import { lineContentHash } from '../../../storage/loads/line-content.ts';
import { checkedTransfer } from '../../support/transfers.ts';
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
    nameKanaKey: text,
    kanaNameKey: orNone,
    birthDateText: text,
    birthDate: orNone,
    birthDateKey: orNone,
    sex: fc.constantFrom('male' as const, 'female' as const, 'unknown' as const),
    address: text,
    addressKey: text,
    keyVersion: fc.constant(2),
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
    { numRuns: 500 },
  );
});

test('a transfer is known again whatever its search keys are', () => {
  const transfer = checkedTransfer({ name: '廣瀨　薰', nameKana: 'ひろせ　かおる' });
  const hash = contentHashOf(keys, '990019', transfer);
  for (const other of [{ nameKey: '' }, { nameKanaKey: '' }, { addressKey: '' }, { keyVersion: 3 }]) {
    expect(contentHashOf(keys, '990019', { ...transfer, ...other })).toEqual(hash);
  }
  expect(contentHashOf(keys, '990019', { ...transfer, name: '広瀬　薫' })).not.toEqual(hash);
  // As version 0.1 hashed it: a backbone may send again what it sent before the update.
  const asBefore = { ...transfer, transferId: 'T-1', personalNumber: null };
  expect(Buffer.from(contentHashOf(keys, '990019', asBefore)).toString('hex')).toBe(
    Buffer.from(keys.blindIndex('transfer/990019', textOfVersion1)).toString('hex'),
  );
});
const textOfVersion1 = JSON.stringify([
  ['address', '符号市中央一丁目2番3号'],
  ['addressKey', '符号市中央1-2-3'],
  ['addressNumber', '100000000000001'],
  ['birthDate', '1990-04-01'],
  ['birthDateText', '平成2年4月1日'],
  ['businessItem1', ''],
  ['businessItem2', ''],
  ['confirmedAt', 1_775_005_200_000],
  ['contact', null],
  ['dataType', 'JM'],
  ['delivery', null],
  ['name', '廣瀨　薰'],
  ['nameKana', 'ひろせ　かおる'],
  ['nameKey', '広瀬薰'],
  ['nonDisclosure', false],
  ['numberSystem', '01'],
  ['operatedAt', 1_775_005_200_000],
  ['personalNumber', null],
  ['senderStaffId', null],
  ['sex', 'female'],
  ['transferId', 'T-1'],
]);
