/** From the file into the table: no rule but that a line has its cells. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type postgres from 'postgres';
import { v7 as newId } from 'uuid';
import type { KeyRing } from '../../../keys/key-ring.ts';
import { personalNumberIndex, sealPersonalNumber } from '../../../storage/database/personal-number.ts';

const linesACopy = 10_000;

export async function readFile(
  sql: postgres.Sql,
  { path, keys, municipality }: { path: string; keys: KeyRing; municipality: string },
): Promise<void> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  let isHeading = true;
  let rows: string[] = [];
  for await (const line of lines) {
    if (isHeading) isHeading = false;
    else rows.push(rowOf(line, keys, municipality));
    if (rows.length < linesACopy) continue;
    await copy(sql, rows);
    rows = [];
  }
  if (rows.length > 0) await copy(sql, rows);
}

/** As the backbone's export has it; no cell of it holds a comma or a quotation mark. */
function rowOf(line: string, keys: KeyRing, municipality: string): string {
  const [
    ,
    ,
    number = '',
    ,
    addressNumber,
    ,
    name,
    kana,
    birthDate,
    sex,
    address,
    contact,
    delivery,
    ,
    type,
    ,
    item1,
    item2,
  ] = line.split(',');
  const id = newId();
  const sealed = number === '' ? '\\N' : hex(sealPersonalNumber(keys, municipality, id, number));
  const index = number === '' ? '\\N' : hex(personalNumberIndex(keys, municipality, number));
  return [
    id,
    sealed,
    index,
    addressNumber,
    name,
    kana,
    birthDate,
    sex,
    address,
    contact,
    delivery,
    type,
    item1,
    item2,
  ].join('\t');
}

const hex = (bytes: Uint8Array): string => `\\\\x${Buffer.from(bytes).toString('hex')}`;

async function copy(sql: postgres.Sql, rows: readonly string[]): Promise<void> {
  const stream = await sql`
    copy resident (id, personal_number, personal_number_index, address_number, name, name_kana, birth_date, sex, address,
      contact, delivery, data_type, item1, item2) from stdin`.writable();
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject);
    stream.once('finish', resolve);
    stream.end(`${rows.join('\n')}\n`);
  });
}
