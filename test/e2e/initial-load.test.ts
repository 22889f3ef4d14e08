/** A load on the real stack, whose programs are killed while it runs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Load } from '../../contracts/api/loads.ts';
import { LedgerSummary } from '../../contracts/participants/common.ts';
import { defectsIn, type DefectCounts } from './defects.ts';
import { kill, patience, runOf } from './programs.ts';
import { createHome, filesWith } from './support.ts';

const municipality = '990019';
const residents = 1_500;
const home = createHome();
const folder = mkdtempSync(join(tmpdir(), 'fugo-load-'));
const file = join(folder, 'residents.csv');
async function loadNow(loadId: string): Promise<Load> {
  const { stdout } = await home.fugo('load', '--attach', loadId, '--municipality', municipality, '--json');
  return Load.parse(JSON.parse(stdout));
}

let defects: DefectCounts;
let load: Load;
beforeAll(async () => {
  const shares = ['--defects', '0.03', '--imported', '0.1'];
  const people = ['generate', 'residents', '--count', String(residents), '--seed', '20260401', '--output', file];
  defects = defectsIn((await home.fugo(...people, ...shares, '--json')).stdout);
  await home.fugo('up');
  // It registers the sample municipalities.
  await home.fugo('demo', '--residents', '2', '--exit', '--json');
  const chunks = ['--lines-per-chunk', '250', '--chunks-at-once', '2'];
  const sent = await home.fugo('load', file, '--municipality', municipality, ...chunks, '--json');
  const { loadId } = Load.parse(JSON.parse(sent.stdout));
  for (const name of ['load-worker', 'temporal', 'api', 'load-worker']) await kill(home, name);
  await vi.waitUntil(async () => (await loadNow(loadId)).state === 'DONE', patience);
  await home.fugo('confirm', '--municipality', municipality);
  await vi.waitUntil(async () => (await loadNow(loadId)).waiting === 0, patience);
  load = await loadNow(loadId);
}, 300_000);
afterAll(async () => {
  await home.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('a load whose programs were killed four times', () => {
  test('accounts for every line of the file', () => {
    expect(load.goodLines + load.badLines).toBe(defects.lines);
    expect(load.badLines).toBe(defects.bad);
    expect(Object.values(load.results).reduce((sum, count) => sum + count, 0)).toBe(load.goodLines);
  });

  test('has every resident whom it asked for confirmed or in the error list', () => {
    expect(load.members).toBeGreaterThan(residents * 0.9);
    expect(load.acquired + load.parked + load.unconfirmed).toBe(load.members);
  });

  test('has asked for nobody twice, by the participants’ own ledgers', async () => {
    const { simulators } = runOf(home).addresses;
    for (const name of ['intermediate-server', 'information-providing-nws', 'juki-gateway', 'juki-system']) {
      const answer = await fetch(`${simulators[name] ?? ''}/ledger/summary`);
      const { operations } = LedgerSummary.parse(await answer.json());
      const duplicates = Object.entries(operations).filter(([, operation]) => operation.duplicates > 0);
      expect([name, duplicates]).toEqual([name, []]);
    }
  });

  test('leaves no personal number of the file in clear in any file of the run', () => {
    const numbers = readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => /,(?<number>[0-9]{12}),/u.exec(line)?.groups?.['number'] ?? [])
      .slice(0, 25);
    expect(numbers.length).toBe(25);
    expect(filesWith(home, numbers).found).toEqual([]);
  });
});
