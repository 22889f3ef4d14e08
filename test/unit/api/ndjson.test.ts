import { describe, expect, test, vi } from 'vitest';
import { groupInSets, readLines } from '../../../api/http/ndjson.ts';
import { createResolvable } from '../../support/resolvable.ts';

/** Items as a test gives them: one asks for the next and waits until it is given. */
function source() {
  const given: (() => number)[] = [];
  let come = createResolvable<void>();
  const give = (item: () => number): void => {
    given.push(item);
    come.resolve();
  };
  // An object, because the generator reads it after others have changed it.
  const state = { isOver: false, isLeft: false };
  return {
    give: (...items: number[]) => items.forEach((item) => give(() => item)),
    breakOff: () =>
      give(() => {
        throw new Error('broken off');
      }),
    end: () => {
      state.isOver = true;
      come.resolve();
    },
    isLeft: () => state.isLeft,
    items: (async function* items() {
      try {
        for (;;) {
          for (let item = given.shift(); item; item = given.shift()) yield item();
          if (state.isOver) return;
          await come.promise;
          come = createResolvable<void>();
        }
      } finally {
        state.isLeft = true;
      }
    })(),
  };
}

async function all<T>(sets: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const set of sets) found.push(set);
  return found;
}

const from = (length: number): number[] => Array.from({ length }, (_, at) => at + 1);

describe('items in sets', () => {
  test('are all there, in their order, as many at once as may be', async () => {
    const { items, give, end } = source();
    give(...from(10));
    end();
    expect(await all(groupInSets(items, { most: 4 }))).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10],
    ]);
  });

  test('are no set where there is nothing, and none after the last full one', async () => {
    const nothing = source();
    nothing.end();
    expect(await all(groupInSets(nothing.items, { most: 4 }))).toEqual([]);
    const full = source();
    full.give(...from(4));
    full.end();
    expect(await all(groupInSets(full.items, { most: 4 }))).toEqual([[1, 2, 3, 4]]);
  });

  test('go on alone where the next one has not come', async () => {
    const { items, give, end } = source();
    const sets = groupInSets(items, { most: 4 });
    give(1);
    expect((await sets.next()).value).toEqual([1]);
    give(2, 3);
    expect((await sets.next()).value).toEqual([2, 3]);
    const waiting = sets.next();
    give(4);
    expect((await waiting).value).toEqual([4]);
    end();
    expect((await sets.next()).done).toBe(true);
  });

  test('come together that came while the set before was worked on', async () => {
    const { items, give, end } = source();
    const sets = groupInSets(items, { most: 100 });
    give(1);
    const [first] = [await sets.next()];
    give(...from(30));
    end();
    expect(first.value).toEqual([1]);
    expect((await sets.next()).value).toEqual(from(30));
  });

  test('that break off are given as far as they came, and then fail', async () => {
    const { items, give, breakOff } = source();
    const sets = groupInSets(items, { most: 4 });
    give(1, 2);
    breakOff();
    expect((await sets.next()).value).toEqual([1, 2]);
    await expect(sets.next()).rejects.toThrow('broken off');
  });

  test('that break off while a full set is worked on fail then, and nobody is left unheard', async () => {
    const unheard = vi.fn<(err: unknown) => void>();
    process.on('unhandledRejection', unheard);
    const { items, give, breakOff, isLeft } = source();
    const sets = groupInSets(items, { most: 2 });
    give(1, 2);
    breakOff();
    expect((await sets.next()).value).toEqual([1, 2]);
    await vi.waitUntil(isLeft, { timeout: 120_000 });
    // One that is unheard is told of before the next turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
    await expect(sets.next()).rejects.toThrow('broken off');
    process.off('unhandledRejection', unheard);
    expect(unheard).not.toHaveBeenCalled();
  });

  test('are asked for no longer once nobody takes sets', async () => {
    const { items, give, isLeft } = source();
    give(...from(10));
    for await (const set of groupInSets(items, { most: 2 })) {
      expect(set).toEqual([1, 2]);
      break;
    }
    await vi.waitUntil(isLeft, { timeout: 120_000 });
  });

  test('hold no more together than the limit, but one at least', async () => {
    const { items, give, end } = source();
    give(2, 2, 2, 9, 1, 1);
    end();
    const limits = { most: 100, heaviest: 4, weightOf: (item: number) => item };
    expect(await all(groupInSets(items, limits))).toEqual([
      [2, 2],
      [2, 9],
      [1, 1],
    ]);
  });

  test('let the others in between, however fast they come', async () => {
    const { items, give, end } = source();
    give(...from(100));
    end();
    let rounds = 0;
    let counting = true;
    const count = (): void => {
      rounds += 1;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    const sets = await all(groupInSets(items, { most: 10 }));
    counting = false;
    expect(rounds).toBeGreaterThanOrEqual(sets.length);
  });
});

describe('lines', () => {
  const limits = { maxLine: 10, maxBody: 1_000, maxLines: 3 };
  const linesOf = async (...chunks: string[]) => {
    async function* body(): AsyncGenerator<Uint8Array> {
      for (const chunk of chunks) yield Buffer.from(chunk);
    }
    const lines = await all(readLines(body(), limits));
    return lines.map((line) => [line.line, line.kind === 'line' ? Buffer.from(line.bytes).toString() : line.kind]);
  };

  test.each([
    ['with an end at the last one', ['1\n2\n3\n']],
    ['without one', ['1\n2\n3']],
    ['in pieces', ['1', '\n', '2\n3', '\n']],
  ])('as many as may be are all taken: %s', async (_name, chunks) => {
    expect(await linesOf(...chunks)).toEqual([
      [1, '1'],
      [2, '2'],
      [3, '3'],
    ]);
  });

  test('that come byte by byte are what was sent, and one that is too long is passed over', async () => {
    async function* body(): AsyncGenerator<Uint8Array> {
      for (const byte of Buffer.from('十一\n1234567890\n12345678901\n\r\n二')) yield Buffer.from([byte]);
    }
    const lines = await all(readLines(body(), { ...limits, maxLines: 10 }));
    expect(lines.map((line) => (line.kind === 'line' ? Buffer.from(line.bytes).toString() : line.kind))).toEqual([
      '十一',
      '1234567890',
      'line-too-long',
      '二',
    ]);
  });

  test.each([
    ['in one piece', ['1\n\n\n4\n5\n6']],
    ['in several', ['1\n\n', '\n', '4', '\n5']],
    ['the last one without an end', ['1\n\n\n4']],
  ])('more than may be end with the limit, the empty ones counted: %s', async (_name, chunks) => {
    expect(await linesOf(...chunks)).toEqual([
      [1, '1'],
      [4, 'too-many-lines'],
    ]);
  });
});
