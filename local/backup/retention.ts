import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LocalError } from '../messages.ts';
import { getServerOwner, getWalArchiveFolder } from '../postgres-place.ts';
import { syncFolder } from './copy.ts';
import { holdBackups } from './hold.ts';
import { backupsFolder, listBackups, namesIn, type Manifest } from './manifest.ts';
import { parseSegmentName, placeOf, walFolderOf } from './wal.ts';

export interface Retention {
  /** So many of the newest bases are kept, however old they are. */
  keep: number;
  /** And every base that is no older than so many days. */
  days: number;
}

export interface RetainedBase {
  id: string;
  /** Epoch milliseconds. */
  endedAt: number;
  /** Whether its last restore check went well. */
  verified: boolean;
  systemIdentifier: string;
  /** The place of its first WAL file, and how long these are. */
  start: string;
  segmentBytes: number;
}

export interface RetentionPlan {
  keep: string[];
  remove: string[];
  /** WAL files to be removed, by the system identifier of their cluster. */
  removeWal: Record<string, string[]>;
}

/**
 * What a retention removes: bases that neither rule keeps, and the WAL before the oldest base that is kept. The newest
 * base stays, and so does the newest verified one. History files stay: they are small, and lead through every restore.
 */
export function planRetention(
  bases: readonly RetainedBase[],
  wal: Readonly<Record<string, readonly string[]>>,
  { keep, days }: Retention,
  now: number,
): RetentionPlan {
  const newestFirst = bases.toSorted((one, other) => other.endedAt - one.endedAt || (one.id < other.id ? 1 : -1));
  const newestVerified = newestFirst.find(({ verified }) => verified);
  const isKept = (base: RetainedBase, index: number): boolean =>
    index < Math.max(keep, 1) || now - base.endedAt <= days * 86_400_000 || base === newestVerified;
  const kept = newestFirst.filter(isKept);
  const removed = newestFirst.filter((base) => !kept.includes(base));
  const removeWal = Object.entries(wal).map(([systemIdentifier, names]): [string, string[]] => {
    const needing = kept.filter((base) => base.systemIdentifier === systemIdentifier);
    // Without a base it is unknown what it is for.
    if (needing.length === 0) return [systemIdentifier, []];
    return [
      systemIdentifier,
      names.filter((name) =>
        needing.every(({ start, segmentBytes }) => {
          const parsed = parseSegmentName(name, segmentBytes);
          return parsed !== undefined && BigInt(parsed.segment + 1) * BigInt(segmentBytes) <= placeOf(start);
        }),
      ),
    ];
  });
  return {
    keep: kept.map(({ id }) => id).toReversed(),
    remove: removed.map(({ id }) => id).toReversed(),
    removeWal: Object.fromEntries(removeWal.filter(([, names]) => names.length > 0)),
  };
}

export interface PruneOptions extends Retention {
  home: string;
  /** Only says what would be removed. */
  check?: boolean;
  now?: number;
}

/** The beginning of a backup's name while it is being removed. */
const removing = '.removed-';

/**
 * Removes what the retention does not keep. Throws LocalError while a manifest cannot be read: nobody knows which WAL
 * that base needs.
 */
export async function pruneBackups({
  home,
  check = false,
  now = Date.now(),
  ...retention
}: PruneOptions): Promise<RetentionPlan> {
  const release = await holdBackups(home);
  try {
    const archive = getWalArchiveFolder(home, await getServerOwner());
    const folder = backupsFolder(home);
    const bases = listBackups(home).map(({ id, manifest, verified }) => {
      if (!manifest) throw new LocalError({ key: 'pruneUnreadable', values: { id } });
      return retainedBase(manifest, verified?.ok ?? false);
    });
    const wal: Record<string, string[]> = {};
    for (const name of namesIn(archive)) if (/^\d+$/u.test(name)) wal[name] = namesIn(join(archive, name));
    const plan = planRetention(bases, wal, retention, now);
    if (check) return plan;
    for (const id of plan.remove) {
      // A removal that is cut off leaves no half backup.
      renameSync(join(folder, id), join(folder, `${removing}${id}`));
    }
    if (existsSync(folder)) await syncFolder(folder);
    for (const [systemIdentifier, names] of Object.entries(plan.removeWal)) {
      for (const name of names) {
        const path = join(walFolderOf(archive, systemIdentifier), basename(name));
        for (const each of [path, `${path}.sha256`]) rmSync(each, { force: true });
      }
    }
    for (const name of namesIn(folder)) {
      if (name.startsWith(removing)) rmSync(join(folder, name), { recursive: true, force: true });
    }
    return plan;
  } finally {
    release();
  }
}

function retainedBase({ id, endedAt, postgres, wal }: Manifest, verified: boolean): RetainedBase {
  const { systemIdentifier, segmentBytes } = postgres;
  return { id, endedAt: Date.parse(endedAt), verified, systemIdentifier, start: wal.start, segmentBytes };
}
