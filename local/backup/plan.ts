import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { LocalError } from '../messages.ts';
import { listBackups, readManifest, type Backup, type Manifest } from './manifest.ts';
import {
  archivedAt,
  isOnLine,
  isWholeSegment,
  lineageOf,
  newestTimeline,
  openWalArchive,
  parseSegmentName,
  placeOf,
  walFolderOf,
  walFrom,
  type Stretch,
  type WalArchive,
} from './wal.ts';

/** Where a replay stops. */
export type Target =
  /** At a moment, epoch milliseconds: every commit up to it, and none after it. */
  | { kind: 'moment'; at: number }
  /** At the end of the WAL. */
  | { kind: 'latest' };

/** A base backup with everything that leads from it to the target. */
export interface RestorePlan {
  backup: Backup & { manifest: Manifest };
  archive: WalArchive;
  /** The history along which the WAL is replayed. */
  line: readonly Stretch[];
  target: Target;
  /** Whether everything up to now is there, because the cluster's own data folder is. */
  isComplete: boolean;
}

export interface PlanOptions {
  home: string;
  /** The archive's folder, in which each cluster has its own. */
  archiveFolder: string;
  target: Target;
  /** A base to begin with; otherwise the newest that is old enough. */
  id?: string;
  /** A line of history that an earlier restore left; otherwise the newest. */
  timeline?: number;
  /** The present data folder, whose WAL is used where the archive does not have it yet. */
  data?: string;
  now?: number;
}

/**
 * Chooses the base backup for a target, and makes sure that the WAL goes on from it without a gap. Throws LocalError with
 * the reason when the target cannot be reached; so before anything is changed.
 */
export function planRestore(options: PlanOptions): RestorePlan {
  const { home, archiveFolder, target, id, now = Date.now() } = options;
  if (target.kind === 'moment' && target.at > now) throw new LocalError({ key: 'restoreFuture' });
  const present = options.data === undefined ? undefined : readSystemIdentifier(options.data);
  const candidates = findCandidates(home, id, present);
  const plans = candidates.flatMap(({ manifest, ...backup }) => {
    const { systemIdentifier, segmentBytes } = manifest.postgres;
    const archive = openWalArchive(
      walFolderOf(archiveFolder, systemIdentifier),
      segmentBytes,
      findOwnWal(options.data, systemIdentifier, segmentBytes),
    );
    const timeline = options.timeline ?? newestTimeline(archive, manifest.wal.timeline);
    const line = lineageOf(archive, timeline);
    const end = manifest.content?.lsn ?? manifest.wal.stop;
    return isOnLine(line, manifest.wal.timeline, end)
      ? [{ backup: { ...backup, manifest }, archive, line, target, isComplete: systemIdentifier === present }]
      : [];
  });
  const [first] = plans;
  if (!first) throw new LocalError({ key: 'restoreOtherLine', values: { id: candidates.at(-1)?.id ?? '' } });
  const plan =
    target.kind === 'latest'
      ? plans.at(-1)
      : plans.findLast(({ backup }) => Date.parse(backup.manifest.endedAt) <= target.at);
  if (!plan) {
    throw new LocalError({ key: 'restoreTooEarly', values: { first: tokyoTimeOf(first.backup.manifest.endedAt) } });
  }
  checkWal(plan);
  return plan;
}

function findCandidates(
  home: string,
  id: string | undefined,
  present: string | undefined,
): (Backup & { manifest: Manifest })[] {
  const all = listBackups(home);
  if (all.length === 0) throw new LocalError({ key: 'backupNone' });
  const wanted = id === undefined ? all : all.filter((backup) => backup.id === id);
  if (id !== undefined && wanted.length === 0) throw new LocalError({ key: 'backupUnknown', values: { id } });
  const whole = wanted.flatMap((backup) => {
    const { manifest } = backup;
    // One that was changed is told when it was asked for; otherwise another one may serve.
    if (!manifest) return id === undefined ? [] : [{ ...backup, manifest: readManifest(backup.folder) }];
    return [{ ...backup, manifest }];
  });
  const [broken] = wanted;
  if (whole.length === 0 && broken) readManifest(broken.folder);
  // Backups of another cluster come into a home by an import, or by a folder that somebody copied. One takes the place of
  // a database that is there only when somebody says so.
  const own = whole.filter(({ manifest }) => manifest.postgres.systemIdentifier === present);
  if (own.length > 0 || present === undefined || id !== undefined) return own.length > 0 ? own : whole;
  throw new LocalError({ key: 'restoreForeign', values: { id: whole.at(-1)?.id ?? '' } });
}

function checkWal({ backup, archive, line, target, isComplete }: RestorePlan): void {
  const { wal, walFiles } = backup.manifest;
  const { names, missing } = walFrom(archive, line, wal.start);
  const last = names.at(-1);
  const reached = last === undefined ? 0 : archivedAt(archive, last);
  const until = tokyoTimeOf(reached);
  // The base itself needs these.
  const lacking = walFiles.find(({ name }) => !archive.names.has(name));
  const name = lacking?.name ?? missing;
  if (name !== undefined && (lacking || target.kind === 'latest' || reached < target.at)) {
    throw new LocalError({ key: 'restoreGap', values: { name, until } });
  }
  if (target.kind === 'moment' && !isComplete && reached < target.at) {
    throw new LocalError({ key: 'restoreWalEnds', values: { until } });
  }
}

/** A replay ends in silence at a record that it cannot read, so its end must be in the last file. Throws LocalError. */
export function requireWholeReplay({ archive, line, backup }: RestorePlan, lsn: string): void {
  const { wal, postgres } = backup.manifest;
  const last = walFrom(archive, line, wal.start).names.at(-1);
  const parsed = last === undefined ? undefined : parseSegmentName(last, postgres.segmentBytes);
  // At its beginning, where nothing was written into it yet.
  if (!parsed || placeOf(lsn) >= BigInt(parsed.segment) * BigInt(postgres.segmentBytes)) return;
  throw new LocalError({ key: 'verifyReplayShort', values: { lsn, name: last ?? '' } });
}

/**
 * The WAL in a stopped cluster's own folder. Files that PostgreSQL has ready for later use have a name of the future and
 * the content of the past: the place in their first page says so.
 */
function findOwnWal(data: string | undefined, systemIdentifier: string, segmentBytes: number): Map<string, string> {
  if (data === undefined || readSystemIdentifier(data) !== systemIdentifier) return new Map();
  const folder = join(data, 'pg_wal');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(
    names
      .filter((name) => /^[0-9A-F]{8}\.history$/u.test(name) || isItsOwn(join(folder, name), name, segmentBytes))
      .map((name) => [name, join(folder, name)]),
  );
}

function isItsOwn(path: string, name: string, segmentBytes: number): boolean {
  const parsed = isWholeSegment(name) ? parseSegmentName(name, segmentBytes) : undefined;
  if (!parsed) return false;
  // XLogPageHeaderData: magic 2, info 2, timeline 4, place 8 bytes, as this machine orders bytes.
  return readHead(path, 16).readBigUInt64LE(8) === BigInt(parsed.segment) * BigInt(segmentBytes);
}

/** The first eight bytes of pg_control; undefined where there is no cluster. */
export function readSystemIdentifier(data: string): string | undefined {
  const path = join(data, 'global', 'pg_control');
  return existsSync(path) ? readHead(path, 8).readBigUInt64LE(0).toString() : undefined;
}

function readHead(path: string, bytes: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(bytes);
    readSync(file, head, 0, bytes, 0);
    return head;
  } finally {
    closeSync(file);
  }
}
