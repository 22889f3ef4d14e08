/** The lines of a load as streams, read from the database a page at a time. */
import { loadResultColumns, loadRules, type BadLine as BadLineView } from '../../contracts/api/load-report.ts';
import { readColumns } from '../../load-files/heading-columns.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { createLineWriter, writeBadRows, type LineWriter, type AnyRecord } from '../../load-files/write.ts';
import type { Database } from '../../storage/database/database.ts';
import { readBadLines, readBadRows, type BadLine } from '../../storage/loads/lines.ts';
import { readKeptLines, readResults, type KeptLine } from '../../storage/loads/results.ts';
import { findHeading, type LoadView } from '../../storage/loads/loads.ts';

const linesAPage = 2_000;
/** Fewer, because each of these whole lines may have 64 KiB. */
const rawLinesAPage = 200;

export function badLineBodyOf({ line, problems }: BadLine): BadLineView {
  return { line, problems: problems.map(({ field, rule }) => ({ field, rule, text: loadRules[rule] })) };
}

/** Database and keys with the rights of whoever reads the lines. */
export interface LineSource {
  db: Database;
  keys: KeyRing;
}

/** Reads a page only after the one before was taken. */
async function* readPages<Line extends { line: number }>(
  pageAfter: (page: { after: number; limit: number }) => Promise<Line[]>,
  limit = linesAPage,
): AsyncGenerator<Line[]> {
  for (let after = 0; ;) {
    const page = await pageAfter({ after, limit });
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.line;
  }
}

export async function* streamBadLinesAsNdjson({ db }: LineSource, load: LoadView): AsyncGenerator<Uint8Array> {
  for await (const page of readPages((each) => readBadLines(db, load, each))) {
    yield Buffer.from(page.map((line) => `${JSON.stringify(badLineBodyOf(line))}\n`).join(''));
  }
}

/** The bad lines in the file's own form and encoding, under its own heading. */
export async function* streamBadLinesAsFile(source: LineSource, load: LoadView): AsyncGenerator<Uint8Array> {
  const { format } = load.options;
  const heading = await findHeading(source.db, load);
  const writer = createWriter(load, heading);
  yield* joinPieces(writeBadRows({ format, heading, rows: readRawRows(source, load, writer) }));
}

async function* readRawRows(source: LineSource, load: LoadView, writer: LineWriter): AsyncGenerator<Uint8Array> {
  for await (const page of readPages((each) => readBadRows(source, load, each), rawLinesAPage)) {
    const refusedNumbers = page.filter(({ raw }) => raw === null).map(({ line }) => line);
    const linesByNumber = new Map<number, KeptLine>();
    if (refusedNumbers.length > 0)
      for (const each of await readKeptLines(source, load, refusedNumbers)) linesByNumber.set(each.line, each);
    for (const { line, raw } of page) {
      const found = linesByNumber.get(line);
      if (raw !== null) yield raw;
      else if (found) yield trimLineEnd(writer.write(recordOf(found)));
    }
  }
}

function createWriter({ options: { format, encoding } }: LoadView, heading: Uint8Array | null): LineWriter {
  const columns = format === 'csv' && heading ? { columns: readColumns(heading, encoding) } : {};
  return createLineWriter({ format, encoding, ...columns });
}

function trimLineEnd(line: Uint8Array): Uint8Array {
  let end = line.length;
  while (end > 0 && (line[end - 1] === 0x0a || line[end - 1] === 0x0d)) end -= 1;
  return line.subarray(0, end);
}

/** Leaves out empty fields: in a file they are the same as absent ones. */
function recordOf(line: KeptLine): AnyRecord {
  const { numberSystem, addressNumber, name, birthDateText, sex, address, nonDisclosure, dataType, confirmedAt } = line;
  return {
    numberSystem,
    addressNumber,
    ...(name !== null && { name }),
    ...(birthDateText !== null && { birthDate: birthDateText }),
    ...(sex !== null && { sex }),
    ...(address !== null && { address }),
    nonDisclosure,
    operatedAt: line.operatedAt.toISOString(),
    ...(dataType !== null && { dataType }),
    ...(confirmedAt !== null && { confirmedAt: confirmedAt.toISOString() }),
    ...(line.transferId !== null && { transferId: line.transferId }),
    ...(line.personalNumber !== null && { personalNumber: line.personalNumber }),
    ...(line.integratedAddressNumber !== null && { integratedAddressNumber: line.integratedAddressNumber }),
    ...(line.nameKana !== null && { nameKana: line.nameKana }),
    ...(line.contact !== null && { contact: line.contact }),
    ...(line.delivery !== null && { delivery: line.delivery }),
    ...(line.businessItem1 !== '' && { businessItem1: line.businessItem1 }),
    ...(line.businessItem2 !== '' && { businessItem2: line.businessItem2 }),
    ...(line.senderStaffId !== null && { senderStaffId: line.senderStaffId }),
  };
}

/** The answer to the backbones (S24): a line for each line of the file that could be read. */
export async function* streamResultsAsCsv({ db }: LineSource, load: LoadView): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${loadResultColumns.join(',')}\r\n`);
  for (let after = 0; ;) {
    const page = await readResults(db, load, { after, limit: linesAPage });
    const last = page.at(-1);
    if (!last) return;
    // Nothing has to be quoted: the values are digits and fixed words.
    const lines = page.map((each) => `${loadResultColumns.map((column) => each[column] ?? '').join(',')}\r\n`);
    yield Buffer.from(lines.join(''));
    after = last.line;
  }
}

/** Joins many small pieces into fewer larger ones. */
async function* joinPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let buffered: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    buffered.push(piece);
    length += piece.length;
    if (length < 64 * 1024) continue;
    yield Buffer.concat(buffered);
    [buffered, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(buffered);
}
