import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LocalError } from '../messages.ts';
import { isMissing, writePrivateFile, writePrivateJson } from '../files.ts';

/**
 * A base backup is the folder `$FUGO_HOME/backups/<id>`: the cluster's files under `data/`, the files of loads under
 * `load-files/`, and `manifest.json`, which says what belongs to it and how it must be. `manifest.sha256` guards the
 * manifest itself. `verified.json` is what the last restore check found, and is no part of the backup.
 */

const Lsn = z.string().regex(/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/u);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
/** A path below the backup's folder, which leads nowhere else. */
const InnerPath = z.string().regex(/^(?:data|load-files)(?:\/(?!\.\.?(?:\/|$))[^/\0]+)+$/u);

export const backupIdPattern = /^\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?$/u;

const BackedUpFile = z.strictObject({ path: InnerPath, bytes: z.number().int().min(0), sha256: Sha256 });
export type BackedUpFile = z.infer<typeof BackedUpFile>;

const AuditHead = z.strictObject({ chain: z.string(), seq: z.number().int(), hash: Sha256 });
export type AuditHead = z.infer<typeof AuditHead>;

/** What was in the database at one place of the WAL. */
const Content = z.strictObject({
  /** The restore point at that place; a replay can stop there. */
  mark: z.string(),
  lsn: Lsn,
  at: z.iso.datetime(),
  /**
   * Whether the figures are those of exactly that place. False when writers would not pause for a moment: then they are
   * of shortly before.
   */
  exact: z.boolean(),
  /** Rows by `schema.table`. */
  tables: z.record(z.string(), z.number().int().min(0)),
  auditHeads: z.array(AuditHead),
});
export type Content = z.infer<typeof Content>;

export const Manifest = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(backupIdPattern),
  tool: z.enum(['fugo', 'pg_basebackup']),
  startedAt: z.iso.datetime(),
  /** From here on moments can be restored. */
  endedAt: z.iso.datetime(),
  postgres: z.strictObject({
    version: z.string(),
    systemIdentifier: z.string().regex(/^\d+$/u),
    segmentBytes: z.number().int().positive(),
    database: z.string(),
  }),
  wal: z.strictObject({ timeline: z.number().int().positive(), start: Lsn, stop: Lsn }),
  /** Absent in a backup of pg_basebackup. */
  content: Content.optional(),
  /** Folders without files, which PostgreSQL wants to find. */
  folders: z.array(z.string().regex(/^data(?:\/(?!\.\.?(?:\/|$))[^/\0]+)*$/u)),
  files: z.array(BackedUpFile),
  /** The WAL without which the base is nothing: from its start to the place of its figures. */
  walFiles: z.array(z.strictObject({ name: z.string().regex(/^[0-9A-F]{24}$/u), sha256: Sha256 })),
});
export type Manifest = z.infer<typeof Manifest>;

const Verified = z.object({
  at: z.iso.datetime(),
  ok: z.boolean(),
  /** What was found wrong, in both languages. */
  problem: z.object({ ja: z.string(), en: z.string() }).optional(),
  /** Up to which commit the WAL was replayed; null when it holds none after the base. */
  replayedTo: z.iso.datetime().nullable().optional(),
  seconds: z.number(),
  checked: z
    .object({
      files: z.number(),
      walFiles: z.number(),
      tables: z.number(),
      rows: z.number(),
      btreeIndexes: z.number(),
      ginIndexes: z.number(),
      heaps: z.number(),
      auditEntries: z.number(),
      exact: z.boolean(),
    })
    .optional(),
});
export type Verified = z.infer<typeof Verified>;

export interface Backup {
  id: string;
  folder: string;
  /** Undefined when it cannot be read or was changed; then nothing may be concluded from it. */
  manifest: Manifest | undefined;
  verified: Verified | undefined;
}

export function backupsFolder(home: string): string {
  return join(home, 'backups');
}

/** All whole backups of a home, the oldest first. */
export function listBackups(home: string): Backup[] {
  return namesIn(backupsFolder(home))
    .filter((name) => backupIdPattern.test(name))
    .toSorted()
    .map((id) => {
      const folder = join(backupsFolder(home), id);
      return { id, folder, manifest: findManifest(folder), verified: findVerified(folder) };
    });
}

/** The backup of this id, or the newest. Throws LocalError when there is none, or its manifest was changed. */
export function getBackup(home: string, id?: string): Backup & { manifest: Manifest } {
  const backups = listBackups(home);
  const found = id === undefined ? backups.at(-1) : backups.find((backup) => backup.id === id);
  if (!found) {
    throw new LocalError(id === undefined ? { key: 'backupNone' } : { key: 'backupUnknown', values: { id } });
  }
  return { ...found, manifest: readManifest(found.folder) };
}

/** Throws LocalError when the manifest is not what was written. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, 'manifest.json');
  const [text, sum] = ['manifest.json', 'manifest.sha256'].map((name) => readText(join(folder, name)));
  if (text === undefined || sum !== `${sha256(text)}\n`)
    throw new LocalError({ key: 'backupFileChanged', values: { path } });
  const { success, data } = Manifest.safeParse(JSON.parse(text));
  if (!success) throw new LocalError({ key: 'backupForeign', values: { path } });
  return data;
}

export function writeManifest(folder: string, manifest: Manifest): void {
  const text = `${JSON.stringify(Manifest.parse(manifest), null, 1)}\n`;
  writePrivateFile(join(folder, 'manifest.json'), text);
  writePrivateFile(join(folder, 'manifest.sha256'), `${sha256(text)}\n`);
}

export function writeVerified(folder: string, verified: Verified): void {
  writePrivateJson(join(folder, 'verified.json'), verified);
}

/** `2026-11-30-083015`, the time in Japan; with a number where that second has a backup already. */
export function nextBackupId(home: string, now: Date): string {
  const japan = new Date(now.getTime() + 9 * 3_600_000).toISOString();
  const id = `${japan.slice(0, 10)}-${japan.slice(11, 19).replaceAll(':', '')}`;
  for (let number = 1; ; number += 1) {
    const numbered = number === 1 ? id : `${id}-${number}`;
    if (!existsSync(join(backupsFolder(home), numbered))) return numbered;
  }
}

export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function findManifest(folder: string): Manifest | undefined {
  try {
    return readManifest(folder);
  } catch {
    return undefined;
  }
}

function findVerified(folder: string): Verified | undefined {
  try {
    return Verified.safeParse(JSON.parse(readText(join(folder, 'verified.json')) ?? '')).data;
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
