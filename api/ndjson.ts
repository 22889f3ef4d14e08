/** Streams of lines: read with bounds, worked on in sets, answered in order. */

export type Line =
  | { kind: 'line'; line: number; bytes: Uint8Array }
  /** Longer than the limit; it was passed over without being kept. */
  | { kind: 'line-too-long'; line: number }
  /** The whole body is longer than its limit; nothing comes after this. */
  | { kind: 'body-too-long'; line: number };

const newline = 0x0a;

/** Empty lines are counted and left out, so that a line's number is the one an editor shows. */
export async function* readLines(
  body: AsyncIterable<Uint8Array>,
  { maxLine, maxBody }: { maxLine: number; maxBody: number },
): AsyncGenerator<Line> {
  let line = 1;
  let total = 0;
  let kept: Uint8Array[] = [];
  let length = 0;
  const take = (part: Uint8Array): void => {
    length += part.length;
    if (length <= maxLine) kept.push(part);
    else kept = [];
  };
  const finish = (): Line | undefined => {
    const bytes = Buffer.concat(kept);
    const tooLong = length > maxLine;
    const finished = line;
    [kept, length, line] = [[], 0, line + 1];
    if (tooLong) return { kind: 'line-too-long', line: finished };
    return isBlank(bytes) ? undefined : { kind: 'line', line: finished, bytes };
  };

  for await (const chunk of body) {
    total += chunk.length;
    if (total > maxBody) {
      yield { kind: 'body-too-long', line };
      return;
    }
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      take(chunk.subarray(from, end));
      from = end + 1;
      const finished = finish();
      if (finished) yield finished;
    }
    take(chunk.subarray(from));
  }
  const last = finish();
  if (last) yield last;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

/**
 * The items in sets: as many as have come while the set before was worked on, up to `most`. So a fast sender's lines are
 * taken many at once, and a slow one's as they come. Where the items break off, those that came before are a set yet.
 */
export async function* inSets<Item>(items: AsyncIterable<Item>, most: number): AsyncGenerator<Item[]> {
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
      next = ask();
      while (set.length < most) {
        const more = await Promise.race([next.catch(() => undefined), pause()]);
        if (more === undefined || more.done) break;
        set.push(more.value);
        next = ask();
      }
      yield set;
    }
  } finally {
    // Not awaited: an item that was asked for may never come.
    iterator.return?.().catch(() => undefined);
  }
}

/** What has arrived by now is read before this is over; for what has not, nobody waits. */
const pause = (): Promise<undefined> => new Promise((resolve) => setImmediate(() => resolve(undefined)));

/**
 * The results as a body. What the caller has not read yet is kept, not waited for: a caller that sends everything
 * before it reads anything would otherwise stand still with us. The limit of the body bounds what is kept.
 */
export function ndjsonBody(
  results: AsyncIterable<unknown>,
  onEnd: (err?: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let cancelled = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const pump = async (): Promise<void> => {
        for await (const result of results) {
          if (cancelled) return;
          controller.enqueue(encoder.encode(`${JSON.stringify(result)}\n`));
        }
        if (!cancelled) controller.close();
      };
      // Not awaited: reading goes on while the caller already gets its first results.
      pump().then(
        () => onEnd(),
        (err: unknown) => {
          onEnd(err);
          if (!cancelled) controller.error(err);
        },
      );
    },
    cancel() {
      cancelled = true;
    },
  });
}
