/**
 * 公開 (seed J 2 (2)): brings the repository to what is ordered, and signs what has changed. Rules of this file:
 *
 * P1. What a reader may see is complete before anything leads to it: files, then `targets`, then `snapshot`, and
 *     `timestamp.json` last, each by a rename. A crash in between leaves what stood before; the next publication ends it.
 * P2. A version is higher than all before it, also after the repository was restored from an older backup: it is never
 *     below the seconds since {@link versionsFrom}. Only root counts by one, as the specification asks.
 * P3. Called again with the same orders it signs nothing, unless a signature is due.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models';
import { targetPathOf, type DeliveredFile } from '../contracts/deliveries.ts';
import { validityDays } from '../domain/deliveries/expiry.ts';
import { keyRoles, keysOfRole, type KeyRole } from '../domain/deliveries/names.ts';
import { makeFolders, realDisk, writeWhole, type Disk } from './disk.ts';
import type { KeyVault, SigningKey } from './keys.ts';
import { foldersOf, readCurrent, readKeyStates, readRoot, type CurrentMetadata } from './repository.ts';
import { isStored, storedPathOf } from './store.ts';

/** A file to be named by the repository; its bytes lie in the store. */
export interface FileToPublish extends DeliveredFile {
  lengthBytes: number;
  sha256: string;
}

export interface Publication {
  published: boolean;
  versions: Record<KeyRole, number>;
}

export interface PublisherOptions {
  folder: string;
  vault: KeyVault;
  clock?: () => number;
  /** For how many days a timestamp is valid (domain/deliveries/expiry). */
  timestampDays?: number;
  disk?: Disk;
}

export interface Publisher {
  /** One at a time: the caller holds a lock. */
  publish: (files: readonly FileToPublish[]) => Promise<Publication>;
  /** Replaces the oldest key of the role. At no moment is there a reader who cannot verify what stands there. */
  rotate: (role: KeyRole) => Promise<{ replaced: string; keyId: string }>;
  /** What staff must see to. */
  alarms: () => Promise<string[]>;
}

interface Signing {
  root: Metadata<Root>;
  keys: readonly SigningKey[];
  /** Signs what its role signs beside the keys that root names: it is about to be named. */
  newcomer: SigningKey | undefined;
}

const specVersion = '1.0.31';
/** Versions count seconds from here. */
const versionsFrom = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;
/** A timestamp older than this is signed anew. Less than a day, so that a daily job never comes too early. */
const timestampAgeMs = 20 * 3_600_000;

