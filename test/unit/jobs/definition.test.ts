import * as fc from '../../support/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { Definition } from '../../../contracts/api/jobs.ts';
import { weekdays } from '../../../domain/calendar/civil-date.ts';
import { canonicalJson, canonicalOf } from '../../../domain/jobs/canonical.ts';
import { checkDefinition, orderJobs } from '../../../domain/jobs/check.ts';
import { diffDefinitions } from '../../../domain/jobs/diff.ts';
import { catchUpPolicies, followOns } from '../../../domain/jobs/names.ts';
import { listPlaces } from '../../../domain/jobs/places.ts';
import { hashOf } from '../../../storage/jobs/definitions.ts';
import { definitionOf, job, net } from '../../support/job-nets.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/u);
const anyJob = fc.record({
  job: name,
  command: fc.constantFrom('statistics', 'snapshot', 'rehearse'),
  after: fc.array(name, { maxLength: 3 }),
  when: fc.constantFrom(...followOns),
  retry: fc.record({ attempts: fc.integer({ min: 1, max: 20 }), pauseSeconds: fc.integer({ min: 0, max: 9 }) }),
  limitMinutes: fc.integer({ min: 1, max: 100 }),
  parameters: fc.dictionary(
    name.filter((each) => each !== '__proto__'),
    fc.oneof(fc.boolean(), fc.integer(), name),
    {
      maxKeys: 3,
      noNullPrototype: true,
    },
  ),
});
const anyNet = fc.record({
  net: name,
  name,
  nameEn: name,
  servers: fc.array(fc.constantFrom('own', 'fugo', 'municipalities', '131016'), { minLength: 1, maxLength: 4 }),
  at: fc.oneof(
    fc.constantFrom('00:00', '23:59'),
    fc.record({ after: fc.constantFrom('online-end', 'online-start'), minutes: fc.integer({ min: 0, max: 99 }) }),
  ),
  days: fc.oneof(
    fc.constantFrom('open', 'every'),
    fc.record({ weekdays: fc.array(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 7 }) }),
    fc.record({ dayOfMonth: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)) }),
  ),
  closedDay: fc.constantFrom('skip', 'run'),
  catchUp: fc.constantFrom(...catchUpPolicies),
  limitMinutes: fc.integer({ min: 1, max: 100 }),
  jobs: fc.uniqueArray(anyJob, { minLength: 1, maxLength: 4, selector: (each) => each.job }),
});
const anyDefinition = fc
  .uniqueArray(anyNet, { maxLength: 4, selector: (each) => each.net })
  .map((nets) => Definition.parse({ nets }));

/** The same with everything in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled).toReversed();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, shuffled(each)])
      .toReversed(),
  );
}

describe('a definition', () => {
  test('that was exported and is applied again is the same one, 1,000 of 1,000 times', () => {
    fc.assert(
      fc.property(anyDefinition, (definition) => {
        const exported = Definition.parse(JSON.parse(JSON.stringify(canonicalOf(definition))));
        expect(hashOf(exported)).toBe(hashOf(definition));
        expect(diffDefinitions(definition, exported)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('has one hash, in whatever order it says what it says', () => {
    fc.assert(
      fc.property(anyDefinition, (definition) => {
        const other = Definition.parse(shuffled(definition));
        expect(canonicalJson(other)).toBe(canonicalJson(definition));
        expect(diffDefinitions(definition, other)).toEqual([]);
      }),
    );
  });

  test('differs from another exactly when the hashes differ', () => {
    fc.assert(
      fc.property(anyDefinition, anyDefinition, (one, other) => {
        expect(diffDefinitions(one, other).length === 0).toBe(hashOf(one) === hashOf(other));
      }),
    );
  });

  test('names in its difference the net, the job and the field, not their places', () => {
    const before = definitionOf(net('b'), net('a', { jobs: [job('x'), job('y')] }));
    const after = definitionOf(
      net('a', { at: '21:00', jobs: [job('y', { retry: { attempts: 3 } }), job('z')] }),
      net('c'),
    );
    expect(diffDefinitions(before, after).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'changed nets.a.at',
      'removed nets.a.jobs.x',
      'changed nets.a.jobs.y.retry.attempts',
      'added nets.a.jobs.z',
      'removed nets.b',
      'added nets.c',
    ]);
  });
});

describe('what no shape says is refused with its field and rule', () => {
  const problems = (organisation: string, ...nets: Parameters<typeof definitionOf>) =>
    checkDefinition(definitionOf(...nets), organisation).map(({ field, rule }) => `${field} ${rule}`);
  const city = '131016';

  test.each([
    [[net('a'), net('a')], ['nets[1].net NAME_TWICE']],
    [[net('a', { jobs: [job('x'), job('x')] })], ['nets[0].jobs[1].job NAME_TWICE']],
    [[net('a', { jobs: [job('x', { after: ['y'] })] })], ['nets[0].jobs[0].after[0] UNKNOWN_JOB']],
    [[net('a', { jobs: [job('x', { after: ['x'] })] })], ['nets[0].jobs[0].after CYCLE']],
    [
      [
        net('a', {
          jobs: [
            job('x', { after: ['z'] }),
            job('y', { after: ['x'] }),
            job('z', { after: ['y'] }),
            job('waits', { after: ['z'] }),
          ],
        }),
      ],
      ['nets[0].jobs[0].after CYCLE', 'nets[0].jobs[1].after CYCLE', 'nets[0].jobs[2].after CYCLE'],
    ],
    [[net('a', { jobs: [job('x', { when: 'failed' })] })], ['nets[0].jobs[0].when NO_JOB_BEFORE']],
    [[net('a', { days: 'open', closedDay: 'before' })], ['nets[0].closedDay OPEN_DAYS_ONLY']],
    [[net('a', { servers: ['fugo'] })], ['nets[0].jobs[0].command UNKNOWN_COMMAND']],
    [
      [net('a', { servers: ['own', '202011', 'municipalities'] })],
      ['nets[0].servers[1] SERVER_OF_ANOTHER', 'nets[0].servers[2] SERVER_OF_ANOTHER'],
    ],
  ])('%#', (nets, expected) => {
    expect(problems(city, ...nets)).toEqual(expected);
  });

  test('the nation alone runs nets on the servers of others', () => {
    expect(problems('nation', net('a', { servers: ['prefectures', 'municipalities', '202011', 'own'] }))).toEqual([]);
    expect(
      listPlaces(definitionOf(net('a', { servers: ['municipalities', 'own'] })), '130001', [
        'nation',
        '130001',
        '131016',
        '202011',
      ]).map(({ server }) => server),
    ).toEqual(['130001', '131016']);
  });

  test('jobs are put in an order in which each comes after those that it waits for', () => {
    const jobs = Array.from({ length: 200 }, (_, index) =>
      job(`j${String(index)}`, {
        after: index < 2 ? [] : [`j${String(index - 1)}`, `j${String(Math.floor(index / 2))}`],
      }),
    );
    const [only] = definitionOf(net('a', { jobs: jobs.toReversed() })).nets;
    const ordered = orderJobs(only?.jobs ?? []).map((each) => each.job);
    expect(ordered).toEqual(jobs.map((each) => each.job));
  });
});
