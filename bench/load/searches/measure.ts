/** Searches by a supervisor, one at a time, while the tables hold a city that came by a load. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FoundResidents, type ResidentSearch } from '../../../contracts/api/resident-search.ts';
import { below } from '../../../contracts/http.ts';
import { createRandom } from '../../../fictitious/random.ts';
import { say } from '../../common/say.ts';
import { signInStaff, type StaffSend } from '../../common/staff.ts';
import { latencyOf, median } from '../../common/statistics.ts';
import { getResidentsFile } from '../files.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { takeLoad } from '../take-load.ts';

const SearchTimes = z.object({
  name: z.string(),
  count: z.number(),
  /** Residents on the page, in the middle of all searches of this kind. */
  found: z.number(),
  p50: z.number(),
  p99: z.number(),
  most: z.number(),
});

export const SearchesFigures = z.object({
  residents: z.number(),
  /** Milliseconds from the question to the last byte of the answer, by HTTP, as a browser waits. */
  searches: z.array(SearchTimes),
});
export type SearchesFigures = z.infer<typeof SearchesFigures>;

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
  const { send } = await signInStaff(stack, { municipality, role: 'supervisor' });
  const sought = residentsOf(path, searchesEach + warmUpSearches);
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
  const answer = await send(below(municipality, 'resident-searches'), criteria);
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

/** Of a line of the file. */
interface Resident {
  personalNumber: string;
  addressNumber: string;
  name: string;
  nameKana: string;
  birthDate: string;
  address: string;
}

type Criteria = Partial<ResidentSearch>;

interface Kind {
  name: string;
  criteriaOf: (resident: Resident) => Criteria;
  findsNobody?: boolean;
}

const surname = (name: string): string => name.split('　')[0] ?? name;
const firstCharacter = (name: string): string => String.fromCodePoint(name.codePointAt(0) ?? 0);
const givenName = (name: string): string => name.split('　')[1] ?? name;

const kinds: readonly Kind[] = [
  { name: 'surname', criteriaOf: ({ name }) => ({ name: surname(name) }) },
  { name: 'first character of the name', criteriaOf: ({ name }) => ({ name: firstCharacter(name) }) },
  { name: 'whole name', criteriaOf: ({ name }) => ({ name }) },
  { name: 'given name (part)', criteriaOf: ({ name }) => ({ name: givenName(name), nameMatch: 'part' }) },
  { name: 'reading', criteriaOf: ({ nameKana }) => ({ name: nameKana }) },
  { name: 'surname and birth date', criteriaOf: ({ name, birthDate }) => ({ name: surname(name), birthDate }) },
  { name: 'birth date', criteriaOf: ({ birthDate }) => ({ birthDate }) },
  { name: 'address (part)', criteriaOf: ({ address }) => ({ address: address.slice(3) }) },
  { name: 'the city’s own name (address, part): everybody', criteriaOf: () => ({ address: '符号市' }) },
  { name: 'former names and addresses too', criteriaOf: ({ name }) => ({ name: surname(name), includeHistory: true }) },
  { name: 'address number', criteriaOf: ({ addressNumber }) => ({ addressNumber }) },
  {
    name: 'personal number, with its reason',
    criteriaOf: ({ personalNumber }) => ({ personalNumber, reason: 'measuring the search' }),
  },
  {
    name: 'nobody of that name (part)',
    criteriaOf: ({ name }) => ({ name: `${name}々々`, nameMatch: 'part' }),
    findsNobody: true,
  },
  {
    name: 'nobody of that reading (part, five keys)',
    criteriaOf: () => ({ name: 'ウヌヌ　イヌヲ', nameMatch: 'part' }),
    findsNobody: true,
  },
  {
    name: 'given name (part, by reading), counted and sorted',
    criteriaOf: ({ nameKana }) => ({ name: givenName(nameKana), nameMatch: 'part', sort: 'reading' }),
  },
  {
    name: 'start of an address, counted and sorted',
    criteriaOf: ({ address }) => ({ address: address.slice(0, 6), addressMatch: 'start', sort: 'address' }),
  },
  {
    name: 'start of an address, two keys',
    criteriaOf: ({ address }) => ({ address: `${address.slice(0, 6)}千二百三十四番地`, addressMatch: 'start' }),
    findsNobody: true,
  },
  {
    name: 'one kana and an address (parts)',
    criteriaOf: ({ nameKana, address }) => ({
      name: firstCharacter(nameKana),
      nameMatch: 'part',
      address: address.slice(3),
      sort: 'reading',
    }),
  },
];

/** So many residents of the file, drawn by the seed. */
function residentsOf(path: string, count: number): Resident[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/u);
  const columns = head.split(',');
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const cells = (lines[random.below(lines.length)] ?? '').split(',');
    const cell = (name: keyof Resident): string => cells[columns.indexOf(name)] ?? '';
    return {
      personalNumber: cell('personalNumber'),
      addressNumber: cell('addressNumber'),
      name: cell('name'),
      nameKana: cell('nameKana'),
      birthDate: cell('birthDate'),
      address: cell('address'),
    };
  });
}
