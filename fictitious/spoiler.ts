import type { LoadEncoding, LoadFormat } from '../contracts/load-file.ts';
import { encode } from '../load-files/encode.ts';
import type { LineWriter } from '../load-files/write.ts';
import { createRandom } from './random.ts';
import { defectKinds, type DefectKind } from './defects.ts';
import type { Line } from './lines.ts';
import { keyOf } from './lots.ts';
import { createRecentLines } from './recent-lines.ts';
import { lineSpoils } from './spoil-line.ts';
import { recordSpoils } from './spoil-record.ts';

export interface SpoiltLine {
  kind: DefectKind;
  bytes: Uint8Array;
}

/** Decides for each line, in the order of the file, whether it gets a defect and which; null if none. */
export type Spoiler = (line: Line) => SpoiltLine | null;

/** How many lines back another person is looked for. */
const recentLines = 32;

export function createSpoiler({
  seed,
  share,
  format,
  encoding,
  write,
}: {
  seed: number;
  share: number;
  format: LoadFormat;
  encoding: LoadEncoding;
  write: LineWriter['write'];
}): Spoiler {
  const random = createRandom(keyOf(seed, 'defects'));
  const recent = createRecentLines(recentLines);
  const decoder = new TextDecoder(encoding === 'cp932' ? 'shift_jis' : 'utf-8');
  // Kinds are dealt like cards, each once before any comes again, so that all occur equally often.
  let deck: DefectKind[] = [];
  let dueDefects = 0;

  const findBytes = (kind: DefectKind, line: Line): Uint8Array | null => {
    const inLine = lineSpoils[format][kind];
    if (inLine) return encodeOrThrow(inLine(decoder.decode(write(line.record))), encoding);
    const spoil = recordSpoils[kind];
    // A repeated line is a good line that comes again.
    if (!spoil) return write(line.record);
    const record = spoil(line, { random, findEarlier: recent.find });
    return record && write(record);
  };

  return (line) => {
    if (random.chance(share)) dueDefects += 1;
    if (dueDefects > 0) {
      if (deck.length === 0) deck = random.shuffle(defectKinds);
      for (const [place, kind] of deck.entries()) {
        const bytes = findBytes(kind, line);
        // This line cannot have the defect; one of the next will.
        if (!bytes) continue;
        deck.splice(place, 1);
        dueDefects -= 1;
        return { kind, bytes };
      }
    }
    recent.add(line);
    return null;
  };
}

function encodeOrThrow(text: string, encoding: LoadEncoding): Uint8Array {
  const result = encode(text, encoding);
  if (result.isWhole) return result.bytes;
  throw new RangeError('a defect that the encoding cannot hold');
}
