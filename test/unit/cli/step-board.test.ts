import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStepBoard } from '../../../cli/stack/step-board.ts';
import type { Step } from '../../../local/stack.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function openBoard() {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString('utf8');
      done();
    },
  }) as unknown as NodeJS.WriteStream;
  return { board: createStepBoard(stream, 'en'), lines: () => text.trim().split('\n') };
}
const compiling = (done: number): Step => ({
  name: 'temporal-binary',
  state: 'running',
  startedAt: Date.now(),
  note: { key: 'temporalCompiling', values: { done, packages: 400 } },
});

test('where output is no terminal, a long step writes a line every 15 s, with what is done by then', () => {
  const { board, lines } = openBoard();
  const step = compiling(1);
  board.tell(step);
  for (let second = 1; second <= 46; second++) {
    vi.advanceTimersByTime(1_000);
    board.tell({ ...step, note: { key: 'temporalCompiling', values: { done: second, packages: 400 } } });
  }
  expect(lines().map((line) => /(\d+) of 400/u.exec(line)?.[1])).toEqual(['1', '14', '29', '44']);
  expect(lines()[1]).toContain('15 s');
});

test('one that has nothing new to say still shows that it goes on, and its end is told at once', () => {
  const { board, lines } = openBoard();
  const step: Step = { name: 'web', state: 'running', startedAt: Date.now() };
  board.tell(step);
  vi.advanceTimersByTime(31_000);
  expect(lines()).toHaveLength(3);
  board.tell({ ...step, state: 'done', endedAt: Date.now() });
  vi.advanceTimersByTime(31_000);
  expect(lines()).toHaveLength(4);
  board.end();
});
