/** Searches by a supervisor, one at a time, while the tables hold a city that came by a load. */
import { FoundResidents } from '../../../contracts/api/resident-search.ts';
import { say } from '../../common/say.ts';
import { signInStaff, type StaffSend } from '../../common/staff.ts';
import { latencyOf, median } from '../../common/statistics.ts';
import { getResidentsFile } from '../files.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { takeLoad } from '../take-load.ts';
import { firstCharacter, kinds, residentsOf, type Criteria, type Kind, type Resident } from './criteria.ts';
import type { SearchesFigures } from './figures.ts';

const seed = 7;
const searchesEach = 300;
const warmUpSearches = 20;

export async function measureSearches(stack: LoadStack, residents: number): Promise<SearchesFigures> {
  const path = await getResidentsFile({ count: residents, seed });
  say('loading the city');
  await takeLoad(stack, { municipality, path });
  // As autovacuum leaves them behind.
  await stack.sql`vacuum analyze`;
  await stack.sql`checkpoint`;
  const send = await signInStaff(stack, { municipality, role: 'supervisor' });
  const sought = residentsOf(path, searchesEach + warmUpSearches, seed);
  const searches: SearchesFigures['searches'] = [];
  for (const kind of [...kinds, numberKind(await integratedNumbers(stack, sought))]) {
    searches.push(await timesOf(kind, send, sought));
    const { p50, p99, found } = searches.at(-1) ?? {};
    say(`${kind.name}: p50 ${p50?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms, ${String(found)} found`);
  }
  searches.push(await secondPages(send, sought));
  return { residents, searches };
}

/** Throws where a resident is not found by what the file says of him: then the times are of nothing. */
async function timesOf(
  { name, criteriaOf, findsNobody = false }: Kind,
  send: StaffSend,
  sought: readonly Resident[],
): Promise<SearchesFigures['searches'][number]> {
  const times: number[] = [];
  const found: number[] = [];
  for (const [nth, resident] of sought.entries()) {
    const { ms, page } = await search(send, criteriaOf(resident));
    if ((page.residents.length === 0) !== findsNobody)
      throw new Error(`A search by ${name} found the wrong residents.`);
    if (nth < warmUpSearches) continue;
    times.push(ms);
    found.push(page.residents.length);
  }
  return summaryOf(name, times, found);
}

/** What "show more" asks for. */
async function secondPages(send: StaffSend, sought: readonly Resident[]): Promise<SearchesFigures['searches'][number]> {
  const times: number[] = [];
  const found: number[] = [];
  for (const { name } of sought) {
    const criteria = { name: firstCharacter(name) };
    const { page: first } = await search(send, criteria);
    if (first.next === null) continue;
    const { ms, page } = await search(send, { ...criteria, after: first.next });
    times.push(ms);
    found.push(page.residents.length);
  }
  return summaryOf('second page of a first character', times, found);
}

function summaryOf(name: string, times: number[], found: number[]): SearchesFigures['searches'][number] {
  const { count, p50, p99, most } = latencyOf(times);
  return { name, count, found: median(found), p50, p99, most };
}

async function search(send: StaffSend, criteria: Criteria): Promise<{ ms: number; page: FoundResidents }> {
  const began = performance.now();
  const answer = await send(`/v1/municipalities/${municipality}/resident-searches`, criteria);
  const ms = performance.now() - began;
  return { ms, page: FoundResidents.parse(answer) };
}

const numberKind = (numbers: ReadonlyMap<string, string>): Kind => ({
  name: 'integrated address number',
  criteriaOf: ({ addressNumber }) => ({ integratedAddressNumber: numbers.get(addressNumber) ?? '' }),
});

/** Given by fugo, so no file knows them. */
async function integratedNumbers({ sql }: LoadStack, sought: readonly Resident[]): Promise<Map<string, string>> {
  const rows = await sql<{ address_number: string; number: string }[]>`
    select a.address_number, p.integrated_address_number as number
    from address_numbers a join persons p using (municipality, person_id)
    where a.municipality = ${municipality} and a.address_number in ${sql(sought.map((each) => each.addressNumber))}`;
  return new Map(rows.map((row) => [row.address_number, row.number]));
}
