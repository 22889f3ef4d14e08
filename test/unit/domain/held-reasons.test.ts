import * as fc from '../../support/fast-check.ts';
import { expect, test } from 'vitest';
import { listHeldReasons } from '../../../domain/held-reasons.ts';
import { judge, type Identity } from '../../../domain/judgement.ts';
import { codeRequestStatuses } from '../../../domain/stages.ts';

const identity: fc.Arbitrary<Identity> = fc.record({
  birthDateText: fc.constantFrom('1980-05-06', '昭和55年5月6日', '昭和55年不詳'),
  birthDate: fc.constantFrom('1980-05-06', '1980-05-07', null),
  sex: fc.constantFrom('male', 'female'),
  nameKey: fc.constantFrom('フゴウタロウ', 'ベツジンハナコ'),
});

test('there is a reason exactly where the judge holds a transfer', () => {
  const person = fc.record({
    codeRequestStatus: fc.constantFrom(...codeRequestStatuses),
    hasPersonalNumber: fc.boolean(),
    hasIntegratedAddressNumber: fc.boolean(),
    current: fc.option(
      fc.tuple(identity, fc.integer()).map(([known, operatedAt]) => ({ ...known, operatedAt })),
      { nil: null },
    ),
  });
  const transfer = fc
    .tuple(
      identity,
      fc.record({
        hasPersonalNumber: fc.boolean(),
        addressNumberOf: fc.constantFrom('nobody' as const, 'this-person' as const, 'another-person' as const),
        personalNumberOfAnother: fc.boolean(),
        operatedAt: fc.integer(),
      }),
    )
    .map(([known, rest]) => ({ ...known, ...rest }));
  fc.assert(
    fc.property(person, transfer, (known, sent) => {
      expect(listHeldReasons(known, sent).length > 0).toBe(judge(known, sent).result === 'held');
    }),
  );
});

test('all of them are named, and the name only where the address number is not this person’s', () => {
  const current = { birthDateText: '1980', birthDate: null, sex: 'male', nameKey: 'ア', operatedAt: 0 };
  const sent = { birthDateText: '1981', birthDate: null, sex: 'female', nameKey: 'イ', personalNumberOfAnother: true };
  expect(listHeldReasons({ current }, { ...sent, addressNumberOf: 'another-person' })).toEqual([
    'ADDRESS_NUMBER_OF_ANOTHER',
    'PERSONAL_NUMBER_OF_ANOTHER',
    'BIRTH_DATE_DIFFERS',
    'SEX_DIFFERS',
    'NAME_DIFFERS',
  ]);
  expect(listHeldReasons({ current }, { ...sent, addressNumberOf: 'this-person' })).not.toContain('NAME_DIFFERS');
});
