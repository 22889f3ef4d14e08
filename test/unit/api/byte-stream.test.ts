import { describe, expect, test, vi } from 'vitest';
import { createByteStream } from '../../../api/http/byte-stream.ts';

const nobodyMinds = (): void => undefined;

/** Pieces of 100 bytes without end, and how many of them were made. */
function endless() {
  const state = { made: 0, isLeft: false };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        state.made += 1;
        yield new Uint8Array(100);
      }
    } finally {
      state.isLeft = true;
    }
  }
  return { state, pieces: pieces() };
}

async function rounds(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('an answer of any length', () => {
  test('is made one piece ahead of its reader, and no further', async () => {
    const { state, pieces } = endless();
    const reader = createByteStream(pieces, nobodyMinds).getReader();
    await rounds();
    expect(state.made).toBe(1);
    await reader.read();
    await rounds();
    expect(state.made).toBe(2);
  });

  test('is made as many bytes ahead as it was told to, and goes on when some were read', async () => {
    const { state, pieces } = endless();
    const reader = createByteStream(pieces, nobodyMinds, { ahead: 1_000 }).getReader();
    await vi.waitUntil(() => state.made >= 10, { timeout: 120_000 });
    await rounds();
    expect(state.made).toBe(10);
    await reader.read();
    await rounds();
    expect(state.made).toBe(11);
  });

  test('is made no more of once its reader has gone', async () => {
    const { state, pieces } = endless();
    const reader = createByteStream(pieces, nobodyMinds).getReader();
    await reader.read();
    await reader.cancel();
    expect(state.isLeft).toBe(true);
  });

  test('is cut off where it cannot be made, and that is told', async () => {
    const told = vi.fn<(err: unknown) => void>();
    // oxlint-disable-next-line require-yield -- it breaks off before
    async function* broken(): AsyncGenerator<Uint8Array> {
      throw new Error('broken off');
    }
    await expect(new Response(createByteStream(broken(), told)).text()).rejects.toThrow('broken off');
    expect(told).toHaveBeenCalledOnce();
  });
});
