import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from '../locks.ts';
import { LocalError } from '../messages.ts';

/** Locks that this process holds: the file cannot tell two pieces of work of one process apart. */
const own = new Set<string>();

/**
 * Whoever makes, checks, restores or removes backups of a home does so alone; another one waits. A lock whose process
 * has ended is free.
 */
export async function holdBackups(home: string, patienceMs = 600_000): Promise<() => void> {
  const path = join(home, 'backups.lock');
  for (const deadline = Date.now() + patienceMs; ; await sleep(200)) {
    const release = own.has(path) ? undefined : takeLock(path);
    if (release) {
      own.add(path);
      return () => {
        own.delete(path);
        release();
      };
    }
    if (Date.now() > deadline) throw new LocalError({ key: 'backupBusy', values: { path } });
  }
}
