import type { LoadEncoding, LoadFormat } from '../contracts/load-file.ts';
import { createLineWriter } from '../load-files/write.ts';
import type { NumberSystem } from './backbones.ts';
import { addOne, createCounts, type Counts } from './counts.ts';
import type { DefectKind } from './defects.ts';
import { generateLines, type Contents } from './lines.ts';
import { createSpoiler } from './spoiler.ts';

export interface FileOptions {
  contents: Contents;
  format: LoadFormat;
  encoding: LoadEncoding;
  /** Share of lines with a defect. */
  defectShare: number;
}

/** Takes bytes; writes them when flushed, and says when it holds enough to be. */
interface Sink {
  put(bytes: Uint8Array): void;
  isFull(): boolean;
  flush(): Promise<void>;
}

/** Where the file goes, and who watches. */
export interface FileEnds {
  file: Sink;
  /** Gets a line of JSON for each defect. */
  report?: Sink | undefined;
  onProgress?: (counts: Counts) => void;
}

/** A repeated line follows this many lines later, so that a reader who compares neighbours only does not notice it. */
const repeatedAfter = 1_000;

/** Writes the whole file, in the same memory whatever the number of lines. */
export async function writeResidents(
  { contents, format, encoding, defectShare: defects }: FileOptions,
  { file, report, onProgress }: FileEnds,
): Promise<Counts> {
  const { heading, write } = createLineWriter({ format, encoding });
  const spoil = createSpoiler({ seed: contents.seed, share: defects, format, encoding, write });
  const counts = createCounts(contents.numberSystems);
  const toRepeat: { bytes: Uint8Array; numberSystem: NumberSystem; after: number }[] = [];
  const put = (bytes: Uint8Array, numberSystem: NumberSystem, kind?: DefectKind): void => {
    file.put(bytes);
    counts.lines += 1;
    addOne(counts.byNumberSystem, numberSystem);
    if (kind === undefined) return;
    addOne(counts.defects, kind);
    // Lines count from 1, with the heading, as an editor shows them.
    const line = counts.lines + (heading ? 1 : 0);
    report?.put(Buffer.from(`${JSON.stringify({ line, kind })}\n`));
  };
  const repeat = (upTo: number): void => {
    while (toRepeat[0] && toRepeat[0].after <= upTo) {
      const { bytes, numberSystem } = toRepeat[0];
      toRepeat.shift();
      put(bytes, numberSystem, 'repeated-line');
    }
  };
  const flush = async (): Promise<void> => {
    await file.flush();
    await report?.flush();
  };

  if (heading) file.put(heading);
  for (const line of generateLines(contents)) {
    const { numberSystem } = line;
    const spoiltLine = spoil(line);
    if (spoiltLine?.kind === 'repeated-line') {
      put(spoiltLine.bytes, numberSystem);
      toRepeat.push({ bytes: spoiltLine.bytes, numberSystem, after: counts.lines + repeatedAfter });
    } else put(spoiltLine?.bytes ?? write(line.record), numberSystem, spoiltLine?.kind);
    repeat(counts.lines);
    if (!file.isFull()) continue;
    await flush();
    onProgress?.(counts);
  }
  repeat(Infinity);
  await flush();
  return counts;
}
