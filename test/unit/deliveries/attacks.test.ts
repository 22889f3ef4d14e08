import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Metadata, MetadataKind } from '@tufjs/models';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryView } from '../../../contracts/deliveries.ts';
import { readCurrent } from '../../../deliveries/repository.ts';
import type { DeliveryTarget } from '../../../simulators/deliveries/target.ts';
import { openRepository, orderedFile, type Gate, type Repository } from '../../support/deliveries.ts';

const name = 'simulator';
let repository: Repository;
let target: DeliveryTarget;
beforeEach(async () => {
  repository = await openRepository();
  await repository.publisher.publish([await orderedFile(repository, { version: 1 })]);
  target = await repository.target();
  await target.look();
});
afterEach(() => repository.close());

const metadata = (): string => join(repository.folder, 'metadata');
async function lookAgain(): Promise<DeliveryView> {
  await target.look();
  return target.view();
}
/** Looks while answers are changed, and says what the target thinks of it; the version before stays in force. */
async function lookWith(gate: Gate): Promise<DeliveryView['error']> {
  repository.gate(gate);
  const view = await lookAgain();
  expect(view.holdings[name]?.version).toBe(1);
  return view.error;
}
const publishNext = async (): Promise<void> =>
  void (await repository.publisher.publish([await orderedFile(repository, { version: 2 })]));
const saidOf = (version: number) => repository.receipts.filter((each) => each.version === version);

describe('a target refuses', () => {
  it('an older repository than the one it has seen (rollback)', async () => {
    const old = join(repository.folder, 'old');
    await cp(metadata(), old, { recursive: true });
    await publishNext();
    await target.look();
    await rm(metadata(), { recursive: true });
    await cp(old, metadata(), { recursive: true });
    const view = await lookAgain();
    expect(view.error).toBe('METADATA_REFUSED');
    expect(view.holdings[name]?.version).toBe(2);
  });

  it('a repository that is shown for longer than its signatures hold (freeze)', async () => {
    const frozen = await openRepository({ clock: () => Date.now() - 15 * 86_400_000 });
    const victim = await frozen.target();
    await frozen.publisher.publish([await orderedFile(frozen, { version: 1 })]);
    await victim.look();
    const view = await victim.view();
    expect(view.error).toBe('METADATA_EXPIRED');
    expect(view.holdings).toEqual({});
    await frozen.close();
  });

  it('a snapshot of yesterday under the timestamp of today (mix and match)', async () => {
    const before = new Set(await readdir(metadata()));
    const yesterday = [...before].find((file) => file.endsWith('.snapshot.json')) ?? '';
    const old = await readFile(join(metadata(), yesterday), 'utf8');
    await publishNext();
    const error = await lookWith((request, respond) =>
      request.url.endsWith('.snapshot.json') ? new Response(old) : respond(),
    );
    expect(error).toBe('METADATA_REFUSED');
  });

  it('metadata without an end (endless data)', async () => {
    await publishNext();
    const error = await lookWith((request, respond) =>
      request.url.endsWith('timestamp.json') ? new Response(endless()) : respond(),
    );
    expect(error).toBe('METADATA_REFUSED');
  });

  it('a file without an end, and keeps not a byte more than was signed', async () => {
    await publishNext();
    repository.gate(async (request, respond) => {
      if (!request.url.includes('/files/')) return respond();
      const { status, headers } = await respond();
      const lying = new Headers(headers);
      lying.delete('content-length');
      return new Response(endless(), { status, headers: lying });
    });
    const view = await lookAgain();
    expect(view.holdings[name]?.version).toBe(1);
    expect(saidOf(2).at(-1)).toMatchObject({ state: 'failed', error: 'TOO_LONG', bytes: 0 });
  });

  it('another file in the place of the signed one', async () => {
    await publishNext();
    await lookWith(async (request, respond) => {
      const response = await respond();
      if (!request.url.includes('/files/')) return response;
      const bytes = Buffer.from(await response.arrayBuffer());
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      return new Response(bytes, response);
    });
    expect(saidOf(2).at(-1)).toMatchObject({ state: 'failed', error: 'WRONG_FILE' });

    // Nothing that is left of it blocks the right one.
    repository.gate(undefined);
    expect((await lookAgain()).holdings[name]?.version).toBe(2);
  });

  it.each(['targets', 'snapshot', 'timestamp'] as const)('what a single stolen key of %s has signed', async (role) => {
    const [stolen] = (await repository.vault.list()).filter((key) => key.role === role);
    await publishNext();
    const current = await readCurrent(repository.folder);
    // All is right with it but the hash, and who has signed.
    const evil = JSON.stringify(current?.targets.toJSON()).replaceAll(
      String(current?.targets.signed.targets[`${name}-2`]?.hashes['sha256']),
      createHash('sha256').update('evil').digest('hex'),
    );
    const changed = Metadata.fromJSON(MetadataKind.Targets, JSON.parse(evil));
    changed.signatures = {};
    if (stolen) changed.sign(stolen.sign);
    const error = await lookWith((request, respond) =>
      request.url.endsWith('.targets.json') ? new Response(JSON.stringify(changed.toJSON())) : respond(),
    );
    expect(error).toBe('METADATA_REFUSED');
  });

  it('keys that one stolen key of root names', async () => {
    const [stolen] = (await repository.vault.list()).filter(({ role }) => role === 'root');
    const root = await readFile(join(metadata(), '1.root.json'), 'utf8');
    const changed = Metadata.fromJSON(MetadataKind.Root, JSON.parse(root));
    const targetsRole = changed.signed.roles['targets'];
    Object.assign(changed.signed, { version: 2 });
    Object.assign(targetsRole ?? {}, { threshold: 1 });
    changed.signatures = {};
    if (stolen) changed.sign(stolen.sign);
    await writeFile(join(metadata(), '2.root.json'), JSON.stringify(changed.toJSON()));
    expect((await lookAgain()).error).toBe('METADATA_REFUSED');
  });

  it('a signed file that is not what its kind must be, and goes on with the others', async () => {
    const calendar = { name: 'national-calendar', kind: 'calendar' as const, content: Buffer.from('{"kind":"none"}') };
    await repository.publisher.publish([
      await orderedFile(repository, { version: 1, ...calendar }),
      await orderedFile(repository, { version: 2 }),
    ]);
    const view = await lookAgain();
    expect(Object.keys(view.holdings)).toEqual([name]);
    expect(view.holdings[name]?.version).toBe(2);
    expect(repository.receipts.filter((each) => each.name === 'national-calendar').at(-1)).toMatchObject({
      state: 'failed',
      error: 'UNUSABLE',
    });
  });
});

it('a target that was told nothing wrong goes on by itself when the attack is over', async () => {
  await publishNext();
  await lookWith((request, respond) => (request.url.endsWith('timestamp.json') ? new Response('{}') : respond()));
  repository.gate(undefined);
  const view = await lookAgain();
  expect(view.error).toBeNull();
  expect(view.holdings[name]?.version).toBe(2);
});

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)) });
}
