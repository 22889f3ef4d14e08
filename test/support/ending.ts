/**
 * What a test file opened is closed when it ends, the latest first. Vitest never runs a hook that is set inside another
 * one, so what is opened in `beforeAll` cannot bring its own `afterAll`.
 */
import { afterAll } from 'vitest';

type Close = () => unknown;

const opened: Close[] = [];

afterAll(async () => {
  const failed: unknown[] = [];
  for (const close of opened.splice(0).toReversed()) {
    try {
      await close();
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, 'What the file opened could not be closed');
});

export function whenFileEnds(close: Close): void {
  opened.push(close);
}
