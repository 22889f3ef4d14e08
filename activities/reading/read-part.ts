/** Turns a part of a file of residents into sealed rows for the database: reads, judges and encrypts its lines. */
import type { FilePart } from '../../load-files/file-parts.ts';
import { createPartReader, type PartReaderOptions } from '../../load-files/part-reader.ts';
import { keyRingOf, type Keys } from '../../keys/key-ring.ts';
import { createLineSealer, type LoadKey, type SealedLines } from '../../storage/loads/seal-lines.ts';

/** Plain data that can be sent to another thread. */
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
  /** Null when the part has no line, or none that is not stored already. */
  sealed: SealedLines | null;
}

export function createSealedPartReader({ load, options, keys, readTo }: Reading): (part: FilePart) => SealedPart {
  const readPart = createPartReader(options);
  const ring = keyRingOf(keys);
  return (part) => {
    const sealer = createLineSealer(ring, load, { bytes: 3 * part.bytes.length });
    let hasLines = false;
    // Each line is sealed before the next is read, so that lines do not pile up for the garbage collector.
    const left = readPart(part, (line) => {
      hasLines = true;
      if (line.line > readTo) sealer.add(line);
    });
    return { left, hasLines, sealed: sealer.end() };
  };
}
