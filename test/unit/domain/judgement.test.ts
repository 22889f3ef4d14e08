import { describe, expect, test } from 'vitest';
import * as fc from '../../support/fast-check.ts';
import { judge, judgeBusiness, type JudgedPerson, type JudgedTransfer } from '../../../domain/judgement.ts';

const identity = { birthDateText: '平成2年4月1日', birthDate: '1990-04-01', sex: 'female', nameKey: '符号花子' };
const person: JudgedPerson = {
  codeRequestStatus: 'REQUESTED',
  hasPersonalNumber: true,
  hasIntegratedAddressNumber: true,
  current: { ...identity, operatedAt: 1_000 },
};
const transfer: JudgedTransfer = {
  ...identity,
  hasPersonalNumber: true,
  addressNumberOf: 'this-person',
  personalNumberOfAnother: false,
  operatedAt: 2_000,
};
const nobody: JudgedPerson = {
  codeRequestStatus: 'NOT_REQUESTED',
  hasPersonalNumber: true,
  hasIntegratedAddressNumber: false,
  current: null,
};

describe('the three states of a code', () => {
  test('none: the person is numbered and the code requested', () => {
    expect(judge(nobody, { ...transfer, addressNumberOf: 'nobody' })).toMatchObject({
      result: 'numbered',
      request: true,
    });
  });
  test('in progress: the transfer joins and nothing is requested', () => {
    const requesting = { ...person, codeRequestStatus: 'REQUESTING' } as const;
    expect(judge(requesting, transfer)).toMatchObject({ result: 'joined', request: false });
  });
  test('acquired: the person is updated', () => {
    expect(judge(person, transfer)).toMatchObject({ result: 'updated', current: true, request: false });
  });
  test('cancelled before it was sent: the number is kept and the code requested again', () => {
    const cancelled = { ...person, codeRequestStatus: 'NOT_REQUESTED' } as const;
    expect(judge(cancelled, transfer)).toMatchObject({ result: 'updated', request: true });
  });
  test('no personal number yet: nothing is numbered', () => {
    const awaiting = { ...nobody, hasPersonalNumber: false };
    const without = { ...transfer, hasPersonalNumber: false };
    expect(judge(awaiting, without)).toMatchObject({ result: 'awaitingPersonalNumber', request: false });
  });
});

describe('who it is', () => {
  test.each([
    ['another address number with the same name', { addressNumberOf: 'nobody' }, 'updated'],
    ['a new name under the known address number', { nameKey: '見本花子' }, 'updated'],
    ['a new name under a new address number', { nameKey: '見本花子', addressNumberOf: 'nobody' }, 'held'],
    ['another birth date', { birthDate: '1991-04-01', birthDateText: '平成3年4月1日' }, 'held'],
    ['the same birth date in the other calendar', { birthDateText: '1990-04-01' }, 'updated'],
    ['a birth date that is only partly known', { birthDate: null, birthDateText: '平成2年不詳' }, 'held'],
    ['another sex', { sex: 'male' }, 'held'],
    ['an address number of another person', { addressNumberOf: 'another-person' }, 'held'],
    ['a personal number of another person', { personalNumberOfAnother: true }, 'held'],
  ] as const)('%s', (_what, difference, result) => {
    expect(judge(person, { ...transfer, ...difference }).result).toBe(result);
  });

  test.each([
    ['昭和15年月日不詳', 'S15.00.00', 'updated'],
    ['昭和１５年月日不詳', '19400000', 'updated'],
    ['昭和15年1月上旬頃', 'S15年1月上旬', 'updated'],
    ['昭和15年月日不詳', '昭和16年月日不詳', 'held'],
    ['昭和15年月日不詳', '昭和15年1月日不詳', 'held'],
    ['不詳', '昭和15年月日不詳', 'held'],
  ])('of partly known birth dates the known parts are compared: %s and %s', (known, sent, result) => {
    const current = { ...person.current, ...identity, birthDate: null, birthDateText: known, operatedAt: 0 };
    const decision = judge({ ...person, current }, { ...transfer, birthDate: null, birthDateText: sent });
    expect(decision.result).toBe(result);
  });

  test('an older operation goes into the history and does not become current', () => {
    expect(judge(person, { ...transfer, operatedAt: 500 })).toMatchObject({ result: 'updated', current: false });
  });
});

describe('business information alone', () => {
  const persons = fc.record({
    codeRequestStatus: fc.constantFrom('NOT_REQUESTED' as const, 'REQUESTING' as const, 'REQUESTED' as const),
    hasPersonalNumber: fc.boolean(),
    hasIntegratedAddressNumber: fc.boolean(),
    current: fc.constantFrom(null, { ...identity, operatedAt: 1_000 }),
  });
  const transfers = fc.record({
    hasPersonalNumber: fc.boolean(),
    addressNumberOf: fc.constantFrom('nobody' as const, 'this-person' as const, 'another-person' as const),
    personalNumberOfAnother: fc.boolean(),
    operatedAt: fc.integer({ min: 0, max: 3_000 }),
  });

  test('is held exactly when a number is another’s or there is no address information of the person', () => {
    fc.assert(
      fc.property(persons, transfers, (somebody, business) => {
        const { addressNumberOf, personalNumberOfAnother } = business;
        const isDoubtful = somebody.current === null || addressNumberOf === 'another-person' || personalNumberOfAnother;
        expect(judgeBusiness(somebody, business).result === 'held').toBe(isDoubtful);
      }),
    );
  });

  test('never becomes the current address information, and asks for a code as any other transfer would', () => {
    fc.assert(
      fc.property(persons, transfers, (somebody, business) => {
        const decision = judgeBusiness(somebody, business);
        if (decision.result === 'held') return;
        expect(decision).toEqual({ ...judge(somebody, { ...identity, ...business }), current: false });
      }),
    );
  });
});
