import type { LoadEncoding, LoadFormat } from '../../../contracts/load-file.ts';
import { allNumberSystems } from '../../../fictitious/backbones.ts';
import { writeResidents } from '../../../fictitious/file.ts';
import { createNames } from '../../../fictitious/names.ts';
import { createOutput, type Output } from '../../../cli/generate/output.ts';
import type { Counts } from '../../../fictitious/counts.ts';
import type { DefectKind } from '../../../fictitious/defects.ts';
import type { LoadRecord } from '../../../load-files/write.ts';
import { encode } from '../../../load-files/encode.ts';

/** A file as it would have been written, and its report. */
export interface Made {
  bytes: Uint8Array;
  sha256: string;
  counts: Counts;
  /** Without their line ends; the heading is not among them. */
  lines: string[];
  /** `line` counts from 1 and includes the heading. */
  report: { line: number; kind: DefectKind }[];
}

export interface Wanted {
  count?: number;
  seed?: number;
  format?: LoadFormat;
  encoding?: LoadEncoding;
  numberSystems?: ('01' | '02' | '03' | '04')[];
  defects?: number;
  imported?: number;
  town?: string;
}

export async function make({
  count = 1_000,
  seed = 7,
  format = 'ndjson',
  encoding = 'utf-8',
  numberSystems = [...allNumberSystems],
  defects = 0,
  imported = 0,
  town = '符号市',
}: Wanted): Promise<Made> {
  const names = createNames((name) => encode(name, encoding).isWhole);
  const contents = {
    seed,
    count,
    town,
    names,
    numberSystems,
    importedShare: imported,
    datesInDigits: format === 'fixed',
  };
  const file = keptOutput();
  const report = keptOutput();
  const counts = await writeResidents(
    { contents, format, encoding, defectShare: defects },
    { file: file.output, report: report.output },
  );
  const bytes = file.bytes();
  const text = new TextDecoder(encoding === 'cp932' ? 'shift_jis' : 'utf-8', { fatal: true }).decode(bytes);
  const lines = text.split(format === 'ndjson' ? '\n' : '\r\n');
  if (lines.pop() !== '') throw new Error('the last line has no end');
  return {
    bytes,
    sha256: file.output.digest().sha256,
    counts,
    lines: format === 'csv' ? lines.slice(1) : lines,
    report: Buffer.from(report.bytes())
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { line: number; kind: DefectKind }),
  };
}

export function recordsOf({ lines }: Pick<Made, 'lines'>): LoadRecord[] {
  return lines.map((line) => JSON.parse(line) as LoadRecord);
}

function keptOutput(): { output: Output; bytes: () => Uint8Array } {
  const pieces: Uint8Array[] = [];
  const output = createOutput((piece) => {
    pieces.push(piece);
    return Promise.resolve();
  });
  return { output, bytes: () => Buffer.concat(pieces) };
}
