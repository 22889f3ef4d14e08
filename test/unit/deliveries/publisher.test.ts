import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Updater } from 'tuf-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk, type Disk } from '../../../deliveries/disk.ts';
import { readCurrent, readKeyStates, readRoot } from '../../../deliveries/repository.ts';
import { keysOfRole, type KeyRole } from '../../../domain/deliveries/names.ts';
import { openRepository, orderedFile, seededBytes, smallBytes, type Repository } from '../../support/deliveries.ts';

let repository: Repository;
beforeEach(async () => {
  repository = await openRepository();
});
afterEach(() => repository.close());

const versionsNow = async (): Promise<Record<KeyRole, number>> => {
  const { versions } = await repository.publisher.publish(lastFiles);
  return versions;
};
let lastFiles: Awaited<ReturnType<typeof orderedFile>>[] = [];
async function publish(version: number): Promise<void> {
  lastFiles = [await orderedFile(repository, { version })];
  await repository.publisher.publish(lastFiles);
}
/** What another client of The Update Framework gets, from the beginning. */
async function fetchPlainly(path: string): Promise<Buffer | undefined> {
  const folder = repository.newFolder();
  await mkdir(folder);
  await writeFile(join(folder, 'root.json'), await readFile(repository.trustedRoot));
  const updater = new Updater({
    metadataDir: folder,
    metadataBaseUrl: `${repository.deliveriesUrl}/repository/metadata`,
    targetDir: folder,
    targetBaseUrl: `${repository.deliveriesUrl}/repository/files`,
  });
  await updater.refresh();
  const info = await updater.getTargetInfo(path);
  return info && readFile(await updater.downloadTarget(info));
}

describe('the repository', () => {
  it('is one that another client of The Update Framework reads', async () => {
    await publish(1);
    expect(await fetchPlainly('simulator-1')).toEqual(seededBytes(smallBytes, 1));
    expect(await fetchPlainly('simulator-2')).toBeUndefined();
  });

  it('has the roles with their thresholds, and names its files by their hash', async () => {
    await publish(1);
    const root = await readRoot(repository.folder);
    for (const [role, { keys, threshold }] of Object.entries(keysOfRole)) {
      expect(root?.signed.roles[role]).toMatchObject({ threshold });
      expect(root?.signed.roles[role]?.keyIDs).toHaveLength(keys);
    }
    expect(root?.signed.consistentSnapshot).toBe(true);
    expect(await readdir(join(repository.folder, 'files'))).toEqual([`${lastFiles[0]?.sha256 ?? ''}.simulator-1`]);
  });

  it('is signed again only when something has changed or a signature is due', async () => {
    await publish(1);
    const before = await versionsNow();
    expect(await versionsNow()).toEqual(before);
    const tomorrow = repository.publisherWith({ clock: () => Date.now() + 86_400_000 });
    const { published, versions } = await tomorrow.publish(lastFiles);
    expect(published).toBe(true);
    expect(versions).toMatchObject({ root: before.root, targets: before.targets, snapshot: before.snapshot });
    expect(versions.timestamp).toBeGreaterThan(before.timestamp);
  });

  it('takes a file away that nobody is to have any more, by a higher version', async () => {
    await publish(1);
    const { versions } = await repository.publisher.publish([]);
    expect(await fetchPlainly('simulator-1')).toBeUndefined();
    expect(await readdir(join(repository.folder, 'files'))).toEqual([]);
    await publish(1);
    expect((await versionsNow()).targets).toBeGreaterThan(versions.targets);
    expect(await fetchPlainly('simulator-1')).toBeDefined();
  });

  it('continues above every version that was seen after it was restored from an older copy', async () => {
    const later = repository.publisherWith({ clock: () => Date.now() + 60_000 });
    await publish(1);
    const copy = await readFile(join(repository.folder, 'metadata', 'timestamp.json'));
    const seen = await later.publish([await orderedFile(repository, { version: 2 })]);
    await writeFile(join(repository.folder, 'metadata', 'timestamp.json'), copy);
    const muchLater = repository.publisherWith({ clock: () => Date.now() + 120_000 });
    const { versions } = await muchLater.publish([await orderedFile(repository, { version: 3 })]);
    for (const role of ['targets', 'snapshot', 'timestamp'] as const) {
      expect(versions[role]).toBeGreaterThan(seen.versions[role]);
    }
  });

  it('signs nothing that is not in the store', async () => {
    const file = await orderedFile(repository, { version: 1 });
    await rm(join(repository.folder, 'store', file.sha256));
    await expect(repository.publisher.publish([file])).rejects.toThrow('simulator-1');
    expect((await readCurrent(repository.folder))?.targets.signed.targets).toEqual({});
  });
});

