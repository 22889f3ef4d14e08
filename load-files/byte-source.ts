/** A stream of bytes that can be taken in pieces of a wanted size, and given back. */
export interface ByteSource {
  /** Up to `count` bytes, without taking them. */
  peek: (count: number) => Promise<Uint8Array>;
  /** Exactly `count` bytes; null if fewer are left. */
  take: (count: number) => Promise<Uint8Array | null>;
  /** Some bytes; null at the end. */
  next: () => Promise<Uint8Array | null>;
  putBack: (bytes: Uint8Array) => void;
  /** Ends the source; nothing more is wanted. */
  close: () => Promise<void>;
}

/** Small, so that what is inflated from a piece of a zip stays small too. */
const pieceSize = 65_536;

export function createByteSource(bytes: AsyncIterable<Uint8Array>): ByteSource {
  const iterator = bytes[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  const fill = async (count: number): Promise<void> => {
    while (held.length < count) {
      const step: IteratorResult<Uint8Array, unknown> = await iterator.next();
      if (step.done) return;
      held = held.length === 0 ? step.value : Buffer.concat([held, step.value]);
    }
  };
  const cut = (count: number): Uint8Array => {
    const taken = held.subarray(0, count);
    held = held.subarray(count);
    return taken;
  };
  return {
    peek: async (count) => {
      await fill(count);
      return held.subarray(0, count);
    },
    take: async (count) => {
      await fill(count);
      return held.length < count ? null : cut(count);
    },
    next: async () => {
      await fill(1);
      return held.length === 0 ? null : cut(pieceSize);
    },
    putBack: (given) => {
      held = Buffer.concat([given, held]);
    },
    close: async () => {
      await iterator.return?.();
    },
  };
}
