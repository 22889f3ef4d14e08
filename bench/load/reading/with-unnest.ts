/** fugo's pipeline with unnest in the place of COPY: the same reader, the same rules, the same sealing. */
import { v7 as newId } from 'uuid';
import type { ReadLine } from '../../../contracts/load-file.ts';
import type { KeyRing } from '../../../keys/key-ring.ts';
import { readLoadFile } from '../../../test/support/read-load-file.ts';
import { contentHashOf } from '../../../storage/transfers/inbox.ts';
import { personalNumberIndex, sealPersonalNumber } from '../../../storage/database/personal-number.ts';
import type { Column } from './columns.ts';
import { loadOptions, municipality } from './load-rows.ts';
import { rowsAStatement, type Cells } from './unnest.ts';

export async function readWithUnnest(
  source: AsyncIterable<Uint8Array>,
  { loadId, keys, columns }: { loadId: string; keys: KeyRing; columns: readonly Column[] },
  insert: (rows: readonly Cells[]) => Promise<void>,
): Promise<void> {
  const { format, encoding, defaults } = loadOptions;
  const fileKey = loadId.replaceAll('-', '');
  const options = { format, encoding, defaults, fileKey, now: Date.now(), batchSize: rowsAStatement };
  let storing = Promise.resolve();
  for await (const batch of readLoadFile(source, options)) {
    const rows = batch.flatMap((line) => (line.kind === 'good' ? [cellsOf(line, { loadId, keys, columns })] : []));
    await storing;
    storing = insert(rows);
    // Awaited at the next turn; a failure must not count as unhandled until then.
    storing.catch(() => undefined);
  }
  await storing;
}

function cellsOf(
  { line, value }: Extract<ReadLine, { kind: 'good' }>,
  { loadId, keys, columns }: { loadId: string; keys: KeyRing; columns: readonly Column[] },
): Cells {
  const personId = newId();
  const { integratedAddressNumber, personalNumber: number, ...rest } = value;
  const cells: Record<string, string | null> = {
    load_id: loadId,
    line: String(line),
    person_id: personId,
    personal_number: number === null ? null : hex(sealPersonalNumber(keys, municipality, personId, number)),
    personal_number_index: number === null ? null : hex(personalNumberIndex(keys, municipality, number)),
    number_system: value.numberSystem,
    address_number: value.addressNumber,
    transfer_id: value.transferId,
    content_hash: hex(contentHashOf(keys, municipality, { ...rest, personalNumber: number })),
    integrated_address_number: integratedAddressNumber,
    operated_at: new Date(value.operatedAt).toISOString(),
    name: value.name,
    name_kana: value.nameKana,
    name_key: value.nameKey,
    birth_date_text: value.birthDateText,
    birth_date: value.birthDate,
    sex: value.sex,
    address: value.address,
    address_key: value.addressKey,
    contact: value.contact,
    delivery: value.delivery,
    non_disclosure: value.nonDisclosure ? 't' : 'f',
    data_type: value.dataType,
    confirmed_at: new Date(value.confirmedAt).toISOString(),
    business_item1: value.businessItem1,
    business_item2: value.businessItem2,
    sender_staff_id: value.senderStaffId,
  };
  return columns.map(({ name }) => cells[name] ?? null);
}

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;
