import { statfs } from 'node:fs/promises';
import type { Check } from '../prober.ts';

const mib = 1_048_576;

/** Fails when less than so many bytes are free for this user; without a limit 1,024 MiB, or a tenth of a smaller disk. */
export function checkDisk(folder: string, alarmBytes?: number): Check {
  return async () => {
    const { bavail, blocks, bsize } = await statfs(folder);
    const limit = alarmBytes ?? Math.min(1_024 * mib, (blocks * bsize) / 10);
    return bavail * bsize < limit ? { ok: false, error: 'DISK_NEARLY_FULL' } : { ok: true };
  };
}
