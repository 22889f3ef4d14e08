import { cp, readdir, readFile, readlink, rename, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Updater } from 'tuf-js';
import { z } from 'zod';
import {
  DeliveredFile,
  FileName,
  FileVersion,
  Sha256,
  targetPathOf,
  type DeliveryError,
} from '../../contracts/deliveries.ts';
import { releaseKinds } from '../../domain/deliveries/names.ts';

/** What the organisation is to have of a name, as the national body has signed it. */
export const Order = z.object({
  name: FileName,
  version: FileVersion,
  kind: z.enum(releaseKinds),
  sha256: Sha256,
  lengthBytes: z.number().int().min(0),
  rollout: z.string(),
  applyAfter: z.string(),
});
export type Order = z.infer<typeof Order>;

/** The same order again is the same text. */
export const keyOf = ({ rollout, version, sha256, applyAfter }: Order): string =>
  `${rollout} ${String(version)} ${sha256} ${applyAfter}`;

export type Refreshed = { orders: Order[]; version: number };

export class RefreshFailed extends Error {
  override name = 'RefreshFailed';
  readonly code: DeliveryError;
  constructor(code: DeliveryError, cause: unknown) {
    super(cause instanceof Error ? cause.message : code, { cause });
    this.code = code;
  }
}

export type RefreshOptions = {
  /** Where the metadata that were verified last are kept. */
  folder: string;
  /** `…/v1/deliveries/repository`. */
  repositoryUrl: string;
  /** The first root, by a way of its own: with the installation, not from the repository. */
  trustedRoot: string;
  organisation: string;
};

/** Milliseconds for one file of metadata. */
const fetchTimeout = 20_000;

/**
 * Reads and verifies the repository's metadata. The client writes its files in place, so it works on a copy, which a
 * link then names: a program that is killed half-way neither loses what it trusts nor forgets which versions it has seen.
 */
export async function refreshOrders(options: RefreshOptions): Promise<Refreshed> {
  const { folder, repositoryUrl, organisation } = options;
  const current = await readlink(join(folder, 'current')).catch(() => undefined);
  const next = current === 'a' ? 'b' : 'a';
  const work = join(folder, next);
  await rm(work, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if (current !== undefined && (await hasRoot(join(folder, current)))) {
    await cp(join(folder, current), work, { recursive: true });
  } else {
    await mkdir(work);
    await writeFile(join(work, 'root.json'), await readFile(options.trustedRoot));
  }
  try {
    const updater = new Updater({
      metadataDir: work,
      metadataBaseUrl: `${repositoryUrl}/metadata`,
      config: { fetchTimeout, fetchRetry: 0 },
    });
    try {
      await updater.refresh();
    } finally {
      // Also after a refusal: what was verified before it is not forgotten.
      if (await hasRoot(work)) await pointTo(folder, next);
    }
    return await readOrders(updater, work, organisation);
  } catch (error) {
    throw new RefreshFailed(codeOf(error), error);
  }
}

async function hasRoot(folder: string): Promise<boolean> {
  try {
    if (!(await readdir(folder)).includes('root.json')) return false;
    JSON.parse(await readFile(join(folder, 'root.json'), 'utf8'));
    return true;
  } catch {
    return false;
  }
}

async function pointTo(folder: string, slot: string): Promise<void> {
  await rm(join(folder, 'current.new'), { force: true });
  await symlink(slot, join(folder, 'current.new'));
  await rename(join(folder, 'current.new'), join(folder, 'current'));
}

const TargetsFile = z.object({
  signed: z.object({ version: z.number().int(), targets: z.record(z.string(), z.unknown()) }),
});

/** The paths come from the file that was verified just now; what they mean, the client says. */
async function readOrders(updater: Updater, work: string, organisation: string): Promise<Refreshed> {
  const { signed } = TargetsFile.parse(JSON.parse(await readFile(join(work, 'targets.json'), 'utf8')));
  const orders = new Map<string, Order>();
  for (const path of Object.keys(signed.targets)) {
    const target = await updater.getTargetInfo(path);
    const file = DeliveredFile.safeParse(target?.custom['fugo']).data;
    const sha256 = Sha256.safeParse(target?.hashes['sha256']).data;
    if (!target || !file || sha256 === undefined || targetPathOf(file) !== path) continue;
    const own = file.orders.find(({ organisations }) => organisations.includes(organisation));
    const known = orders.get(file.name);
    if (!own || (known && known.version > file.version)) continue;
    const { name, version, kind } = file;
    const { rollout, applyAfter } = own;
    orders.set(name, { name, version, kind, sha256, lengthBytes: target.length, rollout, applyAfter });
  }
  return { orders: [...orders.values()], version: signed.version };
}

/** The client tells its errors by sentences. */
function codeOf(error: unknown): DeliveryError {
  const sentence = error instanceof Error ? error.message : '';
  if (/expired/iu.test(sentence)) return 'METADATA_EXPIRED';
  if (/fetch failed|failed to download|timeout|aborted|terminated|network/iu.test(sentence)) return 'UNREACHABLE';
  return 'METADATA_REFUSED';
}