export function createPublisher({
  folder,
  vault,
  clock = Date.now,
  timestampDays = 14,
  disk = realDisk,
}: PublisherOptions): Publisher {
  const { metadata: metadataFolder, files: filesFolder, store } = foldersOf(folder);
  const days = validityDays(timestampDays);

  const expiresAfter = (role: KeyRole): string =>
    // Without milliseconds: other clients read no fractions.
    `${new Date(clock() + days[role] * dayMs).toISOString().slice(0, 19)}Z`;
  const nextVersion = (last: number): number => Math.max(last + 1, Math.floor((clock() - versionsFrom) / 1_000));
  const write = (name: string, content: Uint8Array): Promise<void> =>
    writeWhole(disk, join(metadataFolder, name), content);

  async function ensureRoot(): Promise<Metadata<Root>> {
    const known = await readRoot(folder);
    if (known) return known;
    const kept = await vault.list();
    const keys: SigningKey[] = [];
    for (const role of keyRoles) {
      const own = kept.filter((key) => key.role === role).slice(0, keysOfRole[role].keys);
      while (own.length < keysOfRole[role].keys) own.push(await vault.make(role, clock()));
      keys.push(...own);
    }
    return writeRoot(1, keys, keys);
  }

  /** Signed by its own keys and by those of the version before, so that whoever trusts that one follows. */
  async function writeRoot(
    version: number,
    keys: readonly SigningKey[],
    signers: readonly SigningKey[],
  ): Promise<Metadata<Root>> {
    const root = new Root({ version, specVersion, expires: expiresAfter('root'), consistentSnapshot: true });
    for (const role of keyRoles) {
      const own = root.roles[role];
      if (!own) throw new Error(`There is no role ${role}.`);
      Object.assign(own, { threshold: keysOfRole[role].threshold });
    }
    for (const { key, role } of keys) root.addKey(key, role);
    const metadata = new Metadata(root);
    for (const signer of signers.filter(({ role }) => role === 'root')) metadata.sign(signer.sign);
    metadata.verifyDelegate('root', metadata);
    await write(`${String(version)}.root.json`, bytesOf(metadata));
    return metadata;
  }

  const leftMs = (expires: string): number => Date.parse(expires) - clock();

  /** Signs what has changed, or is due, from `targets` to `timestamp` (P1). */
  async function signChanges(
    current: CurrentMetadata | undefined,
    wanted: Readonly<Record<string, TargetFile>>,
    { root, keys, newcomer }: Signing,
  ): Promise<Publication> {
    const sign = <T extends Targets | Snapshot | Timestamp>(role: KeyRole, signed: T): Metadata<T> => {
      const metadata = new Metadata(signed);
      for (const key of keysFor(role, keys, root.signed)) metadata.sign(key.sign);
      if (newcomer?.role === role) metadata.sign(newcomer.sign);
      return metadata;
    };
    const isDue = (
      role: 'targets' | 'snapshot' | 'timestamp',
      metadata: Metadata<Targets> | Metadata<Snapshot> | Metadata<Timestamp>,
      leastMs: number,
    ): boolean =>
      newcomer?.role === role || leftMs(metadata.signed.expires) < leastMs || !isSigned(root, role, metadata);

    let targets = current?.targets;
    if (
      !targets ||
      !sameTargets(targets.signed.targets, wanted) ||
      isDue('targets', targets, (days.targets * dayMs) / 2)
    ) {
      const version = nextVersion(targets?.signed.version ?? 0);
      const expires = expiresAfter('targets');
      targets = sign('targets', new Targets({ version, specVersion, expires, targets: wanted }));
      await write(`${String(version)}.targets.json`, bytesOf(targets));
    }

    let snapshot = current?.snapshot;
    if (
      !snapshot ||
      snapshot.signed.meta['targets.json']?.version !== targets.signed.version ||
      isDue('snapshot', snapshot, (days.snapshot * dayMs) / 2)
    ) {
      const version = nextVersion(snapshot?.signed.version ?? 0);
      const meta = { 'targets.json': new MetaFile({ version: targets.signed.version }) };
      snapshot = sign('snapshot', new Snapshot({ version, specVersion, expires: expiresAfter('snapshot'), meta }));
      await write(`${String(version)}.snapshot.json`, bytesOf(snapshot));
    }

    let timestamp = current?.timestamp;
    let published = false;
    if (
      !timestamp ||
      timestamp.signed.snapshotMeta.version !== snapshot.signed.version ||
      isDue('timestamp', timestamp, days.timestamp * dayMs - timestampAgeMs)
    ) {
      const version = nextVersion(timestamp?.signed.version ?? 0);
      const snapshotMeta = new MetaFile({ version: snapshot.signed.version });
      const expires = expiresAfter('timestamp');
      timestamp = sign('timestamp', new Timestamp({ version, specVersion, expires, snapshotMeta }));
      await write('timestamp.json', bytesOf(timestamp));
      published = true;
    }
    return {
      published,
      versions: {
        root: root.signed.version,
        targets: targets.signed.version,
        snapshot: snapshot.signed.version,
        timestamp: timestamp.signed.version,
      },
    };
  }

  async function linkFiles(files: readonly FileToPublish[]): Promise<void> {
    for (const file of files) {
      if (!(await isStored(folder, file))) {
        throw new Error(`配布物の本体がありません / The file of ${targetPathOf(file)} is not in the store.`);
      }
      await disk.link(storedPathOf(folder, file.sha256), join(filesFolder, fileNameOf(file)));
    }
  }

  return {
    async publish(files) {
      await makeFolders(metadataFolder, filesFolder, store);
      let root = await ensureRoot();
      const keys = await vault.list();
      if (leftMs(root.signed.expires) < (days.root * dayMs) / 2) {
        const own = keyRoles.flatMap((role) => keysFor(role, keys, root.signed));
        root = await writeRoot(root.signed.version + 1, own, own);
      }
      const current = await readCurrent(folder);
      const wanted = Object.fromEntries(files.map((file) => [targetPathOf(file), targetFileOf(file)]));
      const isSame = current !== undefined && sameTargets(current.targets.signed.targets, wanted);
      if (!isSame) await linkFiles(files);
      const publication = await signChanges(current, wanted, { root, keys, newcomer: undefined });
      if (!isSame) await removeUnnamed(new Set(files.map(fileNameOf)));
      return publication;
    },

    async rotate(role) {
      const root = await ensureRoot();
      const keys = await vault.list();
      const own = keysFor(role, keys, root.signed);
      const [oldest] = own;
      if (!oldest) throw new Error(`There is no key of ${role}.`);
      // Made and kept first: whatever happens then, a key that root names is never lost.
      const newcomer = await vault.make(role, clock());
      const current = await readCurrent(folder);
      // Signed by the old and the new keys at first, so that it is right for those who know the new root and those who do not.
      if (current && role !== 'root')
        await signChanges(current, current.targets.signed.targets, { root, keys, newcomer });
      const all = keyRoles.flatMap((each) => keysFor(each, keys, root.signed));
      const next = [...all.filter(({ keyId }) => keyId !== oldest.keyId), newcomer];
      await writeRoot(root.signed.version + 1, next, [...all, newcomer]);
      // Nothing is signed with it any more; of root, the versions before are.
      await vault.forget(oldest);
      return { replaced: oldest.keyId, keyId: newcomer.keyId };
    },

    async alarms() {
      const { keys, metadata } = await readKeyStates(folder, clock());
      return [
        ...keys
          .filter(({ soon }) => soon)
          .map(({ role, keyId, expiresAt }) => `KEY_EXPIRES ${role} ${keyId.slice(0, 8)} ${expiresAt}`),
        ...metadata.filter(({ soon }) => soon).map(({ role, expiresAt }) => `METADATA_EXPIRES ${role} ${expiresAt}`),
      ];
    },
  };

  /** A withdrawn file is served no more. The store keeps it, for a version that names it again. */
  async function removeUnnamed(named: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(filesFolder)) {
      if (!named.has(name)) await disk.remove(join(filesFolder, name));
    }
  }
}

