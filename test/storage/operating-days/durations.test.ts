/** Median and 95th percentile of a period, from what its days have counted, beside the exact ones of its people. */
import * as fc from '../../support/fast-check.ts';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { addDays } from '../../../domain/calendar/civil-date.ts';
import { percentileOf, type DurationHistogram } from '../../../domain/duration-histogram.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { createRandom } from '../../../fictitious/random.ts';
import { histogramOf } from '../../../storage/operating-days/durations.ts';
import { listStatistics } from '../../../storage/operating-days/statistics-period.ts';
import { makeStatistics, readStatistics } from '../../../storage/operating-days/statistics.ts';
import { registerOrganisation } from '../../../storage/organisations/organisations.ts';
import { municipality, openStore, otherMunicipality, receive, type Store } from '../support.ts';

const first = '2026-03-02';
const days = Array.from({ length: 4 }, (_, index) => addDays(first, index));
const last = days.at(-1) ?? first;
const within = (exact: number, found: number | null): boolean =>
  found !== null && Math.abs(found - exact) <= 0.05 * exact + 0.1;
let store: Store;

beforeAll(async () => {
  store = await openStore(316);
  const random = createRandom(316);
  for (const each of [municipality, otherMunicipality]) {
    await store.api.transaction((tx) => registerOrganisation(tx, { municipality: each, name: each, nameEn: each }));
    const people: { personId: string; day: string; seconds: number }[] = [];
    for (let person = 0; person < 40; person += 1) {
      const transfer = { addressNumber: store.people.addressNumber(), personalNumber: store.people.personalNumber() };
      const { personId } = await receive(store, transfer, each);
      // From seconds to weeks; the last day is a slow one.
      const day = days[random.below(days.length)] ?? first;
      people.push({ personId, day, seconds: (day === last ? 20_000 : 2) * 1.35 ** random.below(20) });
    }
    await store.see`
      update persons p set stage = 'ACQUIRED', code_request_status = 'REQUESTED', due_at = null,
        acquired_at = moment, created_at = moment - seconds * interval '1 second'
      from (select (l ->> 'personId')::uuid as person_id, (l ->> 'seconds')::float8 as seconds,
          ((l ->> 'day') || ' 15:00+09')::timestamptz as moment
        from jsonb_array_elements(${store.see.json(people)}::jsonb) l) each
      where each.person_id = p.person_id`;
    for (const day of days) await makeStatistics(store.db, { organisation: each, day });
  }
});

test('a percentile of any durations is within 5 % of the exact one, however they are spread over days', async () => {
  const seconds = fc.oneof(fc.double({ min: 0, max: 120, noNaN: true }), fc.double({ min: 0, max: 1e8, noNaN: true }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(seconds, { minLength: 1, maxLength: 60 }),
      fc.constantFrom(0.5, 0.95),
      fc.integer({ min: 1, max: 5 }),
      async (all, share, parts) => {
        const exact = await store.see<{ value: number }[]>`
          select percentile_cont(${share}) within group (order by s::float8) as value
          from jsonb_array_elements_text(${store.see.json(all)}::jsonb) s`;
        const sum: Record<string, number> = {};
        for (let part = 0; part < parts; part += 1) {
          const own = JSON.stringify(all.filter((_, index) => index % parts === part));
          const rows = sql`select s::float8 as seconds from jsonb_array_elements_text(${own}::jsonb) s`;
          const [row] = await store.db.execute<{ durations: DurationHistogram }>(
            sql`select ${histogramOf(rows)} as durations`,
          );
          for (const [bucket, count] of Object.entries(row?.durations ?? {})) sum[bucket] = (sum[bucket] ?? 0) + count;
        }
        expect(within(exact[0]?.value ?? 0, percentileOf(sum, share))).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test.each([
  { organisation: municipality, of: [municipality] },
  { organisation: prefectureOf(municipality), of: [municipality] },
  { organisation: nation, of: [municipality, otherMunicipality] },
])('of $organisation are those of the people of the period, not of its slowest day', async ({ organisation, of }) => {
  const question = { acting: organisation, organisation, from: first, to: last };
  const found = await listStatistics(store.db, question);
  const exactOf = async (where: { municipalities?: readonly string[]; of?: readonly string[] }) => {
    const [exact] = await store.see<{ mean: number; p50: number; p95: number; count: number }[]>`
      select avg(seconds) as mean, percentile_cont(0.5) within group (order by seconds) as p50,
        percentile_cont(0.95) within group (order by seconds) as p95, count(*)::int as count
      from (select extract(epoch from acquired_at - created_at)::float8 as seconds from persons
        where municipality = any(${where.municipalities ?? of}) and stage = 'ACQUIRED'
          and (acquired_at at time zone 'Asia/Tokyo')::date::text = any(${where.of ?? days})) p`;
    if (!exact) throw new Error('An aggregate has a row');
    return exact;
  };
  const parts = [
    { figures: found.period, exact: await exactOf({}) },
    ...(await Promise.all(
      found.days.map(async (figures) => ({ figures, exact: await exactOf({ of: [figures.day] }) })),
    )),
    ...(await Promise.all(
      found.municipalities.map(async (figures) => ({
        figures,
        exact: await exactOf({ municipalities: [figures.municipality] }),
      })),
    )),
  ];
  expect(parts).toHaveLength(1 + days.length + of.length);
  for (const { figures, exact } of parts) {
    expect(figures.confirmed).toBe(exact.count);
    expect(figures.secondsToCodeMean).toBeCloseTo(exact.mean, 3);
    expect(within(exact.p50, figures.secondsToCodeP50)).toBe(true);
    expect(within(exact.p95, figures.secondsToCodeP95)).toBe(true);
  }
  // A day that is read as it stands now takes the place of the made one, and changes nothing.
  const present = await Promise.all(of.map((each) => readStatistics(store.db, { organisation: each, day: last })));
  const { statistics: _days, ...sums } = await listStatistics(store.db, { ...question, present });
  const { statistics: _made, ...before } = found;
  expect(sums).toEqual(before);
});
