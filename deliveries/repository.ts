/**
 * The signed repository on disk, as The Update Framework names its files. A reader begins at `timestamp.json`; all that it
 * leads to is named by a version or a hash and never changes, so no reader meets half of a publication.
 *
 *     metadata/1.root.json … timestamp.json, N.snapshot.json, N.targets.json
 *     files/HASH.NAME-VERSION
 *     store/HASH              what was proposed; served to nobody
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Metadata, MetadataKind, type Root, type Snapshot, type Targets, type Timestamp } from '@tufjs/models';
import { z } from 'zod';
import { createdField, expiresField } from './keys.ts';
import { keyRoles, type KeyRole } from '../domain/deliveries/names.ts';
import { soonDays } from '../domain/deliveries/expiry.ts';

export const foldersOf = (folder: string) => ({
  metadata: join(folder, 'metadata'),
  files: join(folder, 'files'),
  store: join(folder, 'store'),
});

export interface CurrentMetadata {
  root: Metadata<Root>;
  timestamp: Metadata<Timestamp>;
  snapshot: Metadata<Snapshot>;
  targets: Metadata<Targets>;
}

/** Its own checks say what is wrong with it. */
const readJson = (text: string) => z.record(z.string(), z.json()).parse(JSON.parse(text));

/** The root that is in force: each version names the next one's keys. Undefined before the first. */
export async function readRoot(folder: string): Promise<Metadata<Root> | undefined> {
  const { metadata } = foldersOf(folder);
  const names = await readdir(metadata).catch((): string[] => []);
  const versions = names.flatMap((name) => /^(\d+)\.root\.json$/u.exec(name)?.[1] ?? []).map(Number);
  if (versions.length === 0) return undefined;
  const text = await readFile(join(metadata, `${String(Math.max(...versions))}.root.json`), 'utf8');
  return Metadata.fromJSON(MetadataKind.Root, readJson(text));
}

/** Undefined before the first publication. Throws when what stands there cannot be read: nobody then guesses a version. */
export async function readCurrent(folder: string): Promise<CurrentMetadata | undefined> {
  const root = await readRoot(folder);
  if (!root) return undefined;
  const { metadata } = foldersOf(folder);
  const read = (name: string): Promise<string> => readFile(join(metadata, name), 'utf8');
  let text: string;
  try {
    text = await read('timestamp.json');
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return undefined;
    throw err;
  }
  const timestamp = Metadata.fromJSON(MetadataKind.Timestamp, readJson(text));
  const snapshotVersion = String(timestamp.signed.snapshotMeta.version);
  const snapshot = Metadata.fromJSON(MetadataKind.Snapshot, readJson(await read(`${snapshotVersion}.snapshot.json`)));
  const targetsVersion = String(snapshot.signed.meta['targets.json']?.version);
  const targets = Metadata.fromJSON(MetadataKind.Targets, readJson(await read(`${targetsVersion}.targets.json`)));
  return { root, timestamp, snapshot, targets };
}

export interface KeyState {
  keyId: string;
  role: KeyRole;
  createdAt: string;
  expiresAt: string;
  /** Whether staff should replace it now. */
  soon: boolean;
}
export interface MetadataState {
  role: KeyRole;
  version: number;
  expiresAt: string;
  threshold: number;
  soon: boolean;
}

/** What stands in the published metadata about keys and validity; no secret is read. */
export async function readKeyStates(
  folder: string,
  now: number,
): Promise<{ keys: KeyState[]; metadata: MetadataState[] }> {
  const current = await readCurrent(folder);
  if (!current) return { keys: [], metadata: [] };
  const isNear = (moment: string, days: number): boolean => Date.parse(moment) - now < days * 86_400_000;
  const { keys, roles } = current.root.signed;
  return {
    keys: keyRoles.flatMap((role) =>
      (roles[role]?.keyIDs ?? []).map((keyId) => {
        const fields = keys[keyId]?.unrecognizedFields ?? {};
        const expiresAt = textOf(fields[expiresField]);
        return {
          keyId,
          role,
          createdAt: textOf(fields[createdField]),
          expiresAt,
          soon: isNear(expiresAt, soonDays),
        };
      }),
    ),
    metadata: keyRoles.map((role) => {
      const { version, expires } = current[role].signed;
      const threshold = roles[role]?.threshold ?? 0;
      // The job signs the timestamp each day and the snapshot each half of its time.
      const days = role === 'root' ? soonDays : role === 'targets' ? soonDays / 2 : 7;
      return { role, version, expiresAt: expires, threshold, soon: isNear(expires, days) };
    }),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
