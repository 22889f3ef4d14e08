import { ProblemError } from '../http/problem.ts';

/** Turns every failure between the API and the engine into ENGINE_AWAY; the log has the reason. */
export async function callEngine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (err) {
    throw engineAway(err);
  }
}

export const engineAway = (cause: unknown): ProblemError =>
  new ProblemError('ENGINE_AWAY', { cause, headers: { 'retry-after': '5' } });
