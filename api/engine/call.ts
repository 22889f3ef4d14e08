import { ProblemError } from '../http/problem.ts';

/** Whatever goes wrong between here and the engine is ENGINE_AWAY to the caller; the log has the reason. */
export async function callEngine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (err) {
    throw new ProblemError('ENGINE_AWAY', { cause: err, headers: { 'retry-after': '5' } });
  }
}
