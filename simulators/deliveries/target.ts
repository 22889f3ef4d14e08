import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TargetFile } from 'tuf-js';
import { isUsable, largestTableBytes } from '../../contracts/delivered-files.ts';
import {
  targetPathOf,
  type DeliveryError,
  type DeliveryView,
  type Holdings,
  type Receipt,
  type ReceiptState,
  type ReceiptStatement,
} from '../../contracts/deliveries.ts';
import { oneAtATime } from '../base/one-at-a-time.ts';
import { keyOf, refreshOrders, RefreshFailed, type Order } from './orders.ts';
import { downloadRanges, DownloadFailed, type DownloadOptions } from './range-download.ts';
import { openSlots, slotDisk, type Held, type SlotDisk, type SlotVersion } from './slots.ts';
import { openReceiptKey, readState, writeState, type State } from './target-state.ts';

/**
 * 配信先 (seed J 2 (2)): one organisation's server as one that fetches files. Rules of this file:
 *
 * D1. Nothing is used before it was verified: bytes are renamed only then, and applied only from there.
 * D2. What has come is applied without the network, and so is a switch back.
 * D3. A look makes everything that is due, whatever an earlier one has left behind; a program that is killed only looks
 *     again.
 * D4. What goes wrong with one file holds no other up, and nothing that is left of it blocks the next one.
 */
export type DeliveryTarget = {
  /** Everything that is due: orders, bytes, application, receipts. Never throws; what went wrong stands in the view. */
  look: () => Promise<void>;
  view: () => Promise<DeliveryView>;
  find: (name: string) => Promise<Held | undefined>;
  switchBack: (requestId: string, name: string) => Promise<SwitchBackOutcome>;
};
export type SwitchBackOutcome =
  | { kind: 'switched'; requestId: string; name: string; version: number }
  | { kind: 'nothingBefore' }
  | { kind: 'requestIdUsed' };

export type TargetOptions = {
  organisation: string;
  /** All that the target keeps. */
  folder: string;
  /** `…/v1/deliveries`. */
  deliveriesUrl: string;
  /** The file of the first root, which came with the installation. */
  trustedRoot: string;
  clock?: () => number;
  /** Whether a new version may take its place now: not in online operation. */
  mayApply?: (now: number) => boolean | Promise<boolean>;
  /** Whether a program of this name can be run; other kinds are judged by their contracts. */
  isProgramUsable?: (name: string, path: string) => Promise<boolean>;
  /** Called after a version has taken its place, also by a switch back. */
  onApplied?: (name: string) => void | Promise<void>;
  slotDisk?: SlotDisk;
  /** For so long bytes that were wrong are not fetched again. */
  retryWrongMs?: number;
  download?: Pick<DownloadOptions, 'rangeBytes' | 'tries' | 'reserveBytes' | 'onProgress'>;
};

/** Receipts of a target that nobody takes for long are not kept for ever. */
const mostReceipts = 500;
const mostBacks = 100;
const receiptLimitMs = 10_000;

