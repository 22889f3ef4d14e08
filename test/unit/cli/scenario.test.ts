import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { sampleMunicipalities } from '../../../cli/demo/municipalities.ts';
import { createScenario } from '../../../cli/demo/scenario.ts';
import { businessTables } from '../../../contracts/participants/backbone-tables.ts';
import { checkTransfer } from '../../../domain/checked-transfer.ts';
import { numberSystems } from '../../../domain/number-systems.ts';
import { checkMunicipalityCode } from '../../../domain/values/municipality-code.ts';
import { checkPersonalNumber } from '../../../domain/values/personal-number.ts';

const scenario = fc.record({
  seed: fc.integer({ min: 0, max: 4_294_967_295 }),
  residents: fc.integer({ min: 1, max: 120 }),
});

describe('the sample municipalities', () => {
  test.each(sampleMunicipalities)('$municipality is a code of a prefecture that does not exist', ({ municipality }) => {
    expect(checkMunicipalityCode(municipality).valid).toBe(true);
    expect(municipality).toMatch(/^9[89]/u);
  });

  test('one sends by the Juki system, the other by the gateway', () => {
    expect(sampleMunicipalities.map(({ route }) => route).toSorted()).toEqual(['JUKI_GATEWAY', 'JUKI_SYSTEM']);
  });
});

describe('fictitious residents', () => {
  test('are the same for the same seed and others for another', () => {
    fc.assert(
      fc.property(scenario, ({ seed, residents }) => {
        expect(createScenario(seed, residents)).toEqual(createScenario(seed, residents));
      }),
      { numRuns: 20 },
    );
    expect(createScenario(1, 20)).not.toEqual(createScenario(2, 20));
  });

  test('have business of their own in the table of each backbone that enters them', () => {
    const all = createScenario(7, 60).map(({ business }) => business);
    for (const [numberSystem, { participant }] of Object.entries(numberSystems)) {
      const { columns } = businessTables[numberSystem as keyof typeof businessTables];
      const rows = all.map((business) => business[participant]);
      for (const row of rows) expect(Object.keys(row)).toEqual(columns.map(({ name }) => name));
      expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBeGreaterThan(50);
    }
  });

  test('all pass the rules of a transfer', () => {
    fc.assert(
      fc.property(scenario, ({ seed, residents }) => {
        for (const { person } of createScenario(seed, residents)) {
          const transfer = { ...person, transferId: 't', operatedAt: '2026-04-01T09:00:00+09:00', numberSystem: '01' };
          const checked = checkTransfer(
            { ...transfer, addressNumber: '1', dataType: 'JM', confirmedAt: transfer.operatedAt },
            { now: Date.parse('2026-04-02T00:00:00Z') },
          );
          expect(checked).toMatchObject({ valid: true });
        }
      }),
      { numRuns: 30 },
    );
  });

  test('have a valid personal number each, of their own but for those who are mistaken for a neighbour', () => {
    fc.assert(
      fc.property(scenario, ({ seed, residents }) => {
        const lives = createScenario(seed, residents);
        const own = lives.filter(({ role }) => role !== 'mistaken').map(({ person }) => person.personalNumber);
        expect(new Set(own).size).toBe(own.length);
        for (const number of own) expect(checkPersonalNumber(number).valid).toBe(true);
        for (const life of lives.filter(({ role }) => role === 'mistaken')) {
          const neighbour = lives.find(
            (other) => other.role === 'plain' && other.person.personalNumber === life.person.personalNumber,
          );
          expect(neighbour).toMatchObject({ municipality: life.municipality });
          expect(life.person.sex).not.toBe(neighbour?.person.sex);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('from eight on, every kind of life is there', () => {
    for (const residents of [12, 60, 200]) {
      const roles = createScenario(7, residents).map(({ role }) => role);
      expect(new Set(roles)).toEqual(new Set(['plain', 'simultaneous', 'late-number', 'withheld', 'mistaken']));
    }
  });
});
