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
import { readFileParts, type FilePartsOptions, type FilePart } from './file-parts.ts';
import { LoadFileProblem } from './problem.ts';

/** What reading a part returns. */
export interface PartRead {
  /** Bytes at its end that belong to the next part. */
  left: number;
  /** Whether it had a line that is not empty. */
  hasLines: boolean;
}

/**
 * Has a file read part by part, up to `atOnce` at a time, and yields the results in the order of the file. Parts beyond
 * those are not taken from the source before somebody asks for them.
 */
export async function* readParts<Read extends PartRead>(
  source: AsyncIterable<Uint8Array>,
  options: FilePartsOptions,
  { read, atOnce }: { read: (part: FilePart) => Read | Promise<Read>; atOnce: number },
): AsyncGenerator<Read> {
  let hasContent = false;
  // A function, because TypeScript does not see that others change the variable.
  const isEmpty = (): boolean => !hasContent;
  const onHeading = (raw: Uint8Array): unknown => {
    hasContent = true;
    return options.onHeading?.(raw);
  };
  const parts = readFileParts(source, { ...options, onHeading });
  const readings: Promise<Read>[] = [];
  try {
    let left = 0;
    for (let step = await parts.next(left); !step.done; step = await parts.next(left)) {
      const part = step.value;
      const reading = Promise.resolve(read(part));
      // Awaited in its turn; until then a failure must not count as unhandled.
      reading.catch(() => undefined);
      readings.push(reading);
      left = part.mayLeaveOpen ? (await reading).left : 0;
      while (readings.length >= atOnce) yield await takeFirst();
    }
    while (readings.length > 0) yield await takeFirst();
  } finally {
    await parts.return();
  }
  if (isEmpty()) throw new LoadFileProblem({ field: '', rule: 'EMPTY_FILE' });

  async function takeFirst(): Promise<Read> {
    const reading = readings.shift();
    if (!reading) throw new Error('no part is under way');
    const result = await reading;
    if (result.hasLines) hasContent = true;
    return result;
  }
}
