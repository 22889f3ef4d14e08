import { getServerOwner, getWalArchiveFolder } from '../postgres-place.ts';
import { listBackups, type Manifest, type Verified } from './manifest.ts';
import { archivedAt, lineageOf, newestTimeline, openWalArchive, walFolderOf, walFrom } from './wal.ts';

export interface BackupSummary {
  id: string;
  /** Null when it cannot be read or was changed. */
  manifest: Manifest | null;
  bytes: number;
  /** Up to when its WAL was archived without a gap, epoch milliseconds; null where there is none. */
  walTo: number | null;
  /** The first missing WAL file, where later ones are there. */
  missingWal: string | null;
  verified: Verified | null;
}

/** All backups of a home, the oldest first, with how far each leads. */
export async function summariseBackups(home: string): Promise<BackupSummary[]> {
  const archiveFolder = getWalArchiveFolder(home, await getServerOwner());
  return listBackups(home).map(({ id, manifest, verified = null }) => {
    if (!manifest) return { id, manifest: null, bytes: 0, walTo: null, missingWal: null, verified };
    const { systemIdentifier, segmentBytes } = manifest.postgres;
    const archive = openWalArchive(walFolderOf(archiveFolder, systemIdentifier), segmentBytes);
    const line = lineageOf(archive, newestTimeline(archive, manifest.wal.timeline));
    const { names, missing = null } = walFrom(archive, line, manifest.wal.start);
    const last = names.at(-1);
    return {
      id,
      manifest,
      bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
      walTo: last === undefined ? null : archivedAt(archive, last),
      missingWal: missing,
      verified,
    };
  });
}