function keysFor(role: KeyRole, keys: readonly SigningKey[], root: Root): SigningKey[] {
  const ids = root.roles[role]?.keyIDs ?? [];
  const own = keys.filter((key) => key.role === role && ids.includes(key.keyId));
  if (own.length < keysOfRole[role].threshold) {
    throw new Error(
      `配信の署名鍵(${role})が足りません / Too few signing keys of ${role}: ${String(own.length)} of ` +
        `${String(keysOfRole[role].threshold)}.`,
    );
  }
  return own;
}

function isSigned(
  root: Metadata<Root>,
  role: KeyRole,
  metadata: Metadata<Targets> | Metadata<Snapshot> | Metadata<Timestamp>,
) {
  try {
    root.verifyDelegate(role, metadata);
    return true;
  } catch {
    return false;
  }
}

type AnyMetadata = Metadata<Root> | Metadata<Targets> | Metadata<Snapshot> | Metadata<Timestamp>;
const bytesOf = (metadata: AnyMetadata): Buffer => Buffer.from(JSON.stringify(metadata.toJSON()));

const fileNameOf = (file: FileToPublish): string => `${file.sha256}.${targetPathOf(file)}`;

function targetFileOf(file: FileToPublish): TargetFile {
  const { name, version, kind, orders, lengthBytes, sha256 } = file;
  return new TargetFile({
    path: targetPathOf(file),
    length: lengthBytes,
    hashes: { sha256 },
    unrecognizedFields: { custom: { fugo: { name, version, kind, orders } } },
  });
}

function sameTargets(
  before: Readonly<Record<string, TargetFile>>,
  after: Readonly<Record<string, TargetFile>>,
): boolean {
  const paths = Object.keys(after);
  return (
    paths.length === Object.keys(before).length &&
    paths.every((path) => {
      const [was, is] = [before[path], after[path]];
      return was !== undefined && is !== undefined && is.equals(was);
    })
  );
}
