import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileToPublish } from '../../../deliveries/publisher.ts';
import { slotDisk } from '../../../simulators/deliveries/slots.ts';
import type { DeliveryTarget } from '../../../simulators/deliveries/target.ts';
import {
  isSignedBy,
  municipality,
  openRepository,
  orderedFile,
  seededBytes,
  smallBytes,
  type Repository,
} from '../../support/deliveries.ts';

const name = 'simulator';
const mebibyte = 1024 * 1024;
let repository: Repository;
let folder: string;
let target: DeliveryTarget;
beforeEach(async () => {
  repository = await openRepository();
  folder = repository.newFolder();
  target = await repository.target({ folder });
});
afterEach(() => repository.close());

const versionOf = async (from = target): Promise<number | undefined> => (await from.view()).holdings[name]?.version;
async function publish(version: number, more: Partial<Parameters<typeof orderedFile>[1]> = {}): Promise<FileToPublish> {
  const file = await orderedFile(repository, { version, ...more });
  await repository.publisher.publish([file]);
  return file;
}
async function contentOf(from = target): Promise<Buffer | undefined> {
  const held = await from.find(name);
  return held && readFile(held.path);
}
const statesOf = (version: number): string[] =>
  repository.receipts.filter((each) => each.version === version).map(({ state }) => state);
const incoming = (): Promise<string[]> => readdir(join(folder, 'incoming'));

