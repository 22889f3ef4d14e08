/**
 * Cuts a file into parts that can be read separately, in any order: each carries its place in the file and the columns
 * of the heading. Only a record that is still open at the end of a part ties it to the next one.
 */
import type { LoadEncoding, LoadFormat } from '../contracts/load-file.ts';
import { countLineEnds, createBlock } from './block.ts';
import { checkEncoding } from './check-encoding.ts';
import { findHeading, readHeading } from './csv-heading.ts';
import type { Column } from '../contracts/load-fields.ts';
import type { LoadDefaults } from './judge-line.ts';
import { cutLineBlocks } from './line-blocks.ts';
import { normaliseLineEnds } from './line-ends.ts';
import { mayEndInOpenRecord } from './read-csv.ts';
import { unzip, type ZipLimits } from './unzip.ts';

/** Plain data, which can be sent to another thread. */
export interface FilePart {
  /** Whole lines. */
  bytes: Uint8Array;
  /** The number of the first line in the file. */
  firstLine: number;
  /** The first line that is still to be read, counted from 0 within the part. */
  from: number;
  /** Whether the part is the last, so that nothing follows that could close an open record. */
  last: boolean;
  /** Whether a record may begin in it that only the next part closes. */
  mayLeaveOpen: boolean;
  /** The columns of a CSV. */
  columns: readonly Column[];
}

export interface FilePartsOptions {
  format: LoadFormat;
  encoding: LoadEncoding;
  defaults?: LoadDefaults;
  zipLimits?: ZipLimits;
  /** Gets the heading of a CSV unchanged, for the file of bad lines. */
  onHeading?: (raw: Uint8Array) => unknown;
}

/**
 * Yields the parts; the heading is read first. To `next` the caller passes how many bytes at the end of the part before
 * belong to the next one.
 */
export async function* readFileParts(
  source: AsyncIterable<Uint8Array>,
  { format, encoding, defaults = {}, zipLimits, onHeading }: FilePartsOptions,
): AsyncGenerator<FilePart, void, number> {
  const supplied = new Set(Object.keys(defaults));
  let columns: readonly Column[] | null = format === 'csv' ? null : [];
  let firstLine = 1;
  let openBytes = nothing;
  let mark: Uint8Array | null = null;

  for await (const { bytes: added, last, isCut } of cutLineBlocks(normaliseLineEnds(unzip(source, zipLimits)))) {
    if (mark === null) {
      checkEncoding(added, encoding);
      mark = findMark(added, encoding);
    }
    const isFirst = firstLine === 1 && openBytes.length === 0;
    // A line that is too long closes no record that was open before it.
    if (isCut) yield* part(nothing, true);
    yield* part(isFirst ? added.subarray(mark.length) : added, last || isCut);
  }

  async function* part(added: Uint8Array, last: boolean): AsyncGenerator<FilePart, void, number> {
    const bytes = openBytes.length === 0 ? added : Buffer.concat([openBytes, added]);
    if (bytes.length === 0) return;
    let from = 0;
    let left = 0;
    if (columns === null) from = await takeHeading(bytes, last);
    if (columns !== null) {
      const mayLeaveOpen = format === 'csv' && !last && mayEndInOpenRecord(bytes);
      left = yield { bytes, firstLine, from, last, mayLeaveOpen, columns };
    }
    openBytes = bytes.subarray(bytes.length - left);
    firstLine += countLineEnds(bytes.subarray(0, bytes.length - left));
  }

  /** Reads the first line that is not empty as the heading. Returns the number of the line after it. */
  async function takeHeading(bytes: Uint8Array, last: boolean): Promise<number> {
    const block = createBlock(bytes, { encoding, firstLine, last });
    const heading = findHeading(block);
    if (!heading) return 0;
    columns = readHeading(heading.cells, { supplied });
    await onHeading?.(Buffer.concat([mark ?? nothing, block.copyLines(heading.line, 1)]));
    return heading.line + 1;
  }
}

const nothing: Uint8Array = new Uint8Array(0);

/** The byte order mark, which belongs to the file and not to its first line. */
function findMark(bytes: Uint8Array, encoding: LoadEncoding): Uint8Array {
  return encoding === 'utf-8' && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    ? bytes.slice(0, 3)
    : nothing;
}
