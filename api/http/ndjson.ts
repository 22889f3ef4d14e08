/** Streams of lines: read within limits, processed in sets, answered in order. */
import { takeTurn } from './turns.ts';

export type Line =
  | { kind: 'line'; line: number; bytes: Uint8Array }
  /** The line is longer than the limit; it was skipped without being kept. */
  | { kind: 'line-too-long'; line: number }
  /** The whole body is longer than its limit; nothing follows. */
  | { kind: 'body-too-long'; line: number }
  /** There are more lines than the limit; nothing follows. */
  | { kind: 'too-many-lines'; line: number };

const newline = 0x0a;
const noBytes: Uint8Array = new Uint8Array();

/** Counts empty lines but leaves them out, so that line numbers are those an editor shows. Sizes in bytes. */
export async function* readLines(
  body: AsyncIterable<Uint8Array>,
  { maxLine, maxBody, maxLines }: { maxLine: number; maxBody: number; maxLines: number },
): AsyncGenerator<Line, void, void> {
  let line = 1;
  let total = 0;
  /** The bytes so far of an unfinished line: one growing buffer, because it may arrive byte by byte. */
  let buffer = noBytes;
  let length = 0;
  const keep = (part: Uint8Array): void => {
    const end = length + part.length;
    if (end <= maxLine && part.length > 0) {
      if (end > buffer.length) buffer = Buffer.concat([buffer.subarray(0, length)], Math.max(2 * buffer.length, end));
      buffer.set(part, length);
    }
    length = end;
  };
  const finish = (part: Uint8Array): Line | undefined => {
    const isWhole = length === 0;
    if (isWhole) length = part.length;
    else keep(part);
    const finished = line;
    const tooLong = length > maxLine;
    const bytes = isWhole ? part : buffer.subarray(0, tooLong ? 0 : length);
    [buffer, length, line] = [noBytes, 0, line + 1];
    if (tooLong) return { kind: 'line-too-long', line: finished };
    return isBlank(bytes) ? undefined : { kind: 'line', line: finished, bytes };
  };

  for await (const chunk of body) {
    total += chunk.length;
    if (total > maxBody) return yield { kind: 'body-too-long', line };
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      if (line > maxLines) return yield { kind: 'too-many-lines', line };
      const finished = finish(chunk.subarray(from, end));
      from = end + 1;
      if (finished) yield finished;
    }
    keep(chunk.subarray(from));
  }
  if (line > maxLines && length > 0) return yield { kind: 'too-many-lines', line };
  const last = finish(noBytes);
  if (last) yield last;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

/** Limits of a set: the number of items, and a weight after which no item is added. */
export interface SetLimits<Item> {
  most: number;
  heaviest?: number;
  weightOf?: (item: Item) => number;
}

/**
 * Groups the items into sets: each holds what arrived while the set before was processed, up to the limits. So a fast
 * sender's lines are taken many at once, a slow one's as they come. Where the items end with an error, those before it
 * are still yielded. Other requests have their turn between two sets.
 */
export async function* groupInSets<Item>(
  items: AsyncIterable<Item>,
  { most, heaviest = Infinity, weightOf = () => 0 }: SetLimits<Item>,
): AsyncGenerator<Item[]> {
  const iterator = items[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<Item>> => {
    const result = iterator.next();
    // An error while a set is processed is not lost: it is thrown when the next set is asked for.
    result.catch(() => undefined);
    return result;
  };
  try {
    let next = ask();
    for (let first = await next; !first.done; first = await next) {
      const set = [first.value];
      let weight = weightOf(first.value);
      next = ask();
      while (set.length < most && weight < heaviest) {
        const more = await Promise.race([next.catch(() => undefined), pause()]);
        if (more === undefined || more.done) break;
        set.push(more.value);
        weight += weightOf(more.value);
        next = ask();
      }
      yield set;
      await takeTurn();
    }
  } finally {
    // Not awaited, because an item that was asked for may never come.
    iterator.return?.().catch(() => undefined);
  }
}

/** Lets everything that has arrived be read, and waits for nothing else. */
const pause = (): Promise<undefined> => new Promise((resolve) => setImmediate(() => resolve(undefined)));