describe('a target', () => {
  it('fetches what is ordered for it, verifies it, applies it and says so', async () => {
    await publish(1);
    await target.look();
    expect(await contentOf()).toEqual(seededBytes(smallBytes, 1));
    expect(statesOf(1)).toEqual(['downloading', 'verified', 'applied']);
    expect(repository.receipts.map(({ no }) => no)).toEqual([1, 2, 3]);
    const { publicKey } = await target.view();
    expect(repository.signed.map((receipt) => isSignedBy(publicKey, receipt))).toEqual([true, true, true]);
    await target.look();
    expect(repository.receipts).toHaveLength(3);
    expect(await incoming()).toEqual([]);
  });

  it('leaves what is ordered for others alone', async () => {
    await publish(1, { order: { organisations: ['993026'] } });
    await target.look();
    expect((await target.view()).holdings).toEqual({});
    expect(repository.sent()).toBe(0);
  });

  it('goes on where a connection was cut, and asks for no byte twice', async () => {
    const content = seededBytes(3 * mebibyte, 3);
    await publish(1, { content });
    const from: number[] = [];
    const size = async (): Promise<number> =>
      (await stat(join(folder, 'incoming', (await incoming())[0] ?? '')).catch(() => ({ size: 0 }))).size;
    repository.gate(async (request, respond, cut) => {
      if (!request.url.includes('/files/')) return respond();
      from.push(Number(/^bytes=(\d+)-/u.exec(request.headers.get('range') ?? '')?.[1]));
      expect(from.at(-1)).toBe(await size());
      return from.length % 2 === 0 ? respond() : cutAfter(await respond(), 300_000, cut);
    });
    for (let time = 0; time < 30 && (await versionOf()) !== 1; time += 1) await target.look();
    expect((await contentOf())?.equals(content)).toBe(true);
    expect(from.length).toBeGreaterThanOrEqual(6);
  });

  it('that is killed at every MiB keeps all that has come', async () => {
    const content = seededBytes(4 * mebibyte, 4);
    await publish(1, { content });
    const own = repository.newFolder();
    let killed = 0;
    while ((await runTarget({ folder: own, version: 1, killEveryBytes: mebibyte })) === 'killed') killed += 1;
    expect(killed).toBeGreaterThanOrEqual(4);
    const after = await repository.target({ folder: own });
    expect((await contentOf(after))?.equals(content)).toBe(true);
    expect(repository.sent()).toBeLessThanOrEqual(content.length * 1.005);
  });

  it('that finds a stale or a damaged part is not blocked by it', async () => {
    const file = await publish(1);
    const damaged = join(folder, 'incoming', `${file.sha256}.partial`);
    await writeFile(join(folder, 'incoming', `${'0'.repeat(64)}.partial`), 'of a file that nobody orders');
    await writeFile(damaged, Buffer.alloc(smallBytes));
    await target.look();
    expect(await versionOf()).toBe(1);

    const next = await publish(2);
    await writeFile(join(folder, 'incoming', `${next.sha256}.partial`), Buffer.alloc(smallBytes + 1));
    await target.look();
    expect(await contentOf()).toEqual(seededBytes(smallBytes, 2));
    await target.look();
    expect(await incoming()).toEqual([]);
  });

  it('on a full disk says so, takes nothing, and goes on when there is room', async () => {
    await publish(1);
    const full = await repository.target({ folder, download: { tries: 1, reserveBytes: 2 ** 53 } });
    await full.look();
    expect(repository.receipts.at(-1)).toMatchObject({ state: 'downloading', error: 'DISK_FULL' });
    expect(await incoming()).toEqual([]);
    const roomy = await repository.target({ folder });
    await roomy.look();
    expect(await versionOf(roomy)).toBe(1);
  });

  it('whose disk fills up while it applies keeps the version before, and applies when there is room', async () => {
    await publish(1);
    await target.look();
    await publish(2);
    let isFull = true;
    const write = async (path: string, text: string): Promise<void> => {
      if (isFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      await slotDisk.write(path, text);
    };
    const filling = await repository.target({ folder, slotDisk: { ...slotDisk, write } });
    await filling.look();
    expect(await contentOf(filling)).toEqual(seededBytes(smallBytes, 1));
    expect(repository.receipts.at(-1)).toMatchObject({ version: 2, error: 'DISK_FULL' });
    isFull = false;
    await filling.look();
    expect(await versionOf(filling)).toBe(2);
  });

  it('that was away for three days catches up by itself, past the versions that it has missed', async () => {
    const days = 86_400_000;
    for (const [back, version] of [
      [3, 1],
      [2, 2],
      [1, 3],
      [0, 4],
    ] as const) {
      const then = repository.publisherWith({ clock: () => Date.now() - back * days });
      const file = await orderedFile(repository, { version });
      await then.publish([file]);
      if (version === 1) await target.look();
    }
    expect(await versionOf()).toBe(1);
    await target.look();
    expect(await versionOf()).toBe(4);
    expect(statesOf(2)).toEqual([]);
  });

  it('keeps its receipts while nobody takes them, and sends them in their order', async () => {
    repository.gate((request, respond) =>
      request.url.endsWith('/receipts') ? new Response(null, { status: 503 }) : respond(),
    );
    await publish(1);
    await target.look();
    expect(repository.receipts).toEqual([]);
    repository.gate(undefined);
    const restarted = await repository.target({ folder });
    await restarted.look();
    expect(repository.receipts.map(({ no, state }) => [no, state])).toEqual([
      [1, 'downloading'],
      [2, 'verified'],
      [3, 'applied'],
    ]);
  });
});

describe('a new version is applied', () => {
  it('at its time, and not during online operation', async () => {
    const at = Date.now() + 3_600_000;
    let now = Date.now();
    let isOnline = true;
    const waiting = await repository.target({ clock: () => now, mayApply: () => !isOnline });
    await publish(1, { order: { applyAfter: new Date(at).toISOString() } });
    await waiting.look();
    isOnline = false;
    await waiting.look();
    expect(await versionOf(waiting)).toBeUndefined();
    now = at;
    isOnline = true;
    await waiting.look();
    expect(await versionOf(waiting)).toBeUndefined();
    isOnline = false;
    await waiting.look();
    expect(await versionOf(waiting)).toBe(1);
    expect(statesOf(1)).toEqual(['downloading', 'verified', 'applied']);
  });

  it('also without the network, once it was verified', async () => {
    let isOnline = true;
    const waiting = await repository.target({ mayApply: () => !isOnline });
    await publish(1);
    await waiting.look();
    isOnline = false;
    repository.gate(() => new Response(null, { status: 502 }));
    await waiting.look();
    expect(await versionOf(waiting)).toBe(1);
    expect((await waiting.view()).error).toBe('UNREACHABLE');
  });

  it('whole or not at all, at whichever instruction the program is killed', async () => {
    await publish(1);
    await target.look();
    await publish(2);
    await target.look();
    const contents = [seededBytes(smallBytes, 2), seededBytes(smallBytes, 3)];
    await publish(3);
    let outcome: Outcome = 'killed';
    let killAt = 0;
    const seen = new Set<number>();
    for (; outcome === 'killed'; killAt += 1) {
      const own = repository.newFolder();
      await mkdir(own, { recursive: true });
      await cp(folder, own, { recursive: true, verbatimSymlinks: true });
      outcome = await runTarget({ folder: own, version: 3, killAt });
      const after = await repository.target({ folder: own });
      const version = (await versionOf(after)) ?? 0;
      seen.add(version);
      expect(await contentOf(after)).toEqual(contents[version - 2]);
      // A second start ends what the first has begun, and can go back.
      await after.look();
      expect(await versionOf(after)).toBe(3);
      await rm(own, { recursive: true });
    }
    expect(outcome).toBe('done');
    expect(killAt).toBeGreaterThan(15);
    expect(seen).toEqual(new Set([2, 3]));
  });
});

describe('switching back', () => {
  beforeEach(async () => {
    await publish(1);
    await target.look();
    await publish(2);
    await target.look();
  });

  it('is made at once and without the network, and stays', async () => {
    repository.gate(() => new Response(null, { status: 502 }));
    expect(await target.switchBack('r1', name)).toMatchObject({ kind: 'switched', version: 1 });
    expect(await contentOf()).toEqual(seededBytes(smallBytes, 1));
    repository.gate(undefined);
    const restarted = await repository.target({ folder });
    await restarted.look();
    expect(await versionOf(restarted)).toBe(1);
    expect(statesOf(2).at(-1)).toBe('rolled-back');
  });

  it('is made once for a request, and refused where there is nothing before', async () => {
    await target.switchBack('r1', name);
    expect(await target.switchBack('r1', name)).toMatchObject({ kind: 'switched', version: 1 });
    expect(await versionOf()).toBe(1);
    expect(await target.switchBack('r1', 'another')).toEqual({ kind: 'requestIdUsed' });
    expect(await target.switchBack('r2', 'another')).toEqual({ kind: 'nothingBefore' });
  });

  it('is refused when the version before is damaged', async () => {
    await writeFile(join(folder, 'slots', name, 'a', 'content'), Buffer.alloc(smallBytes));
    expect(await target.switchBack('r1', name)).toEqual({ kind: 'nothingBefore' });
    expect(await contentOf()).toEqual(seededBytes(smallBytes, 2));
  });

  it('ends with the next version, or with the same one ordered anew', async () => {
    await target.switchBack('r1', name);
    await publish(2);
    await target.look();
    expect(await versionOf()).toBe(2);
    expect(statesOf(2).at(-1)).toBe('applied');
  });
});

it('a version that is withdrawn gives way to the one before, by a higher version of the metadata', async () => {
  const first = await publish(1);
  await target.look();
  const bad = await orderedFile(repository, { version: 2 });
  await repository.publisher.publish([{ ...first, orders: [] }, bad]);
  await target.look();
  expect(await versionOf()).toBe(2);
  await repository.publisher.publish([first]);
  await target.look();
  expect(await contentOf()).toEqual(seededBytes(smallBytes, 1));
  // Nobody goes back to what was withdrawn.
  expect((await target.view()).holdings[name]?.previous).toBeNull();
  expect(await target.switchBack('r1', name)).toEqual({ kind: 'nothingBefore' });
});

type Outcome = 'killed' | 'done' | 'failed';
/** In a process of its own. */
function runTarget(options: {
  folder: string;
  version: number;
  killAt?: number;
  killEveryBytes?: number;
}): Promise<Outcome> {
  const { deliveriesUrl, trustedRoot } = repository;
  const settings = { organisation: municipality, deliveriesUrl, trustedRoot, name, ...options };
  const child = spawn(process.execPath, ['test/support/delivery-target-program.ts', JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal === 'SIGKILL' ? 'killed' : code === 0 ? 'done' : 'failed'));
  });
}

/** The connection ends after so many bytes. */
function cutAfter(response: Response, after: number, cut: () => void): Response {
  let left = after;
  const body = response.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (left > 0) controller.enqueue(chunk.subarray(0, left));
        if (left > 0 && left <= chunk.length) setImmediate(cut);
        left -= chunk.length;
      },
    }),
  );
  return new Response(body ?? null, response);
}
