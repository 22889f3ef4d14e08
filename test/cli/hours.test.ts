import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fugo } from './fugo.ts';

const home = mkdtempSync(join(tmpdir(), 'fugo-cli-'));
const env = { FUGO_HOME: home };
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Day {
  date: string;
  windows: { from: string; to: string }[];
  closedBecause: { kind: string; en: string } | null;
}

describe('fugo hours, with nothing running', () => {
  test('--json has one entry a day with its windows and why it is closed, and the rest on standard error', async () => {
    const period = ['--municipality', '131016', '--from', '2026-04-30', '--to', '2026-05-07'];
    const { code, stdout, stderr } = await fugo(['hours', ...period, '--json'], { env });
    expect(code).toBe(0);
    expect(stderr).toContain('common operating hours');
    const days = JSON.parse(stdout) as Day[];
    expect(days.map(({ date, closedBecause }) => `${date} ${closedBecause?.kind ?? 'open'}`)).toEqual([
      '2026-04-30 open',
      '2026-05-01 open',
      '2026-05-02 saturday',
      '2026-05-03 holiday',
      '2026-05-04 holiday',
      '2026-05-05 holiday',
      '2026-05-06 holiday',
      '2026-05-07 open',
    ]);
    expect(days[0]?.windows).toEqual([{ from: '09:00', to: '17:00' }]);
    expect(days[6]).toMatchObject({ windows: [], closedBecause: { en: 'Substitute Holiday' } });
  });

  test('the turn of the year is closed from 29 December to 3 January', async () => {
    const { stdout } = await fugo(['hours', '--from', '2026-12-28', '--to', '2027-01-04', '--json'], { env });
    const open = (JSON.parse(stdout) as Day[]).filter(({ closedBecause }) => closedBecause === null);
    expect(open.map(({ date }) => date)).toEqual(['2026-12-28', '2027-01-04']);
  });

  test.each([
    [['--from', '2026-02-30'], '--from: It is not a date (YYYY-MM-DD).'],
    [['--from', '2100-01-01'], '--from: The holidays of that year are not kept (2000 to 2099 are).'],
    [['--from', '2026-05-02', '--to', '2026-05-01'], '--to: It is before --from.'],
    [['--municipality', '131011'], '--municipality: The check digit does not agree.'],
    [['--municipality', '13101'], '--municipality: It is not 6 digits.'],
  ])('%j names the option and the rule', async (options, sentence) => {
    const { code, stdout, stderr } = await fugo(['hours', ...options], { env });
    expect({ code, stdout, stderr: stderr.trim() }).toEqual({ code: 2, stdout: '', stderr: sentence });
  });

  test('show and set need a running fugo', async () => {
    expect(await fugo(['hours', 'show', '--municipality', '131016'], { env })).toMatchObject({ code: 3, stdout: '' });
    expect(await fugo(['hours', 'set', '--opens', '10:00'], { env })).toMatchObject({ code: 3, stdout: '' });
  });
});
