import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { keyRingFrom, type KeyRing } from '../../../keys/key-ring.ts';
import { openSealedStream, SealBroken, sealStream } from '../../../keys/sealed-stream.ts';

const key = () => randomBytes(32).toString('base64');
const set = () => ({ data: key(), index: key(), payload: key() });
const [k1, k2] = [set(), set()];
const keys = keyRingFrom({ current: 'k1', keys: { k1 } }, 'test');
const context = 'load-file/131016/a';
const frame = 64 * 1024;
const head = 2 + 'k1'.length + 32;
const sealedFrame = frame + 16;

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
const seal = (plain: Uint8Array, { ring = keys, size = 50_000 } = {}): Promise<Buffer> =>
  buffer(sealStream(ring, inChunks(plain, size), context));
const open = (sealed: Uint8Array, { ring = keys, as = context, size = 70_000 } = {}): Promise<Buffer> =>
  buffer(openSealedStream(ring, inChunks(sealed, size), as));
const expectBroken = (sealed: Uint8Array, options: { ring?: KeyRing; as?: string } = {}) =>
  expect(open(sealed, options)).rejects.toThrow(SealBroken);

/** Four frames, the last of them short. */
const plain = randomBytes(3 * frame + 100);
const frameAt = (sealed: Buffer, number: number): Buffer =>
  sealed.subarray(head + number * sealedFrame, head + (number + 1) * sealedFrame);

describe('a sealed stream', () => {
  test.each([0, 1, 100, frame - 1, frame, frame + 1, 2 * frame, 3 * frame + 7])(
    'of %i bytes is opened to what it was',
    async (length) => {
      const bytes = randomBytes(length);
      const sealed = await seal(bytes);
      expect(sealed.length).toBe(head + length + 16 * Math.max(1, Math.ceil(length / frame)));
      expect((await open(sealed)).equals(bytes)).toBe(true);
    },
  );

  test.each([1, 15, 17, 65_535, 65_552, 1_000_000])('does not depend on chunks: %i bytes each', async (size) => {
    const bytes = randomBytes(size < 100 ? 5_000 : 3 * frame + 5);
    expect((await open(await seal(bytes, { size }), { size })).equals(bytes)).toBe(true);
  });

  test('shows nothing of what is in it, and never looks the same twice', async () => {
    const text = Buffer.from('符号 花子,架空市見本町1丁目\n'.repeat(10_000));
    const [one, other] = [await seal(text), await seal(text)];
    expect(one.includes('符号')).toBe(false);
    expect(one.subarray(head, head + 32).equals(other.subarray(head, head + 32))).toBe(false);
  });

  test('is opened after the current key has changed', async () => {
    const sealed = await seal(plain);
    const rotated = keyRingFrom({ current: 'k2', keys: { k1, k2 } }, 'test');
    expect((await open(sealed, { ring: rotated })).equals(plain)).toBe(true);
  });
});

describe('it is noticed when', () => {
  test('any part of it was changed', async () => {
    const sealed = await seal(plain);
    const frames = [0, 1, 2, 3].flatMap((number) => [number * sealedFrame, number * sealedFrame + 20]);
    const places = [0, head - 32, head - 1, ...frames.map((at) => head + at), sealed.length - 1];
    for (const place of places) {
      const changed = Buffer.from(sealed);
      changed[place] = (changed[place] ?? 0) ^ 1;
      await expectBroken(changed);
    }
  });

  test('it was cut off, in a frame or between two', async () => {
    const sealed = await seal(plain);
    const ends = [0, 1, 10, head - 1, head, head + 15, head + 1_000, sealed.length - 1];
    for (const end of [...ends, ...[1, 2, 3].map((count) => head + count * sealedFrame)]) {
      await expectBroken(sealed.subarray(0, end));
    }
  });

  test('something was put behind it', async () => {
    const sealed = await seal(plain);
    await expectBroken(Buffer.concat([sealed, Buffer.alloc(1)]));
    await expectBroken(Buffer.concat([sealed, frameAt(sealed, 3)]));
    const whole = await seal(randomBytes(frame));
    await expectBroken(Buffer.concat([whole, frameAt(whole, 0)]));
  });

  test('frames were put in another order, left out or doubled', async () => {
    const sealed = await seal(plain);
    const order = (...numbers: number[]): Buffer =>
      Buffer.concat([sealed.subarray(0, head), ...numbers.map((number) => frameAt(sealed, number))]);
    expect((await open(order(0, 1, 2, 3))).equals(plain)).toBe(true);
    for (const numbers of [[1, 0, 2, 3], [0, 2, 3], [0, 1, 1, 2, 3], [3], [0, 1, 2, 2]])
      await expectBroken(order(...numbers));
  });

  test('frames come from another file', async () => {
    const [one, other] = [await seal(plain), await seal(plain)];
    await expectBroken(Buffer.concat([one.subarray(0, head + sealedFrame), other.subarray(head + sealedFrame)]));
    await expectBroken(Buffer.concat([other.subarray(0, head), one.subarray(head)]));
  });

  test('it was given to another load or municipality', async () => {
    await expectBroken(await seal(plain), { as: 'load-file/131016/b' });
    await expectBroken(await seal(plain), { as: 'load-file/202011/a' });
  });

  test('the key is another one of the same name', async () => {
    await expectBroken(await seal(plain), { ring: keyRingFrom({ current: 'k1', keys: { k1: k2 } }, 'test') });
  });
});

test('what was opened before the broken place is as it was sealed', async () => {
  const sealed = await seal(plain);
  const at = head + 2 * sealedFrame + 5;
  sealed[at] = (sealed[at] ?? 0) ^ 1;
  const given: Uint8Array[] = [];
  await expect(async () => {
    for await (const piece of openSealedStream(keys, inChunks(sealed, 10_000), context)) given.push(piece);
  }).rejects.toThrow(SealBroken);
  expect(Buffer.concat(given).equals(plain.subarray(0, 2 * frame))).toBe(true);
});

test('an error of the source comes through, and one who stops reading lets go of it', async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield randomBytes(frame);
    throw new Error('the connection broke off');
  }
  await expect(buffer(sealStream(keys, failing(), context))).rejects.toThrow('broke off');

  let letGo = false;
  const sealed = await seal(plain);
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* inChunks(sealed, 1_000);
    } finally {
      letGo = true;
    }
  }
  for await (const piece of openSealedStream(keys, watched(), context)) if (piece.length > 0) break;
  expect(letGo).toBe(true);
});
