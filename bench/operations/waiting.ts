import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when it is so. Throws, with what was waited for, when it is not in time. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  { patienceMs = 120_000, everyMs = 100 }: { patienceMs?: number; everyMs?: number } = {},
): Promise<void> {
  for (const deadline = Date.now() + patienceMs; !(await isSo()); await sleep(everyMs)) {
    if (Date.now() > deadline) throw new Error(`The result is void: ${what} in vain.`);
  }
}
