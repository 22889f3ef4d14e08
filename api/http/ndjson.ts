/** Streams of lines: read with bounds, worked on in sets, answered in order. */
import { takeTurn } from './turns.ts';

export type Line =
  | { kind: 'line'; line: number; bytes: Uint8Array }
  /** Longer than the limit; it was passed over without being kept. */
  | { kind: 'line-too-long'; line: number }
  /** The whole body is longer than its limit; nothing comes after this. */
  | { kind: 'body-too-long'; line: number }
  /** There are more lines than the limit; nothing comes after this. */
  | { kind: 'too-many-lines'; line: number };

const newline = 0x0a;
const nothing: Uint8Array = new Uint8Array();

/** Empty lines are counted and left out, so that a line's number is the one an editor shows. Sizes in bytes. */
export async function* readLines(
  body: AsyncIterable<Uint8Array>,
  { maxLine, maxBody, maxLines }: { maxLine: number; maxBody: number; maxLines: number },
): AsyncGenerator<Line, void, void> {
  let line = 1;
  let total = 0;
  /** What came of a line that is not over: in one piece, because it may come byte by byte. */
  let kept = nothing;
  let length = 0;
  const keep = (part: Uint8Array): void => {
    const end = length + part.length;
    if (end <= maxLine && part.length > 0) {
      if (end > kept.length) kept = Buffer.concat([kept.subarray(0, length)], Math.max(2 * kept.length, end));
      kept.set(part, length);
    }
    length = end;
  };
  const finish = (part: Uint8Array): Line | undefined => {
    const isWhole = length === 0;
    if (isWhole) length = part.length;
    else keep(part);
    const finished = line;
    const tooLong = length > maxLine;
    const bytes = isWhole ? part : kept.subarray(0, tooLong ? 0 : length);
    [kept, length, line] = [nothing, 0, line + 1];
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
  const last = finish(nothing);
  if (last) yield last;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

/** What a set may hold: so many items, and of those that weigh much only as many as are not too heavy together. */
export interface SetLimits<Item> {
  most: number;
  heaviest?: number;
  weightOf?: (item: Item) => number;
}

/**
 * The items in sets: as many as have come while the set before was worked on, up to the limits. So a fast sender's lines
 * are taken many at once, and a slow one's as they come. Where the items break off, those that came before are a set yet.
 * Between two sets the other requests have their turn.
 */
export async function* inSets<Item>(
  items: AsyncIterable<Item>,
  { most, heaviest = Infinity, weightOf = () => 0 }: SetLimits<Item>,
): AsyncGenerator<Item[]> {
  const iterator = items[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<Item>> => {
    const asked = iterator.next();
    // It may break off while a set is worked on; that is met with when the next set is asked for.
    asked.catch(() => undefined);
    return asked;
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
    // Not awaited: an item that was asked for may never come.
    iterator.return?.().catch(() => undefined);
  }
}

/** What has arrived by now is read before this is over; for what has not, nobody waits. */
const pause = (): Promise<undefined> => new Promise((resolve) => setImmediate(() => resolve(undefined)));
