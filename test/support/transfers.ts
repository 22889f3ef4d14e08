/** Invented transfers. Personal numbers come from a seed at run time; no real person is meant. */
import { randomUUID } from 'node:crypto';
import type { CheckedTransfer } from '../../domain/checked-transfer.ts';
import { searchKeysOf } from '../../domain/search-keys.ts';
import { personalNumberFrom } from '../../domain/values/personal-number.ts';

/** The same seed gives the same number. */
export const inventedPersonalNumber = (seed: number): string =>
  personalNumberFrom(String((seed * 7_919 + 104_729) % 100_000_000_000).padStart(11, '1'));

/** A transfer as domain/checked-transfer returns it, of one invented person unless overridden. */
export function checkedTransfer(overrides: Partial<CheckedTransfer> = {}): CheckedTransfer {
  const name = overrides.name ?? '符号　花子';
  const address = overrides.address ?? '符号市中央一丁目2番3号';
  const birthDateText = overrides.birthDateText ?? '平成2年4月1日';
  const { nameKana = null, birthDate = '1990-04-01' } = overrides;
  const at = Date.parse('2026-04-01T10:00:00+09:00');
  return {
    transferId: randomUUID(),
    operatedAt: at,
    personalNumber: inventedPersonalNumber(1),
    numberSystem: '01',
    addressNumber: '100000000000001',
    name,
    nameKana,
    birthDateText,
    birthDate,
    sex: 'female',
    address,
    ...searchKeysOf({ name, nameKana, birthDateText, birthDate, address }),
    contact: null,
    delivery: null,
    nonDisclosure: false,
    dataType: 'JM',
    confirmedAt: at,
    businessItem1: '',
    businessItem2: '',
    senderStaffId: null,
    ...overrides,
  };
}
