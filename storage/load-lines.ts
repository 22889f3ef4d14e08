/**
 * The lines of a load as read, on their way into the database: good ones by COPY with their personal numbers sealed,
 * bad ones as they stand in the file, sealed whole. Batch by batch in the order of the file, so that reading goes on
 * after the last batch that is stored.
 */
import type { Writable } from 'node:stream';
import { v7 as newId } from 'uuid';
import type { LoadLine, LoadLineProblem, ReadLine } from '../contracts/load-file.ts';
import type { CheckedTransfer } from '../domain/checked-transfer.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Database } from './database.ts';
import { contentHashOf } from './inbox.ts';
import { personalNumberIndex, sealPersonalNumber } from './personal-number.ts';

type Good = Extract<ReadLine, { kind: 'good' }>;
type Bad = Extract<ReadLine, { kind: 'bad' }>;

const columns = [
  'load_id',
  'line',
  'person_id',
  'personal_number',
  'personal_number_index',
  'number_system',
  'address_number',
  'transfer_id',
  'content_hash',
  'integrated_address_number',
  'operated_at',
  'name',
  'name_kana',
  'name_key',
  'birth_date_text',
  'birth_date',
  'sex',
  'address',
  'address_key',
  'contact',
  'delivery',
  'non_disclosure',
  'data_type',
  'confirmed_at',
  'business_item1',
  'business_item2',
  'sender_staff_id',
];

export interface LoadKey {
  municipality: string;
  loadId: string;
}

/**
 * Stores one batch, the lines after `readTo` of the batch before. One that is stored already (its answer was lost)
 * changes nothing. `ownIds`: transfer ids that begin so were made of file and line, and cannot come a second time.
 */
export async function storeLines(
  { db, keys }: { db: Database; keys: KeyRing },
  { municipality, loadId, ownIds }: LoadKey & { ownIds: string },
  lines: readonly ReadLine[],
): Promise<void> {
  const last = lines.at(-1)?.line;
  if (last === undefined) return;
  const good = lines.filter((line): line is Good => line.kind === 'good');
  const bad = lines.filter((line): line is Bad => line.kind === 'bad');
  const text = copyTextOf({ keys, municipality, loadId, ownIds }, good);
  const raws = bad.map(({ raw, line }) => hexOf(keys.encrypt('data', raw, badLineContext(municipality, loadId, line))));
  await db.$client.begin(async (tx) => {
    await tx`select set_config('fugo.municipality', ${municipality}, true)`;
    const [load] = await tx<{ read_to: number }[]>`
      select read_to from loads where municipality = ${municipality} and load_id = ${loadId} for update`;
    if (!load || load.read_to >= last) return;
    if (good.length > 0) {
      const copy = await tx`copy load_lines (${tx.unsafe(columns.join(', '))}) from stdin`.writable();
      await written(copy, text);
    }
    if (bad.length > 0) {
      await tx`
        insert into bad_lines (municipality, load_id, line, problems, raw)
        select ${municipality}, ${loadId}, t.line, t.problems, decode(t.raw, 'hex')
        from unnest(${bad.map(({ line }) => line)}::int[], ${bad.map(({ problems }) => JSON.stringify(problems))}::jsonb[],
          ${raws}::text[]) as t(line, problems, raw)`;
    }
    await tx`
      update loads set read_to = ${last}, good_lines = good_lines + ${good.length}, bad_lines = bad_lines + ${bad.length}
      where municipality = ${municipality} and load_id = ${loadId}`;
  });
}

/** A batch is written within a second; postgres.js says nothing of one that the server refuses at its end. */
const copyLimitMs = 60_000;

function written(copy: Writable, text: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('The lines were not taken by the database')), copyLimitMs);
    copy.once('close', () => clearTimeout(limit));
    copy.once('error', reject);
    copy.once('finish', () => {
      clearTimeout(limit);
      resolve();
    });
    copy.end(text);
  });
}

/** PostgreSQL's text form of COPY. */
function copyTextOf(
  { keys, municipality, loadId, ownIds }: LoadKey & { keys: KeyRing; ownIds: string },
  lines: readonly Good[],
): Buffer {
  let text = '';
  for (const { line, value } of lines) {
    const personId = newId();
    const { personalNumber } = value;
    const sealed = personalNumber === null ? none : sealPersonalNumber(keys, municipality, personId, personalNumber);
    const index = personalNumber === null ? none : personalNumberIndex(keys, municipality, personalNumber);
    const hash = value.transferId.startsWith(ownIds) ? none : contentHashOf(keys, municipality, transferOf(value));
    text += `${loadId}\t${line}\t${personId}\t${bytesCell(sealed)}\t${bytesCell(index)}\t${value.numberSystem}\t${
      value.addressNumber
    }\t${cell(value.transferId)}\t${bytesCell(hash)}\t${value.integratedAddressNumber ?? absent}\t${instantCell(
      value.operatedAt,
    )}\t${cell(value.name)}\t${cell(value.nameKana)}\t${cell(value.nameKey)}\t${cell(value.birthDateText)}\t${
      value.birthDate ?? absent
    }\t${value.sex}\t${cell(value.address)}\t${cell(value.addressKey)}\t${cell(value.contact)}\t${cell(value.delivery)}\t${
      value.nonDisclosure ? 't' : 'f'
    }\t${value.dataType}\t${instantCell(value.confirmedAt)}\t${cell(value.businessItem1)}\t${cell(value.businessItem2)}\t${cell(
      value.senderStaffId,
    )}\n`;
  }
  return Buffer.from(text, 'utf8');
}

const absent = '\\N';
const none = null;

function cell(text: string | null): string {
  if (text === null) return absent;
  // The rules refuse control characters, so there is nothing to escape but the backslash.
  return text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
}

const bytesCell = (bytes: Uint8Array | null): string => (bytes === null ? absent : `\\\\x${hexOf(bytes)}`);
const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

/** Most lines of a file carry one and the same moment. */
let lastInstant = { millis: NaN, text: '' };
function instantCell(millis: number): string {
  if (millis !== lastInstant.millis) lastInstant = { millis, text: new Date(millis).toISOString() };
  return lastInstant.text;
}

/** As a backbone would have sent it. */
function transferOf(line: LoadLine): CheckedTransfer {
  const { integratedAddressNumber, ...transfer } = line;
  void integratedAddressNumber;
  return transfer;
}

const badLineContext = (municipality: string, loadId: string, line: number): string =>
  `bad-line/${municipality}/${loadId}/${line}`;

export interface BadLine {
  line: number;
  problems: LoadLineProblem[];
  /** As it stands in the file; null for one that only the judge found to be impossible. */
  raw: Uint8Array | null;
}

/** A page of the lines that could not be taken, in the order of the file. */
export async function badLinesAfter(
  { db, keys }: { db: Database; keys: KeyRing },
  { municipality, loadId }: LoadKey,
  { after, limit }: { after: number; limit: number },
): Promise<BadLine[]> {
  return db.$client.begin(async (tx) => {
    await tx`select set_config('fugo.municipality', ${municipality}, true)`;
    const rows = await tx<{ line: number; problems: LoadLineProblem[]; raw: Uint8Array | null }[]>`
      select line, problems, raw from bad_lines
      where municipality = ${municipality} and load_id = ${loadId} and line > ${after} order by line limit ${limit}`;
    return rows.map(({ line, problems, raw }) => ({
      line,
      problems,
      raw: raw === null ? null : keys.decrypt('data', raw, badLineContext(municipality, loadId, line)),
    }));
  });
}
