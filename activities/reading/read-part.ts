/** A part of a file of residents to what the database takes: read, judged and sealed. */
import type { FilePart } from '../../load-files/file-parts.ts';
import { createPartReader, type PartReaderOptions } from '../../load-files/part-reader.ts';
import { keyRingOf, type Keys } from '../../keys/key-ring.ts';
import { createLineSealer, type LoadKey, type SealedLines } from '../../storage/loads/seal-lines.ts';

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
    const sealer = createLineSealer(ring, load, { bytes: 3 * part.bytes.length });
    let hasLines = false;
    // Line by line: what nobody holds any more when the next line is read costs the garbage collector nothing.
    const left = readPart(part, (line) => {
      hasLines = true;
      if (line.line > readTo) sealer.add(line);
    });
    return { left, hasLines, sealed: sealer.end() };
  };
}
