import { existsSync, realpathSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';

const mib = 1_048_576;
/** Room for some minutes of heavy work; on a small disk a tenth of it. */
const usualAlarmBytes = 1_024 * mib;
/** The alarm ends at a fifth more than its threshold, so that it does not come and go. */
const endFactor = 1.2;

export interface DiskState {
  folder: string;
  freeBytes: number;
  alarmBytes: number;
  /** Too little is free. */
  alarm: boolean;
}

export type DiskRoom = { freeBytes: number; sizeBytes: number };

/** Size and free space, for this user, of the disk that holds a folder. */
export function readDiskRoom(folder: string): DiskRoom {
  const { bavail, blocks, bsize } = statfsSync(folder);
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}

/**
 * Watches the disks of these folders. `look` returns the state of each; `changed` has an alarm once when it begins and
 * once when it ends.
 */
export function createDiskWatch(
  folders: () => readonly string[],
  { alarmBytes, room = readDiskRoom }: { alarmBytes?: number | undefined; room?: (folder: string) => DiskRoom },
): { look: () => { states: DiskState[]; changed: DiskState[] } } {
  const foldersInAlarm = new Set<string>();
  const stateOf = (folder: string): DiskState | undefined => {
    try {
      const { freeBytes, sizeBytes } = room(folder);
      const threshold = alarmBytes ?? Math.min(usualAlarmBytes, sizeBytes / 10);
      const alarm = freeBytes < threshold * (foldersInAlarm.has(folder) ? endFactor : 1);
      return { folder, freeBytes, alarmBytes: Math.round(threshold), alarm };
    } catch {
      // The folder does not exist yet.
      return undefined;
    }
  };
  return {
    look() {
      const states = folders().flatMap((folder) => stateOf(folder) ?? []);
      const changed = states.filter(({ folder, alarm }) => alarm !== foldersInAlarm.has(folder));
      for (const { folder, alarm } of changed) {
        if (alarm) foldersInAlarm.add(folder);
        else foldersInAlarm.delete(folder);
      }
      return { states, changed };
    },
  };
}

/** The home, and the folder of the databases if that is on another disk. */
export function findDisks(home: string): string[] {
  const postgres = join(home, 'postgres');
  if (!existsSync(home) || !existsSync(postgres)) return [home];
  const data = realpathSync(postgres);
  return statSync(data).dev === statSync(home).dev ? [home] : [home, data];
}

/** `812 MiB`. */
export function formatMib(bytes: number): string {
  return `${Math.floor(bytes / mib)} MiB`;
}
