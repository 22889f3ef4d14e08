import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleMunicipalities } from '../../cli/demo/municipalities.ts';
import { createScenario } from '../../cli/demo/scenario.ts';
import { BackboneResident } from '../../contracts/participants/backbone.ts';
import { numberSystems } from '../../domain/number-systems.ts';
import { readRun } from '../../local/run-file.ts';
import { createHome, filesWith, type Ended } from './support.ts';

const seed = 20_260_401;
const residents = 16;
const home = createHome();

let demo: Ended;
beforeAll(async () => {
  demo = await home.fugo('demo', '--residents', String(residents), '--seed', String(seed), '--exit', '--json');
});
afterAll(() => home.remove());

describe('the sample municipalities', () => {
  test('end with every resident 依頼済 or in the error list, and nothing asked twice', () => {
    expect(demo).toMatchObject({ code: 0 });
    const summary = JSON.parse(demo.stdout) as Record<string, unknown>;
    const expected = createScenario(seed, residents).map(({ role }) => role);
    const count = (...roles: string[]): number => expected.filter((role) => roles.includes(role)).length;
    expect(summary).toMatchObject({
      residents,
      requested: count('plain', 'simultaneous', 'late-number'),
      errors: { RESIDENT_RECORD_NOT_FOUND: count('withheld'), IDENTITY_MISMATCH: count('mistaken') },
      duplicateRequests: 0,
      unaccounted: 0,
    });
  });

  test('are there again at the next start, which enters nobody and moves nothing', async () => {
    const again = await home.fugo('start', '--json');
    expect(again).toMatchObject({ code: 0 });
    const { requested } = JSON.parse(demo.stdout) as Record<string, unknown>;
    expect(JSON.parse(again.stdout)).toMatchObject({ entered: 0, requested });
  });

  test('leave every resident in the tables of the backbones with the business of that table (21, 23, 25, 27)', async () => {
    const lives = createScenario(seed, residents);
    const urls = readRun(home.path)?.addresses.simulators;
    if (!urls) throw new Error('fugo does not run.');
    const found: { backbone: string; name: string; business: unknown }[] = [];
    for (const { participant: backbone } of Object.values(numberSystems)) {
      for (const { municipality } of sampleMunicipalities) {
        // Address numbers follow each other in each backbone.
        for (let number = 1_000_000_001; number < 1_000_000_001 + residents * 3; number += 1) {
          const url = `${urls[backbone]}/v1/municipalities/${municipality}/residents/${String(number)}`;
          const answer = await fetch(url);
          if (answer.status !== 200) continue;
          const { addressInfo, business } = BackboneResident.parse(await answer.json());
          found.push({ backbone, name: addressInfo?.name ?? '', business });
        }
      }
    }
    for (const { person, business, others } of lives) {
      for (const backbone of ['juki-system', ...others] as const) {
        const own = found.filter((each) => each.backbone === backbone && each.name === person.name);
        expect(own.map((each) => each.business)).toContainEqual(business[backbone]);
      }
    }
  });

  test('know the residents of a generated file, and fugo is told nothing of them', async () => {
    const [{ municipality }] = sampleMunicipalities;
    const file = join(home.path, 'residents.ndjson');
    const options = ['--count', '20', '--seed', '9', '--number-systems', '02', '--format', 'ndjson', '--output', file];
    const made = await home.fugo('generate', 'residents', ...options, '--backbones', municipality, '--json');
    expect(made).toMatchObject({ code: 0 });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const url = `${readRun(home.path)?.addresses.simulators['tax-system'] ?? ''}/v1/municipalities/${municipality}/residents`;
    for (const line of lines) {
      const { addressNumber, name, businessItem1 } = JSON.parse(line) as Record<string, string>;
      const known = BackboneResident.parse(await (await fetch(`${url}/${addressNumber ?? ''}`)).json());
      expect(known).toMatchObject({ integratedAddressNumber: null, addressInfo: { name } });
      expect(known.business['taxation']).toBe(businessItem1);
    }
  });

  test('leave no personal number in clear in any file of the run', () => {
    const numbers = createScenario(seed, residents).map(({ person }) => person.personalNumber);
    const { searched, found } = filesWith(home, numbers);
    expect(searched).toBeGreaterThan(100); // both clusters, Temporal's file and the logs
    expect(found).toEqual([]);
  });
});
