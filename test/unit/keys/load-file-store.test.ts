import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyRingFrom } from '../../../keys/key-ring.ts';
import { createLoadFileStore, LoadFileTooLarge, type LoadFileStore } from '../../../keys/load-file-store.ts';
import { SealBroken } from '../../../keys/sealed-stream.ts';

const key = () => randomBytes(32).toString('base64');
const keys = keyRingFrom({ current: 'k1', keys: { k1: { data: key(), index: key(), payload: key() } } }, 'test');
const municipality = '131016';
let folder = '';
let files: LoadFileStore;
beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'fugo-load-files-')), 'load-files');
  files = createLoadFileStore({ folder, keys });
});
afterAll(() => rm(join(folder, '..'), { recursive: true }));

const limitBytes = 1_000_000;
const newFile = () => ({ municipality, loadId: randomUUID() });
async function* chunksOf(...chunks: (Uint8Array | Error)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    if (chunk instanceof Error) throw chunk;
    yield chunk;
  }
}
const names = (): Promise<string[]> => readdir(join(folder, municipality));

test('a file is given back as it came, lies there sealed, and only its owner may read it', async () => {
  const file = newFile();
  const given = Buffer.from('符号 花子,見本市\n'.repeat(20_000));
  const { bytes } = await files.store(file, chunksOf(given.subarray(0, 7), given.subarray(7)), { limitBytes });
  expect(bytes).toBe(given.length);
  expect((await buffer(files.open(file))).equals(given)).toBe(true);
  const path = join(folder, municipality, `${file.loadId}.sealed`);
  expect((await readFile(path)).includes('符号')).toBe(false);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, municipality))).mode & 0o777).toBe(0o700);
  await files.remove(file);
  await expect(buffer(files.open(file))).rejects.toThrow('ENOENT');
});

test('the hash is equal for equal files of a municipality, however they were sent, and for no other', async () => {
  const given = randomBytes(300_000);
  const store = (where: string, ...chunks: Uint8Array[]) =>
    files.store({ municipality: where, loadId: randomUUID() }, chunksOf(...chunks), { limitBytes });
  const { hash } = await store(municipality, given);
  expect((await store(municipality, given.subarray(0, 1), given.subarray(1))).hash).toEqual(hash);
  expect((await store('202011', given)).hash).not.toEqual(hash);
  expect((await store(municipality, given.subarray(1))).hash).not.toEqual(hash);
});

test('too large, broken off or already there: nothing is left behind', async () => {
  const before = await names();
  await expect(files.store(newFile(), chunksOf(randomBytes(11)), { limitBytes: 10 })).rejects.toThrow(LoadFileTooLarge);
  await files.store(newFile(), chunksOf(randomBytes(10)), { limitBytes: 10 });
  const brokenOff = chunksOf(randomBytes(100_000), new Error('broken off'));
  await expect(files.store(newFile(), brokenOff, { limitBytes })).rejects.toThrow('broken off');
  expect(await names()).toHaveLength(before.length + 1);
});

test('a file of another load is not taken for this one', async () => {
  const [one, other] = [newFile(), newFile()];
  await files.store(one, chunksOf(randomBytes(100)), { limitBytes });
  const path = (loadId: string): string => join(folder, municipality, `${loadId}.sealed`);
  await writeFile(path(other.loadId), await readFile(path(one.loadId)));
  await expect(buffer(files.open(other))).rejects.toThrow(SealBroken);
});

test('files that have lain there for long are listed, and what a killed taker had begun is removed', async () => {
  const file = newFile();
  await files.store(file, chunksOf(randomBytes(100)), { limitBytes });
  const part = join(folder, municipality, `${randomUUID()}.sealed.part`);
  await writeFile(part, 'begun');
  const yesterday = new Date(Date.now() - 86_400_000);
  await utimes(join(folder, municipality, `${file.loadId}.sealed`), yesterday, yesterday);
  await utimes(part, yesterday, yesterday);
  expect(await files.listOlder(municipality, 3_600_000)).toEqual([file.loadId]);
  expect((await names()).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(await files.listOlder('202012', 0)).toEqual([]);
});
