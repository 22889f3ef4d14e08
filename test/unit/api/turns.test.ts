import { describe, expect, test } from 'vitest';
import { beginTurn, takeTurn } from '../../../api/http/turns.ts';

const round = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a turn', () => {
  test('is one at a time: of many who wait one goes on in a round of the loop, the first first', async () => {
    const gone: number[] = [];
    const all = Array.from({ length: 20 }, async (_, at) => {
      await takeTurn();
      gone.push(at);
    });
    let before = 0;
    while (gone.length < all.length) {
      await round();
      expect(gone.length - before).toBeLessThanOrEqual(1);
      before = gone.length;
    }
    expect(gone).toEqual(all.map((_, at) => at));
  });

  test('is over after some work, and the loop goes round before the next one', async () => {
    const turn = beginTurn();
    let rounds = 0;
    setImmediate(() => (rounds += 1));
    while (!turn.isOver());
    await turn.end();
    expect(rounds).toBe(1);
  });

  test('that is not over yet is no wait', async () => {
    let rounds = 0;
    setImmediate(() => (rounds += 1));
    await beginTurn().end();
    expect(rounds).toBe(0);
  });
});
