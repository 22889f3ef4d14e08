import { createHash } from 'node:crypto';

/** Collects bytes into large pieces, because a write for each line would take longer than making the line. */
export interface Output {
  put: (bytes: Uint8Array) => void;
  isFull: () => boolean;
  flush: () => Promise<void>;
  digest: () => { bytes: number; sha256: string };
}

const enough = 1 << 18;

/** `write` resolves when more may be written. */
export function createOutput(write: (piece: Uint8Array) => Promise<void>): Output {
  const hash = createHash('sha256');
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  let bytes = 0;
  return {
    put(more) {
      kept.push(more);
      keptBytes += more.length;
    },
    isFull: () => keptBytes >= enough,
    async flush() {
      if (keptBytes === 0) return;
      const piece = Buffer.concat(kept, keptBytes);
      kept = [];
      keptBytes = 0;
      bytes += piece.length;
      hash.update(piece);
      await write(piece);
    },
    digest: () => ({ bytes, sha256: hash.copy().digest('hex') }),
  };
}