describe('a publication', () => {
  it('that crashes at any step shows what stood before, and is ended by the next one', async () => {
    await publish(1);
    const steps = await countSteps(2);
    expect(steps).toBeGreaterThan(6);
    for (let crashAt = 0; crashAt < steps; crashAt += 1) {
      const version = 10 + crashAt;
      const file = await orderedFile(repository, { version });
      const crashing = repository.publisherWith({ disk: crashingDisk(crashAt) });
      await expect(crashing.publish([file])).rejects.toThrow('crash');
      const [before, after] = await Promise.all([
        fetchPlainly(lastPath()).catch((err: unknown) => err),
        fetchPlainly(`simulator-${String(version)}`).catch((err: unknown) => err),
      ]);
      // Either the old state or, after the last step that counts, the new one; never an error.
      expect([before, after].filter((each) => each instanceof Error)).toEqual([]);
      expect([before, after].filter((each) => each !== undefined)).toHaveLength(1);
      lastFiles = [file];
      await repository.publisher.publish(lastFiles);
      expect(await fetchPlainly(lastPath())).toBeDefined();
    }
  });

  it('is never seen half by those who read meanwhile', async () => {
    await publish(1);
    const over = new AbortController();
    const failures: unknown[] = [];
    let reads = 0;
    const reading = (async () => {
      while (!over.signal.aborted) {
        await fetchPlainly('simulator-1').catch((err: unknown) => failures.push(err));
        reads += 1;
      }
    })();
    const first = lastFiles;
    for (let version = 2; version < 30; version += 1) {
      await repository.publisher.publish([...first, await orderedFile(repository, { version })]);
    }
    over.abort();
    await reading;
    expect(reads).toBeGreaterThan(2);
    expect(failures).toEqual([]);
  });

  const lastPath = (): string => `simulator-${String(lastFiles[0]?.version)}`;
  async function countSteps(version: number): Promise<number> {
    let steps = 0;
    lastFiles = [await orderedFile(repository, { version })];
    await repository.publisherWith({ disk: watchedDisk(() => (steps += 1)) }).publish(lastFiles);
    return steps;
  }
});

describe('keys', () => {
  it.each(['root', 'targets', 'snapshot', 'timestamp'] as const)(
    'of %s are replaced, and a target that trusted the old ones follows',
    async (role) => {
      await publish(1);
      const target = await repository.target();
      await target.look();
      for (let time = 0; time < keysOfRole[role].keys; time += 1) await repository.publisher.rotate(role);
      await publish(2);
      await target.look();
      expect((await target.view()).holdings['simulator']?.version).toBe(2);
      expect(await fetchPlainly('simulator-2')).toBeDefined();
    },
  );

  it('are replaced without a moment in which a reader is refused', async () => {
    await publish(1);
    const over = new AbortController();
    const failures: unknown[] = [];
    const reading = (async () => {
      const target = await repository.target();
      while (!over.signal.aborted) {
        await target.look();
        const { error } = await target.view();
        // On a busy machine a connection may be closed between two requests, which refuses nobody.
        if (error !== null && error !== 'UNREACHABLE') failures.push(error);
        await fetchPlainly('simulator-1').catch((err: unknown) => {
          if (!(err instanceof TypeError && err.cause !== undefined)) failures.push(err);
        });
      }
    })();
    for (const role of ['timestamp', 'snapshot', 'targets', 'root', 'targets', 'timestamp'] as const) {
      await repository.publisher.rotate(role);
    }
    over.abort();
    await reading;
    expect(failures).toEqual([]);
  });

  it('that are replaced sign nothing any more', async () => {
    const before = new Set((await repository.vault.list()).map(({ keyId }) => keyId));
    const { replaced, keyId } = await repository.publisher.rotate('timestamp');
    expect(before).toContain(replaced);
    const after = (await repository.vault.list()).map((key) => key.keyId);
    expect(after).toContain(keyId);
    expect(after).not.toContain(replaced);
    const current = await readCurrent(repository.folder);
    expect(current?.root.signed.roles['timestamp']?.keyIDs).toEqual([keyId]);
    const tomorrow = repository.publisherWith({ clock: () => Date.now() + 86_400_000 });
    await tomorrow.publish([]);
    expect(Object.keys((await readCurrent(repository.folder))?.timestamp.signatures ?? {})).toEqual([keyId]);
  });

  it('are told of before their end, with the signatures of people', async () => {
    await publish(1);
    expect(await repository.publisher.alarms()).toEqual([]);
    const later = Date.now() + 320 * 86_400_000;
    const alarms = await repository.publisherWith({ clock: () => later }).alarms();
    expect(alarms).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^KEY_EXPIRES snapshot/u),
        expect.stringMatching(/^METADATA_EXPIRES targets/u),
      ]),
    );
    const { keys } = await readKeyStates(repository.folder, later);
    expect(keys.filter(({ soon }) => soon).map(({ role }) => role)).toEqual(['snapshot', 'timestamp']);
  });

  it('are readable by their owner alone, and sealed', async () => {
    const folder = join(repository.folder, '..', 'keys');
    for (const file of await readdir(folder)) {
      expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
      expect(await readFile(join(folder, file), 'utf8')).not.toContain('PRIVATE');
    }
  });
});

function watchedDisk(onStep: (no: number) => void): Disk {
  let no = 0;
  const step = (): void => onStep(no++);
  return {
    write: async (...args) => (step(), realDisk.write(...args)),
    rename: async (...args) => (step(), realDisk.rename(...args)),
    link: async (...args) => (step(), realDisk.link(...args)),
    remove: async (...args) => (step(), realDisk.remove(...args)),
  };
}

function crashingDisk(crashAt: number): Disk {
  return watchedDisk((no) => {
    if (no >= crashAt) throw new Error('crash');
  });
}
