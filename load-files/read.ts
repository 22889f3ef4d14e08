/**
 * Reads a file of residents: a stream of bytes in, batches of judged lines out, in the order of the file.
 *
 * R1. Memory does not grow with the file.
 * R2. A line is judged by the rules of a transfer, and all its problems are reported at once.
 * R3. The encoding is the stated one, never guessed. A byte outside it spoils its own line only and is never replaced.
 * R4. A bad line is given back unchanged. No line gets lost: each is good, bad or empty.
 * R5. A file that cannot be read as a whole throws a LoadFileProblem. In a zip that may show only at the end, so lines
 *     count when the last one was read.
 */
import type { ReadLine } from '../contracts/load-file.ts';
import type { FilePartsOptions } from './file-parts.ts';
import { createPartReader, type PartReaderOptions } from './part-reader.ts';
import { readParts } from './read-parts.ts';

export interface LoadFileOptions extends FilePartsOptions, PartReaderOptions {
  batchSize?: number;
}

/** Reads in this thread alone, each part when it is asked for. */
export async function* readLoadFile(
  bytes: AsyncIterable<Uint8Array>,
  options: LoadFileOptions,
): AsyncGenerator<ReadLine[]> {
  const { batchSize = 2_000 } = options;
  const readPart = createPartReader(options);
  const lines: ReadLine[] = [];
  const parts = readParts(bytes, options, {
    atOnce: 1,
    read(part) {
      const before = lines.length;
      const left = readPart(part, (line) => void lines.push(line));
      return { left, hasLines: lines.length > before };
    },
  });
  for await (const part of parts) {
    if (part.hasLines) while (lines.length >= batchSize) yield lines.splice(0, batchSize);
  }
  if (lines.length > 0) yield lines;
}
