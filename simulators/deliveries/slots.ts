import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { FileVersion, Sha256, type Holdings } from '../../contracts/deliveries.ts';
import { releaseKinds } from '../../domain/deliveries/names.ts';
import { errorCodeOf } from '../base/error-code.ts';

/**
 * What a target has of each name: two slots, and a link that says which one counts.
 *
 *     NAME/a/content   NAME/a/version.json
 *     NAME/b/content   NAME/b/version.json
 *     NAME/current  →  a or b
 *
 * A new version is written beside the slot that does not count, put in its place whole, and then the link is replaced by
 * a rename. So a program that is killed between any two steps finds the old version or the new one, and nothing of both.
 */
export type SlotDisk = {
  makeFolder: (path: string) => Promise<void>;
  removeAll: (path: string) => Promise<void>;
  /** The bytes of `from` under another name. */
  link: (from: string, to: string) => Promise<void>;
  write: (path: string, text: string) => Promise<void>;
  rename: (from: string, to: string) => Promise<void>;
  symlink: (target: string, path: string) => Promise<void>;
};

export const slotDisk: SlotDisk = {
  makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
  removeAll: (path) => rm(path, { recursive: true, force: true }),
  async link(from, to) {
    try {
      await link(from, to);
    } catch (error) {
      if (!['EPERM', 'ENOTSUP', 'EXDEV'].includes(errorCodeOf(error) ?? '')) throw error;
      await copyFile(from, to);
    }
  },
  async write(path, text) {
    const file = await open(path, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename: (from, to) => rename(from, to),
  symlink: (target, path) => symlink(target, path),
};

const SlotVersion = z.object({
  version: FileVersion,
  sha256: Sha256,
  kind: z.enum(releaseKinds),
  lengthBytes: z.number(),
});
export type SlotVersion = z.infer<typeof SlotVersion>;
/** `appliedAt`: since when it counts, in epoch milliseconds. */
export type Held = SlotVersion & { path: string; appliedAt: number; previous: number | null };

export type Slots = {
  find: (name: string) => Promise<Held | undefined>;
  holdings: () => Promise<Holdings>;
  /** `verified`: a file whose bytes are known to be those of the version. */
  apply: (name: string, version: SlotVersion, verified: string) => Promise<void>;
  /** Back to the version before, whose bytes are checked again. Undefined if there is none. */
  switchBack: (name: string) => Promise<SlotVersion | undefined>;
};

type Slot = 'a' | 'b';
const otherOf = (slot: Slot | undefined): Slot => (slot === 'a' ? 'b' : 'a');

export function openSlots(folder: string, disk: SlotDisk = slotDisk): Slots {
  const at = (name: string, ...rest: string[]): string => join(folder, name, ...rest);

  async function findCurrent(name: string): Promise<Slot | undefined> {
    try {
      const target = await readlink(at(name, 'current'));
      return target === 'a' || target === 'b' ? target : undefined;
    } catch {
      return undefined;
    }
  }
  async function readSlot(name: string, slot: Slot): Promise<SlotVersion | undefined> {
    try {
      const version = SlotVersion.parse(JSON.parse(await readFile(at(name, slot, 'version.json'), 'utf8')));
      return (await stat(at(name, slot, 'content'))).size === version.lengthBytes ? version : undefined;
    } catch {
      return undefined;
    }
  }
  async function pointTo(name: string, slot: Slot): Promise<void> {
    await disk.removeAll(at(name, 'current.new'));
    await disk.symlink(slot, at(name, 'current.new'));
    await disk.rename(at(name, 'current.new'), at(name, 'current'));
  }
  async function find(name: string): Promise<Held | undefined> {
    const slot = await findCurrent(name);
    const version = slot && (await readSlot(name, slot));
    if (!slot || !version) return undefined;
    const previous = await readSlot(name, otherOf(slot));
    const { mtimeMs } = await lstat(at(name, 'current'));
    return { ...version, path: at(name, slot, 'content'), appliedAt: mtimeMs, previous: previous?.version ?? null };
  }

  return {
    find,
    async holdings() {
      const names = await readdir(folder).catch((): string[] => []);
      const held = await Promise.all(names.toSorted().map(async (name) => [name, await find(name)] as const));
      return Object.fromEntries(
        held.flatMap(([name, one]) => {
          if (!one) return [];
          const { version, sha256, appliedAt, previous } = one;
          return [[name, { version, sha256, appliedAt: new Date(appliedAt).toISOString(), previous }]];
        }),
      );
    },
    async apply(name, version, verified) {
      const slot = otherOf(await findCurrent(name));
      const fresh = at(name, `${slot}.new`);
      await disk.removeAll(fresh);
      await disk.makeFolder(fresh);
      await disk.link(verified, join(fresh, 'content'));
      await disk.write(join(fresh, 'version.json'), JSON.stringify(SlotVersion.parse(version)));
      await disk.removeAll(at(name, slot));
      await disk.rename(fresh, at(name, slot));
      await pointTo(name, slot);
    },
    async switchBack(name) {
      const slot = otherOf(await findCurrent(name));
      const version = await readSlot(name, slot);
      if (!version || (await hashOf(at(name, slot, 'content'))) !== version.sha256) return undefined;
      await pointTo(name, slot);
      return version;
    },
  };
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}
