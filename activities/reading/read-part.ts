/** A part of a file of residents to what the database takes: read, judged and sealed. */
import type { FilePart } from '../../load-files/file-parts.ts';
import { createPartReader, type PartReaderOptions } from '../../load-files/part-reader.ts';
import { keyRingOf, type Keys } from '../../keys/key-ring.ts';
import { sealLines, type LoadKey, type SealedLines } from '../../storage/seal-lines.ts';

/** Plain data, which pass to another thread. */
export interface Reading {
  load: LoadKey & { ownIds: string };
  options: PartReaderOptions;
  keys: Keys;
  /** Lines up to this one are stored already. */
  readTo: number;
}

export interface SealedPart {
  left: number;
  hasLines: boolean;
  /** Null where every line of it is stored already, or there is none. */
  sealed: SealedLines | null;
}

export function createSealedPartReader({ load, options, keys, readTo }: Reading): (part: FilePart) => SealedPart {
  const readPart = createPartReader(options);
  const ring = keyRingOf(keys);
  return (part) => {
    const { lines, left } = readPart(part);
    const unread = part.firstLine > readTo ? lines : lines.filter(({ line }) => line > readTo);
    return { left, hasLines: lines.length > 0, sealed: sealLines(ring, load, unread) };
  };
}
