/** The other ways into load_lines: fugo's pipeline with unnest in the place of COPY, and the database alone. */
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { v7 as newId } from 'uuid';
import type { ReadLine } from '../../../contracts/load-file.ts';
import type { KeyRing } from '../../../keys/key-ring.ts';
import { readLoadFile } from '../../../test/support/read-load-file.ts';
import { personalNumberIndex, sealPersonalNumber } from '../../../storage/database/personal-number.ts';
import { contentHashOf } from '../../../storage/transfers/inbox.ts';
import { loadOptions, municipality } from './load-rows.ts';

interface Column {
  name: string;
  type: string;
}

/** Of load_lines, as they are in the database; the municipality is the transaction's. */
export async function readColumns(sql: postgres.Sql): Promise<Column[]> {
  return sql<Column[]>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = 'load_lines'::regclass and attnum > 0 and not attisdropped and attname <> 'municipality'
    order by attnum`;
}

type Cells = readonly (string | null)[];

/** Rows a statement: more made it no faster in the lab. */
const rowsAStatement = 10_000;

/** `INSERT … SELECT FROM unnest(…)`: a list of texts a column. */
export function createUnnest(sql: postgres.Sql, columns: readonly Column[]) {
  const names = columns.map(({ name }) => name).join(', ');
  const text = `
    insert into load_lines (${names})
    select ${columns.map(({ name, type }) => `t.${name}::${type}`).join(', ')}
    from unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')}) as t(${names})`;
  return async (rows: readonly Cells[]): Promise<void> => {
    if (rows.length === 0) return;
    const lists = columns.map((_, at) => rows.map((cells) => cells[at] ?? null));
    await sql.begin(async (tx) => {
      await tx`select set_config('fugo.municipality', ${municipality}, true)`;
      await tx.unsafe(text, lists, { prepare: true });
    });
  };
}

/** The same reader, the same rules, the same sealing. */
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
    name_kana_key: value.nameKanaKey,
    kana_name_key: value.kanaNameKey,
    birth_date_text: value.birthDateText,
    birth_date: value.birthDate,
    birth_date_key: value.birthDateKey,
    sex: value.sex,
    address: value.address,
    address_key: value.addressKey,
    key_version: String(value.keyVersion),
    contact: value.contact,
    delivery: value.delivery,
    non_disclosure: value.nonDisclosure ? 't' : 'f',
    data_type: value.dataType,
    confirmed_at: value.confirmedAt === null ? null : new Date(value.confirmedAt).toISOString(),
    business_item1: value.businessItem1,
    business_item2: value.businessItem2,
    sender_staff_id: value.senderStaffId,
  };
  return columns.map(({ name }) => cells[name] ?? null);
}

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;

/**
 * Rows of one load as the text of COPY, under the id of another. On a connection of its own, because postgres.js may
 * leave one deaf after a COPY to here.
 */
export async function exportRows(
  url: string,
  { columns, from, to, path }: { columns: readonly Column[]; from: string; to: string; path: string },
): Promise<void> {
  const cells = columns.map(({ name }) => (name === 'load_id' ? `'${to}'::uuid` : name)).join(', ');
  const query = `copy (select ${cells} from load_lines where load_id = '${from}' order by line) to stdout`;
  const sql = postgres(url, { max: 1 });
  await pipeline(await sql.unsafe(query).readable(), createWriteStream(path));
  await sql.end({ timeout: 0 });
}

export async function copyRows(sql: postgres.Sql, columns: readonly Column[], path: string): Promise<void> {
  const names = columns.map(({ name }) => name).join(', ');
  await sql.begin(async (tx) => {
    await tx`select set_config('fugo.municipality', ${municipality}, true)`;
    const copy = await tx.unsafe(`copy load_lines (${names}) from stdin`).writable();
    await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), copy);
  });
}

/** Answers the milliseconds of the statements alone: the rows are made ready between them. */
export async function insertRows(path: string, insert: (rows: readonly Cells[]) => Promise<void>): Promise<number> {
  let ms = 0;
  let rows: Cells[] = [];
  const flush = async (): Promise<void> => {
    const began = performance.now();
    await insert(rows);
    ms += performance.now() - began;
    rows = [];
  };
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: 0 })) {
    rows.push(line.split('\t').map(cellOf));
    if (rows.length === rowsAStatement) await flush();
  }
  await flush();
  return ms;
}

function cellOf(text: string): string | null {
  if (text === '\\N') return null;
  return text.includes('\\') ? text.replaceAll('\\\\', '\\') : text;
}
