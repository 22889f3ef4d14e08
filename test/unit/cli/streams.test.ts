import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../cli/terminal/context.ts';
import { cookiesAfter } from '../../../cli/client/cookies.ts';
import { readEvents } from '../../../cli/overview/events.ts';
import { showPages, type Listing } from '../../../cli/client/pages.ts';

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe('server-sent events', () => {
  test('come out whole, wherever the stream was cut, and comments say nothing', async () => {
    const japanese = Buffer.from('event: overview\ndata: "符号"\n\n');
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield* pieces(': still here\n\nevent: over', 'view\ndata: 1\n\nevent: other\ndata: 2\n\n');
      yield japanese.subarray(0, 25);
      yield japanese.subarray(25);
    }
    const found: string[] = [];
    for await (const data of readEvents(cut(), 'overview')) found.push(data);
    expect(found).toEqual(['1', '"符号"']);
  });
});

describe('cookies', () => {
  test('are kept as the answer sets them, and go where it takes them away', () => {
    const headers = new Headers();
    headers.append('set-cookie', 'b=2; Path=/; HttpOnly');
    headers.append('set-cookie', 'a=; Max-Age=0');
    headers.append('set-cookie', 'c=3; Max-Age=0; Path=/');
    expect(cookiesAfter({ a: '1', c: 'old' }, headers)).toEqual({ b: '2' });
  });
});

describe('a list that comes page by page', () => {
  async function shown(pages: readonly number[][], options: Partial<Listing<number>>) {
    let stdout = '';
    const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
      stdout += chunk.toString('utf8');
      done();
    };
    const stream = new Writable({ write }) as unknown as NodeJS.WriteStream;
    const { stdin } = process;
    const context: Context = { env: {}, language: 'en', stdin, stdout: stream, stderr: stream };
    let asked = 0;
    const listing: Listing<number> = {
      json: false,
      most: 100,
      head: ['n', 'square'],
      figures: new Set([1]),
      row: (item) => [String(item), String(item * item)],
      value: (item) => ({ item }),
      none: 'nothing',
      ...options,
    };
    const listed = await showPages<number, number>(context, listing, (after = 0) => {
      asked += 1;
      return Promise.resolve({ items: pages[after] ?? [], next: after + 1 < pages.length ? after + 1 : null });
    });
    return { stdout, asked, ...listed };
  }

  test('is one JSON document, however many pages there are, and none', async () => {
    expect(JSON.parse((await shown([[1, 2], [], [3]], { json: true })).stdout)).toEqual([
      { item: 1 },
      { item: 2 },
      { item: 3 },
    ]);
    expect(JSON.parse((await shown([[]], { json: true })).stdout)).toEqual([]);
  });

  test('is one table with one heading, as wide as its first page needs', async () => {
    const { stdout, count } = await shown([[1, 12], [7]], {});
    expect(stdout.split('\n')).toEqual([
      'n   square',
      '--  ------',
      '1        1',
      '12     144',
      '7       49',
      '',
      '3 entries',
      '',
    ]);
    expect(count).toBe(3);
    expect((await shown([[]], {})).stdout).toBe('nothing\n');
  });

  test('ends at the limit without asking on, and says whether there are more', async () => {
    expect(await shown([[1, 2], [3]], { most: 2 })).toMatchObject({ count: 2, isCut: true, asked: 1 });
    expect(await shown([[1, 2]], { most: 2 })).toMatchObject({ count: 2, isCut: false });
    expect(await shown([[1, 2, 3]], { most: 2 })).toMatchObject({ count: 2, isCut: true });
  });

  test('shows no control character: what was stored must not move the cursor of whoever reads it', async () => {
    const { stdout } = await shown([[1]], { figures: new Set(), row: () => ['a\u001b[2Jb', 'c\nd'] });
    expect(stdout).toContain('a [2Jb  c d');
    expect(stdout).not.toContain('\u001b');
  });
});
