/**
 * Prepares lines of a load for the database: good ones as rows for COPY with sealed personal numbers, bad ones sealed
 * whole. This file knows no connection, so it runs in any thread.
 */
import { v7 as newId } from 'uuid';
import type { LoadLine, LoadLineProblem, ReadLine } from '../../contracts/load-file.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { lineContentHash } from './line-content.ts';
import { personalNumberIndex, sealPersonalNumber } from '../database/personal-number.ts';

export interface LoadKey {
  municipality: string;
  loadId: string;
}

/** Consecutive lines, as plain data that can be sent to another thread. */
export interface SealedLines {
  /** The number of the last line. */
  to: number;
  good: number;
  /** The good lines in PostgreSQL's text format of COPY, with the columns `lineColumns`. */
  rows: Uint8Array;
  bad: SealedBadLine[];
}
export interface SealedBadLine {
  line: number;
  problems: LoadLineProblem[];
  raw: Uint8Array;
}

export const lineColumns = [
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
  'name_kana_key',
  'kana_name_key',
  'birth_date_text',
  'birth_date',
  'birth_date_key',
  'sex',
  'address',
  'address_key',
  'key_version',
  'contact',
  'delivery',
  'non_disclosure',
  'data_type',
  'confirmed_at',
  'business_item1',
  'business_item2',
  'sender_staff_id',
];

export interface LineSealer {
  add: (line: ReadLine) => void;
  /** Null when no line was added. */
  end: () => SealedLines | null;
}

/**
 * Transfer ids that begin with `ownIds` were made from file and line, and cannot come twice. `bytes` estimates the size
 * of the rows.
 */
export function createLineSealer(
  keys: KeyRing,
  { municipality, loadId, ownIds }: LoadKey & { ownIds: string },
  { bytes }: { bytes: number },
): LineSealer {
  const rowOf = createRows(keys, { municipality, loadId, ownIds });
  const bad: SealedBadLine[] = [];
  // Rows are written into one buffer, which can be handed to another thread.
  let rows = Buffer.from(new ArrayBuffer(bytes));
  let written = 0;
  let good = 0;
  let to: number | null = null;

  return {
    add(each) {
      to = each.line;
      if (each.kind === 'bad') {
        const raw = keys.encrypt('data', each.raw, badLineContext(municipality, loadId, each.line));
        bad.push({ line: each.line, problems: each.problems, raw });
        return;
      }
      good += 1;
      const row = rowOf(each.line, each.value);
      makeRoom(row.length * mostBytesAUnit);
      written += rows.write(row, written, 'utf8');
    },
    end: () => (to === null ? null : { to, good, rows: rows.subarray(0, written), bad }),
  };

  function makeRoom(added: number): void {
    if (written + added <= rows.length) return;
    const larger = Buffer.from(new ArrayBuffer(2 * rows.length + added));
    rows.copy(larger, 0, 0, written);
    rows = larger;
  }
}
const mostBytesAUnit = 3;

function createRows(
  keys: KeyRing,
  { municipality, loadId, ownIds }: LoadKey & { ownIds: string },
): (line: number, value: LoadLine) => string {
  return (line, value) => {
    const personId = newId();
    const { personalNumber } = value;
    const sealed = personalNumber === null ? none : sealPersonalNumber(keys, municipality, personId, personalNumber);
    const index = personalNumber === null ? none : personalNumberIndex(keys, municipality, personalNumber);
    const hash = value.transferId.startsWith(ownIds) ? none : lineContentHash(keys, municipality, value);
    return `${loadId}\t${line}\t${personId}\t${bytesCell(sealed)}\t${bytesCell(index)}\t${value.numberSystem}\t${
      value.addressNumber
    }\t${cell(value.transferId)}\t${bytesCell(hash)}\t${value.integratedAddressNumber ?? absent}\t${instantCell(
      value.operatedAt,
    )}\t${cell(value.name)}\t${cell(value.nameKana)}\t${cell(value.nameKey)}\t${cell(value.nameKanaKey)}\t${cell(value.kanaNameKey)}\t${cell(value.birthDateText)}\t${
      value.birthDate ?? absent
    }\t${value.birthDateKey ?? absent}\t${value.sex ?? absent}\t${cell(value.address)}\t${cell(value.addressKey)}\t${value.keyVersion}\t${cell(value.contact)}\t${cell(value.delivery)}\t${
      value.nonDisclosure ? 't' : 'f'
    }\t${value.dataType ?? absent}\t${value.confirmedAt === null ? absent : instantCell(value.confirmedAt)}\t${cell(value.businessItem1)}\t${cell(value.businessItem2)}\t${cell(
      value.senderStaffId,
    )}\n`;
  };
}

const absent = '\\N';
const none = null;

function cell(text: string | null): string {
  if (text === null) return absent;
  // The rules refuse control characters, so only the backslash needs escaping.
  return text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
}

const bytesCell = (bytes: Uint8Array | null): string => (bytes === null ? absent : `\\\\x${hexOf(bytes)}`);
const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

/** Lines of a file repeat the same few moments. */
const instants = new Map<number, string>();
function instantCell(millis: number): string {
  const cachedText = instants.get(millis);
  if (cachedText !== undefined) return cachedText;
  if (instants.size === mostInstants) instants.clear();
  const text = new Date(millis).toISOString();
  instants.set(millis, text);
  return text;
}
const mostInstants = 10_000;

export const badLineContext = (municipality: string, loadId: string, line: number): string =>
  `bad-line/${municipality}/${loadId}/${line}`;