export async function openDeliveryTarget(options: TargetOptions): Promise<DeliveryTarget> {
  const { organisation, folder, deliveriesUrl, clock = Date.now } = options;
  const incoming = join(folder, 'incoming');
  const slots = openSlots(join(folder, 'slots'), options.slotDisk ?? slotDisk);
  const key = await openReceiptKey(folder);
  await mkdir(incoming, { recursive: true });
  let state = await readState(folder);

  /** When the bytes of an order were wrong: they are fetched anew only after a while. */
  const wrongAt = new Map<string, number>();
  const inTurn = oneAtATime((work: () => Promise<unknown>) => work());

  const partialOf = ({ sha256 }: Order): string => join(incoming, `${sha256}.partial`);
  const verifiedOf = ({ sha256 }: Order): string => join(incoming, `${sha256}.verified`);

  /** Two who change it at once lose nothing: the change counts at once, and what is written is the latest. */
  const write = oneAtATime(() => writeState(folder, state));
  async function keep(change: Partial<State>): Promise<void> {
    state = { ...state, ...change };
    await write();
  }

  async function readHoldings(): Promise<Holdings> {
    const holdings = await slots.holdings();
    return Object.fromEntries(
      Object.entries(holdings).map(([name, held]) => {
        const isGone = held.previous !== null && isWithdrawn(name, held.previous);
        return [name, isGone ? { ...held, previous: null } : held];
      }),
    );
  }
  const isWithdrawn = (name: string, version: number): boolean => state.withdrawn[name]?.includes(version) ?? false;

  /** Says it once, in a receipt that leaves when it can. */
  async function say(
    order: Order,
    said: ReceiptState,
    { bytes = order.lengthBytes, error = null }: { bytes?: number; error?: DeliveryError | null } = {},
  ): Promise<void> {
    const holdings = await readHoldings();
    const last = state.said[order.name];
    if (last?.key === keyOf(order) && last.state === said && last.error === error) return;
    const no = state.receiptNo + 1;
    const statement: ReceiptStatement = {
      organisation,
      no,
      rollout: order.rollout,
      name: order.name,
      version: order.version,
      sha256: order.sha256,
      state: said,
      bytes,
      error,
      at: new Date(clock()).toISOString(),
      holdings,
    };
    const text = JSON.stringify(statement);
    const receipt: Receipt = { statement: text, signature: key.sign(text) };
    await keep({
      receiptNo: no,
      outbox: [...state.outbox, receipt].slice(-mostReceipts),
      said: { ...state.said, [order.name]: { key: keyOf(order), state: said, error } },
    });
  }

  async function refresh(): Promise<void> {
    try {
      const { orders, version } = await refreshOrders({
        folder: join(folder, 'metadata'),
        repositoryUrl: `${deliveriesUrl}/repository`,
        trustedRoot: options.trustedRoot,
        organisation,
      });
      state = { ...state, refreshedAt: new Date(clock()).toISOString() };
      // When it was is not worth a write at each look.
      if (version !== state.metadataVersion || state.error !== null) {
        await keep({ orders, metadataVersion: version, error: null });
      }
    } catch (error) {
      if (!(error instanceof RefreshFailed)) throw error;
      if (state.error !== error.code) await keep({ error: error.code });
    }
  }

  /** The bytes, verified. False when they are not there yet; what is wrong was said. */
  async function fetchBytes(order: Order): Promise<boolean> {
    const verified = verifiedOf(order);
    if (await exists(verified)) return true;
    const partial = partialOf(order);
    const path = targetPathOf(order);
    const url = `${deliveriesUrl}/repository/files/${order.sha256}.${path}`;
    // The second time from the beginning: what a crash of the machine has left may be wrong in the middle.
    for (let time = 1; ; time += 1) {
      try {
        await downloadRanges({ ...options.download, url, lengthBytes: order.lengthBytes, partial });
        if (order.lengthBytes === 0 && !(await exists(partial))) throw new DownloadFailed('WRONG_FILE');
        await verify(order, path, partial);
        await rename(partial, verified);
        return true;
      } catch (error) {
        const code = error instanceof DownloadFailed ? error.code : 'DISK_FULL';
        const isWrong = code === 'WRONG_FILE' || code === 'TOO_LONG';
        if (isWrong) await rm(partial, { force: true });
        if (isWrong && time === 1) continue;
        if (isWrong) wrongAt.set(keyOf(order), clock());
        await say(order, isWrong ? 'failed' : 'downloading', { bytes: await sizeOf(partial), error: code });
        return false;
      }
    }
  }

  async function isContentUsable(order: Order): Promise<boolean> {
    if (order.kind === 'program') {
      return order.lengthBytes > 0 && (await options.isProgramUsable?.(order.name, verifiedOf(order))) !== false;
    }
    if (order.lengthBytes > largestTableBytes) return false;
    return isUsable(order.kind, await readFile(verifiedOf(order)));
  }

  async function follow(order: Order): Promise<void> {
    const held = await slots.find(order.name);
    if (held?.version === order.version && held.sha256 === order.sha256) {
      // Also what was applied just before the program was killed.
      if (state.declined[order.name] === undefined) await say(order, 'applied');
      return;
    }
    if (state.declined[order.name] === keyOf(order)) return;
    const last = state.said[order.name];
    if (last?.key === keyOf(order) && last.error === 'UNUSABLE') return;
    if (clock() - (wrongAt.get(keyOf(order)) ?? -Infinity) < (options.retryWrongMs ?? 60_000)) return;
    if (last?.key !== keyOf(order)) await say(order, 'downloading', { bytes: await sizeOf(partialOf(order)) });
    if (!(await fetchBytes(order))) return;
    if (!(await isContentUsable(order))) {
      await rm(verifiedOf(order), { force: true });
      await say(order, 'failed', { error: 'UNUSABLE' });
      return;
    }
    await say(order, 'verified');
    const now = clock();
    if (Date.parse(order.applyAfter) > now || !(await (options.mayApply?.(now) ?? true))) return;
    const { version, sha256, kind, lengthBytes } = order;
    if (held && held.version > version && !isWithdrawn(order.name, held.version)) {
      const known = state.withdrawn[order.name] ?? [];
      await keep({ withdrawn: { ...state.withdrawn, [order.name]: [...known, held.version] } });
    }
    await inTurn(() => slots.apply(order.name, { version, sha256, kind, lengthBytes }, verifiedOf(order)));
    await options.onApplied?.(order.name);
    const { [order.name]: _, ...declined } = state.declined;
    await keep({ declined });
    await say(order, 'applied');
  }

  /** Parts of files that nobody orders any more. */
  async function sweep(): Promise<void> {
    const wanted = new Set<string>();
    for (const order of state.orders) {
      const held = await slots.find(order.name);
      if (held?.sha256 === order.sha256 && held.version === order.version) continue;
      for (const path of [partialOf(order), verifiedOf(order)]) wanted.add(path);
    }
    for (const name of await readdir(incoming)) {
      const path = join(incoming, name);
      if (!wanted.has(path)) await rm(path, { force: true, recursive: true });
    }
  }

  async function sendReceipts(): Promise<void> {
    while (state.outbox[0]) {
      const [receipt, ...rest] = state.outbox;
      if (!(await isTaken(receipt))) return;
      await keep({ outbox: rest });
    }
  }

  /** A receipt that fugo understands and refuses is not sent for ever. */
  async function isTaken(receipt: Receipt): Promise<boolean> {
    try {
      const response = await fetch(`${deliveriesUrl}/receipts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(receipt),
        signal: AbortSignal.timeout(receiptLimitMs),
      });
      await response.body?.cancel();
      return response.ok || response.status === 409 || response.status === 422;
    } catch {
      return false;
    }
  }

  async function look(): Promise<void> {
    try {
      await refresh();
      await sweep();
      for (const order of state.orders) {
        try {
          await follow(order);
        } catch (error) {
          await say(order, 'downloading', { bytes: 0, error: isFullDisk(error) ? 'DISK_FULL' : 'UNREACHABLE' });
        }
      }
      await sendReceipts();
    } catch (error) {
      // The disk takes not even the state: the next look begins where this one did.
      state = { ...state, error: isFullDisk(error) ? 'DISK_FULL' : (state.error ?? 'UNREACHABLE') };
    }
  }

  async function switchBack(requestId: string, name: string): Promise<SwitchBackOutcome> {
    const known = state.backs.find((each) => each.requestId === requestId);
    if (known) return known.name === name ? { kind: 'switched', ...known } : { kind: 'requestIdUsed' };
    const order = state.orders.find((each) => each.name === name);
    const left = await slots.find(name);
    if (left?.previous != null && isWithdrawn(name, left.previous)) return { kind: 'nothingBefore' };
    // Noted first: a program that is killed in between must not apply again what staff have left.
    if (order && left?.version === order.version) await keep({ declined: { ...state.declined, [name]: keyOf(order) } });
    let version: SlotVersion | undefined;
    await inTurn(async () => (version = await slots.switchBack(name)));
    if (!version) return { kind: 'nothingBefore' };
    await options.onApplied?.(name);
    const answer = { requestId, name, version: version.version };
    await keep({ backs: [...state.backs, answer].slice(-mostBacks) });
    if (order) await say(order, 'rolled-back');
    return { kind: 'switched', ...answer };
  }

  async function view(): Promise<DeliveryView> {
    const holdings = await readHoldings();
    const { metadataVersion, refreshedAt, error } = state;
    return { organisation, publicKey: key.publicKey, holdings, metadataVersion, refreshedAt, error };
  }
  let looking: Promise<unknown> | undefined;
  return {
    look: async () => {
      looking ??= look().finally(() => (looking = undefined));
      await looking;
    },
    view,
    find: slots.find,
    // Beside a look that waits for bytes: it is made at once.
    switchBack,
  };
}

async function verify(order: Order, path: string, file: string): Promise<void> {
  const target = new TargetFile({ path, length: order.lengthBytes, hashes: { sha256: order.sha256 } });
  try {
    await target.verify(createReadStream(file, { highWaterMark: 1024 * 1024 }));
  } catch {
    throw new DownloadFailed('WRONG_FILE');
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function isFullDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
