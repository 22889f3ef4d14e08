import { strToU8, Zip, ZipDeflate, ZipPassThrough, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { unzip, type ZipLimits } from '../../../load-files/unzip.ts';
import { fileOf, inChunks, readAll, resident } from './support.ts';

const form = { format: 'csv', encoding: 'utf-8' } as const;
const file = fileOf(
  form,
  Array.from({ length: 3000 }, (_, index) => ({ ...resident, addressNumber: String(index) })),
);
const zip = (entries: Record<string, Uint8Array>, level: 0 | 6 = 6): Buffer => Buffer.from(zipSync(entries, { level }));

/** As a program writes one that does not know the sizes before: they stand behind the data. */
function streamedZip(level: 0 | 6, parts = 7): Buffer {
  const written: Uint8Array[] = [];
  const archive = new Zip((err, data) => {
    if (err) throw err;
    written.push(data);
  });
  const entry = level === 0 ? new ZipPassThrough('residents.csv') : new ZipDeflate('residents.csv', { level });
  archive.add(entry);
  const size = Math.ceil(file.length / parts);
  for (let part = 0; part < parts; part += 1) {
    entry.push(file.subarray(part * size, (part + 1) * size), part === parts - 1);
  }
  archive.end();
  return Buffer.concat(written);
}

async function unpack(bytes: Uint8Array, sizes?: number[], limits?: ZipLimits): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of unzip(inChunks(bytes, sizes), limits)) parts.push(part);
  return Buffer.concat(parts);
}
const ruleOf = (bytes: Uint8Array, limits?: ZipLimits): Promise<string> =>
  unpack(bytes, [1000], limits).then(
    () => 'none',
    (err: unknown) => (err as { rule: string }).rule,
  );

describe('the file in a zip', () => {
  test.each([
    ['compressed', zip({ 'residents.csv': file })],
    ['stored', zip({ 'residents.csv': file }, 0)],
    ['written as a stream', streamedZip(6)],
    ['in a folder', zip({ 'folder/': new Uint8Array(0), 'folder/住民.csv': file })],
    ['with another after folders only', zip({ 'a/': new Uint8Array(0), 'b/': new Uint8Array(0), 'c.csv': file })],
  ])('%s comes out as it went in, however its bytes arrive', async (_, bytes) => {
    for (const sizes of [[1_000_000], [1000], [65_536, 1, 30], [17]]) {
      expect((await unpack(bytes, sizes)).equals(file)).toBe(true);
    }
  });

  test('comes out byte by byte as well', async () => {
    const small = zip({ 'a.csv': file.subarray(0, 20_000) });
    expect((await unpack(small, [1])).equals(file.subarray(0, 20_000))).toBe(true);
  });

  test('is read as the file itself', async () => {
    expect(await readAll(zip({ 'residents.csv': file }), form)).toEqual(await readAll(file, form));
  });

  test('of no zip is the bytes themselves', async () => {
    expect((await unpack(file, [999])).equals(file)).toBe(true);
    expect(await unpack(Buffer.from('PK'))).toEqual(Buffer.from('PK'));
    expect(await unpack(Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  });
});

describe('a zip is refused', () => {
  const one = zip({ 'residents.csv': file });
  const changed = (at: number, by: (byte: number) => number): Buffer => {
    const bytes = Buffer.from(one);
    bytes[at] = by(bytes[at] ?? 0);
    return bytes;
  };

  test.each([
    ['two files', zip({ 'a.csv': file, 'b.csv': strToU8('x') }), 'NOT_ONE_FILE_IN_ZIP'],
    ['no file', zip({}), 'NOT_ONE_FILE_IN_ZIP'],
    ['folders only', zip({ 'a/': new Uint8Array(0) }), 'NOT_ONE_FILE_IN_ZIP'],
    ['a password', changed(6, (byte) => byte | 1), 'ENCRYPTED_ZIP'],
    ['another method', changed(8, () => 12), 'UNSUPPORTED_ZIP'],
    ['a stored file of unknown length', streamedZip(0), 'UNSUPPORTED_ZIP'],
    ['a wrong checksum', changed(14, (byte) => byte ^ 1), 'BROKEN_ZIP'],
    ['damaged data', changed(Math.floor(one.length / 2), (byte) => byte ^ 0x55), 'BROKEN_ZIP'],
    [
      'a byte behind the data',
      Buffer.concat([one.subarray(0, -150), Buffer.from('x'), one.subarray(-150)]),
      'BROKEN_ZIP',
    ],
    ['a hidden second file in its directory', withSecondInDirectory(one), 'BROKEN_ZIP'],
  ])('for %s', async (_, bytes, rule) => {
    expect(await ruleOf(bytes)).toBe(rule);
  });

  test('wherever it was cut off', async () => {
    for (const bytes of [one, streamedZip(6), zip({ 'residents.csv': file }, 0)]) {
      const directory = bytes.lastIndexOf('PK\x05\x06');
      for (const length of [
        5,
        29,
        40,
        1000,
        Math.floor(bytes.length / 2),
        directory - 60,
        directory - 3,
        directory + 3,
      ]) {
        expect(await ruleOf(bytes.subarray(0, length))).toBe('BROKEN_ZIP');
      }
    }
  });

  test('for more bytes than are allowed, before they are all out', async () => {
    expect(await ruleOf(one, { bytes: file.length - 1, ratio: 1000 })).toBe('ZIP_TOO_LARGE');
    expect(await ruleOf(one, { bytes: file.length, ratio: 1000 })).toBe('none');
  });

  test('for a bomb', async () => {
    const bomb = zip({ 'a.csv': Buffer.alloc(64 * 1024 ** 2, '0') });
    let out = 0;
    await expect(async () => {
      for await (const bytes of unzip(inChunks(bomb, [65_536]))) out += bytes.length;
    }).rejects.toMatchObject({ rule: 'ZIP_TOO_LARGE' });
    expect(out).toBeLessThan(32 * 1024 ** 2);
  });
});

test('an error of the source is the reader’s own', async () => {
  const whole = zip({ 'residents.csv': file });
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield whole.subarray(0, 5000);
    await Promise.reject(new Error('the disk is gone'));
  }
  await expect(readAll(failing(), form)).rejects.toThrow('the disk is gone');
});

test('a reader that stops early lets its source go', async () => {
  let isClosed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield* inChunks(zip({ 'residents.csv': file }), [5000]);
    } finally {
      isClosed = true;
    }
  }
  for await (const _ of unzip(source())) break;
  expect(isClosed).toBe(true);
});

/** The directory's one entry written twice. */
function withSecondInDirectory(bytes: Buffer): Buffer {
  const entry = bytes.indexOf('PK\x01\x02', 'latin1');
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  return Buffer.concat([bytes.subarray(0, end), bytes.subarray(entry)]);
}
