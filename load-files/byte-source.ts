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
  let buffer: Uint8Array = new Uint8Array(0);
  const fill = async (count: number): Promise<void> => {
    while (buffer.length < count) {
      const step: IteratorResult<Uint8Array, unknown> = await iterator.next();
      if (step.done) return;
      buffer = buffer.length === 0 ? step.value : Buffer.concat([buffer, step.value]);
    }
  };
  const cut = (count: number): Uint8Array => {
    const piece = buffer.subarray(0, count);
    buffer = buffer.subarray(count);
    return piece;
  };
  return {
    peek: async (count) => {
      await fill(count);
      return buffer.subarray(0, count);
    },
    take: async (count) => {
      await fill(count);
      return buffer.length < count ? null : cut(count);
    },
    next: async () => {
      await fill(1);
      return buffer.length === 0 ? null : cut(pieceSize);
    },
    putBack: (given) => {
      buffer = Buffer.concat([given, buffer]);
    },
    close: async () => {
      await iterator.return?.();
    },
  };
}
