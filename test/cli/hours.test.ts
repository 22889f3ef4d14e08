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
  online: { from: { at: string; owner: string }; to: { at: string; owner: string } }[];
  counter: Day['online'];
  daily: Day['online'][number] | null;
  closedBecause: { kind: string; en: string; owner: string } | null;
}

describe('fugo hours, with nothing running', () => {
  test('--json has one entry a day with its three bands and why it is closed, and the rest on standard error', async () => {
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
    const ends = (band: Day['online'][number] | null | undefined) => [band?.from.at, band?.to.at, band?.to.owner];
    expect(ends(days[0]?.online[0])).toEqual(['2026-04-30T09:00+09:00', '2026-04-30T17:00+09:00', 'nation']);
    expect(ends(days[0]?.daily)).toEqual(['2026-04-30T17:00+09:00', '2026-04-30T20:00+09:00', 'nation']);
    expect(days[6]).toMatchObject({
      online: [],
      counter: [],
      daily: null,
      closedBecause: { en: 'Substitute Holiday', owner: 'nation' },
    });
  });

  test('a line a day has the bands with whose word their ends are', async () => {
    const { stdout } = await fugo(['hours', '--from', '2026-04-30', '--to', '2026-05-02'], { env });
    const lines = stdout.split('\n').map((line) => line.replaceAll(/\s{2,}/gu, '  ').trim());
    expect(lines).toContain('2026-04-30  Thu  09:00–17:00 (nation)  09:00–17:00 (nation)  17:00–20:00 (nation)');
    expect(lines).toContain('2026-05-02  Sat  –  –  –  Saturday');
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
    const set = ['hours', 'set', '--municipality', '131016', '--opens', '10:00', '--reason', '工事'];
    expect(await fugo(set, { env })).toMatchObject({ code: 3, stdout: '' });
  });

  test('a change needs a reason, and an import one unless it is a dry run', async () => {
    expect((await fugo(['hours', 'set', '--opens', '10:00'], { env })).stderr).toContain('--reason');
    expect((await fugo(['hours', 'import', 'a.ics'], { env })).stderr.trim()).toBe(
      'hours import: It needs --reason as well.',
    );
  });
});
