import { describe, expect, test } from 'vitest';
import { defects } from './expected-defects.ts';
import { loadEncodings, loadFormats, type ReadLine } from '../../../contracts/load-file.ts';
import { readLoadFile } from '../../support/read-load-file.ts';
import { make } from './generate-support.ts';

const combinations = loadFormats.flatMap((format) => loadEncodings.map((encoding) => ({ format, encoding })));
const options = { now: Date.parse('2026-04-01T00:00:00Z'), fileKey: 'file' };

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536);
}

describe.each(combinations)('a generated file, $format in $encoding', ({ format, encoding }) => {
  const read = async (bytes: Uint8Array): Promise<ReadLine[]> => {
    const lines: ReadLine[] = [];
    for await (const batch of readLoadFile(piecesOf(bytes), { ...options, format, encoding })) lines.push(...batch);
    return lines;
  };

  test('is read without a bad line', async () => {
    const { bytes, counts } = await make({ count: 500, format, encoding, imported: 0.5 });
    const lines = await read(bytes);
    expect(lines.filter(({ kind }) => kind === 'bad')).toEqual([]);
    expect(lines).toHaveLength(counts.lines);
  });

  test('has bad lines where its report says so, each with one problem, that of its defect', async () => {
    const { bytes, report } = await make({ count: 2_000, format, encoding, defects: 0.2 });
    // Those that only another line shows to be wrong are good by themselves.
    const expected = report.filter(({ kind }) => kind !== 'repeated-line' && defects[kind] !== null);
    const bad = (await read(bytes)).flatMap((line) => (line.kind === 'bad' ? [line] : []));
    expect(bad.map(({ line }) => line)).toEqual(expected.map(({ line }) => line));
    for (const [place, { kind }] of expected.entries()) {
      const [problem, ...others] = bad[place]?.problems ?? [];
      expect({ kind, others }).toEqual({ kind, others: [] });
      expect(defects[kind]?.rules).toContain(problem?.rule);
      if (kind !== 'missing-cell') expect(problem?.field).toBe(defects[kind]?.field);
    }
  });
});
