/**
 * Reads a file of residents: a stream in, batches of judged lines out, in the order of the file.
 *
 * R1. Memory stays the same whatever the size of the file.
 * R2. A line is judged by the rules of a transfer of the API, and all its problems are said at once.
 * R3. The encoding is what was said and never guessed; a byte that is not in it spoils its line, never another, and is
 *     never replaced.
 * R4. A bad line is given back as it stands. No line gets lost: each is good or bad, unless it is empty.
 * R5. A file that cannot be read as a whole throws a {@link LoadFileProblem}. In a zip that may be known at the end only,
 *     so lines count when the last one was read.
 */
import type { LoadEncoding, LoadFormat, ReadLine } from '../contracts/load-file.ts';
import { createBlock } from './block.ts';
import { createBlockReader } from './block-reader.ts';
import { checkEncoding } from './check-encoding.ts';
import { lineBlocks } from './line-blocks.ts';
import { createLineJudge, type LoadDefaults } from './judge-line.ts';
import { LoadFileProblem } from './problem.ts';
import { unzipped, type ZipLimits } from './unzip.ts';

export { LoadFileProblem };

export interface LoadFileOptions {
  format: LoadFormat;
  encoding: LoadEncoding;
  /** Epoch milliseconds. */
  now: number;
  /** Stands before the line in the transfer id of a line that has none. */
  fileKey: string;
  defaults?: LoadDefaults;
  batchSize?: number;
  zipLimits?: ZipLimits;
  /** The heading of a CSV as it stands, for the file of bad lines. */
  onHeading?: (raw: Uint8Array) => unknown;
}

export async function* readLoadFile(
  bytes: AsyncIterable<Uint8Array>,
  options: LoadFileOptions,
): AsyncGenerator<ReadLine[]> {
  const { encoding, batchSize = 2_000 } = options;
  const lines: ReadLine[] = [];
  const headings: Uint8Array[] = [];
  let found = 0;
  const readBlock = createBlockReader(options, {
    judge: createLineJudge(options),
    put: (line) => {
      found += 1;
      lines.push(line);
    },
    putHeading: (raw) => {
      found += 1;
      headings.push(raw);
    },
  });

  let firstLine = 1;
  let open = nothing;
  const read = (added: Uint8Array, last: boolean): void => {
    const block = createBlock(Buffer.concat([open, added]), { encoding, firstLine, last });
    const from = readBlock(block);
    open = from === null ? nothing : block.from(from);
    firstLine += from ?? countLineEnds(block.text);
  };

  let mark: Uint8Array | null = null;
  for await (const { bytes: added, last, isCut } of lineBlocks(unzipped(bytes, options.zipLimits))) {
    if (mark === null) {
      checkEncoding(added, encoding);
      mark = findMark(added, encoding);
    }
    const isFirst = firstLine === 1 && open.length === 0;
    // A line that is too long closes nothing that was left open before it.
    if (isCut) read(nothing, true);
    read(isFirst ? added.subarray(mark.length) : added, last || isCut);
    for (const raw of headings.splice(0)) await options.onHeading?.(Buffer.concat([mark, raw]));
    while (lines.length >= batchSize) yield lines.splice(0, batchSize);
  }
  if (found === 0) throw new LoadFileProblem({ field: '', rule: 'EMPTY_FILE' });
  if (lines.length > 0) yield lines;
}

const nothing: Uint8Array = new Uint8Array(0);

/** The byte order mark, which belongs to the file and not to its first line. */
function findMark(bytes: Uint8Array, encoding: LoadEncoding): Uint8Array {
  return encoding === 'utf-8' && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    ? bytes.slice(0, 3)
    : nothing;
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) count += 1;
  return count;
}
