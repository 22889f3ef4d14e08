import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fugo } from './fugo.ts';

const folder = mkdtempSync(join(tmpdir(), 'fugo-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function generate(...args: string[]): ReturnType<typeof fugo> {
  return fugo(['generate', 'residents', '--count', '300', '--seed', '5', ...args]);
}

describe('fugo generate residents', () => {
  const file = join(folder, 'residents.csv');
  const reportFile = join(folder, 'defects.ndjson');

  test('--json tells of the file what the file shows', async () => {
    const { code, stdout, stderr } = await generate(
      '--output',
      file,
      '--defects',
      '0.1',
      '--defects-report',
      reportFile,
      '--json',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const bytes = readFileSync(file);
    const lines = bytes.toString().split('\r\n').slice(1, -1);
    const report = readFileSync(reportFile, 'utf8').trimEnd().split('\n');
    const summary: Record<string, unknown> = JSON.parse(stdout);
    expect(summary).toMatchObject({ residents: 300, lines: lines.length, seed: 5, bytes: bytes.length });
    expect(summary).toMatchObject({ sha256: createHash('sha256').update(bytes).digest('hex') });
    const { byNumberSystem, defects } = summary as Record<string, Record<string, number>>;
    const sumOf = (counts = {}) => Object.values<number>(counts).reduce((sum, count) => sum + count, 0);
    expect(sumOf(byNumberSystem)).toBe(lines.length);
    expect(sumOf(defects)).toBe(report.length);
    expect(summary['households']).toBeGreaterThan(100);
    expect(summary['seconds']).toBeGreaterThan(0);
  });

  test('writes the same bytes to standard output, and the figures beside it', async () => {
    const { code, stdout, stderr } = await generate('--defects', '0.1');
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(file, 'utf8'));
    expect(stderr).toContain('none of them exists');
    expect(stderr).toContain(createHash('sha256').update(stdout).digest('hex'));
  });

  test('takes number systems, an encoding, a form and a town', async () => {
    const output = join(folder, 'residents.dat');
    const { code } = await generate(
      '--output',
      output,
      '--number-systems',
      '02,04',
      '--encoding',
      'cp932',
      '--format',
      'ndjson',
      '--town',
      '連携町',
    );
    expect(code).toBe(0);
    const lines = new TextDecoder('shift_jis', { fatal: true }).decode(readFileSync(output)).trimEnd().split('\n');
    const records = lines.map((line) => JSON.parse(line) as Record<string, string>);
    expect(new Set(records.map(({ numberSystem }) => numberSystem))).toEqual(new Set(['02', '04']));
    expect(records.every(({ address = '' }) => address.startsWith('連携町'))).toBe(true);
  });

  test.each([
    [['--json'], '--json: It needs --output as well.'],
    [['--output', '/nowhere/a.csv'], '--output: /nowhere/a.csv does not exist. Please check the path (ENOENT).'],
    [['--defects-report', '/tmp'], '--defects-report: /tmp is a folder. Please name a file (EISDIR).'],
    [['--number-systems', '01,05'], '--number-systems: It must be one of 01, 02, 03, 04.'],
    [['--number-systems', '01,01'], '--number-systems: The same value stands there twice.'],
    [['--format', 'xml'], '--format: It must be one of csv, ndjson, fixed.'],
    [['--encoding', 'cp932', '--town', '𠮷町'], '--town: It contains a character that the encoding does not have.'],
    [['--town', ' '], '--town: The value is empty.'],
    [['--defects', '2'], '--defects: It must be a number from 0 to 1.'],
  ])('%j is wrong usage', async (args, sentence) => {
    const { code, stdout, stderr } = await generate(...args);
    const told = args.includes('--json') ? { error: { exitCode: 2, message: sentence } } : '';
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${sentence}\n` });
    expect(told === '' ? stdout : JSON.parse(stdout)).toEqual(told);
  });
});
