import { ProblemError } from '../http/problem.ts';

/** Turns every failure between the API and the engine into ENGINE_AWAY; the log has the reason. */
export async function callEngine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (err) {
    throw new ProblemError('ENGINE_AWAY', { cause: err, headers: { 'retry-after': '5' } });
  }
}
