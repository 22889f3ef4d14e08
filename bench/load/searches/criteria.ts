/** What staff type, made of the residents of the file, so that there is somebody to be found. */
import { readFileSync } from 'node:fs';
import { createRandom } from '../../../fictitious/random.ts';
import type { ResidentSearch } from '../../../contracts/api/resident-search.ts';

/** Of a line of the file. */
export interface Resident {
  personalNumber: string;
  addressNumber: string;
  name: string;
  nameKana: string;
  birthDate: string;
  address: string;
}

export type Criteria = Partial<ResidentSearch>;

export interface Kind {
  name: string;
  criteriaOf: (resident: Resident) => Criteria;
  findsNobody?: boolean;
}

const surname = (name: string): string => name.split('　')[0] ?? name;
export const firstCharacter = (name: string): string => String.fromCodePoint(name.codePointAt(0) ?? 0);
const givenName = (name: string): string => name.split('　')[1] ?? name;

export const kinds: readonly Kind[] = [
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
];

/** So many residents of the file, by a seed. */
export function residentsOf(path: string, count: number, seed: number): Resident[] {
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
