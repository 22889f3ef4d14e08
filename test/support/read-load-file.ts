/** A file of residents as the worker reads it, but in this thread alone: batches of judged lines, in the order of the file. */
import type { ReadLine } from '../../contracts/load-file.ts';
import type { FilePartsOptions } from '../../load-files/file-parts.ts';
import { createPartReader, type PartReaderOptions } from '../../load-files/part-reader.ts';
import { readParts } from '../../load-files/read-parts.ts';

export interface LoadFileOptions extends FilePartsOptions, PartReaderOptions {
  batchSize?: number;
}

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
