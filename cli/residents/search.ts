import type { z } from 'zod';
import { FoundResidents, ResidentSearch, type FoundResident } from '../../contracts/api/resident-search.ts';
import { below } from '../../contracts/http.ts';
import { checkPersonalNumber } from '../../domain/values/personal-number.ts';
import { note, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { readSecret, readText } from '../terminal/input.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, staffSession } from '../client/session.ts';
import { readBy } from '../terminal/values.ts';
import { sexWord } from '../terminal/code-words.ts';

export interface SearchOptions {
  municipality?: string;
  name?: string;
  nameMatch?: 'start' | 'part';
  birthDate?: string;
  address?: string;
  addressMatch?: 'start' | 'part';
  numberSystem?: string;
  addressNumber?: string;
  number?: string;
  personalNumber?: boolean;
  reason?: string;
  history?: boolean;
  criteria?: string;
  limit: number;
  json?: boolean;
}

/** What a file of criteria may hold: everything except what each page of the search sets. */
const Criteria = ResidentSearch.omit({ after: true, limit: true, staffId: true, sort: true, order: true }).partial();
type Criteria = z.input<typeof Criteria>;

const pageLimit = 100;

/** `fugo residents search` ends with 1 when nobody is found. */
export async function runSearch(context: Context, options: SearchOptions): Promise<ExitCode> {
  const session = staffSession(context, options);
  const criteria = await readCriteria(context, options);
  const path = below(session.municipality, 'resident-searches');
  const columns = ['number', 'name', 'nameKana', 'birthDateText', 'sex', 'address', 'status', 'remark'] as const;
  const { count, isCut } = await showPages<FoundResident, string>(
    context,
    {
      json: options.json ?? false,
      most: options.limit,
      head: columns.map((column) => say(context, `residents.${column}`)),
      row: (resident) => rowOf(context, resident),
      value: (resident) => ({ municipality: session.municipality, ...resident }),
      none: say(context, 'residents.none'),
    },
    async (after, limit) => {
      const body = { ...criteria, limit: Math.min(limit, pageLimit), ...(after !== undefined && { after }) };
      const found = bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: FoundResidents }));
      return { items: found.residents, next: found.next };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  return count > 0 ? exitCodes.ok : exitCodes.refused;
}

async function readCriteria(context: Context, options: SearchOptions): Promise<Criteria> {
  const { name, nameMatch, birthDate, address, addressMatch, numberSystem, addressNumber, number, reason } = options;
  if (options.criteria !== undefined && options.personalNumber) {
    throw usageError(context, '--personal-number', say(context, 'residents.inCriteria'));
  }
  const given: Criteria = {
    ...(options.criteria === undefined ? {} : await readCriteriaFile(context, options.criteria)),
    ...withoutUndefined({ name, nameMatch, birthDate, address, addressMatch, numberSystem, addressNumber, reason }),
    ...withoutUndefined({ integratedAddressNumber: number, includeHistory: options.history }),
  };
  const searched = [
    'name',
    'birthDate',
    'address',
    'addressNumber',
    'integratedAddressNumber',
    'personalNumber',
  ] as const;
  if (!options.personalNumber && searched.every((field) => given[field] === undefined)) {
    throw usageError(context, 'residents search', say(context, 'residents.nothing'));
  }
  const isByPersonalNumber = options.personalNumber === true || given.personalNumber !== undefined;
  if (isByPersonalNumber && (given.reason ?? '') === '') {
    throw usageError(context, '--personal-number', say(context, 'usage.needs', { others: '--reason' }));
  }
  if (!options.personalNumber) return given;
  const typed = await readSecret(context, say(context, 'residents.personalNumber.ask'));
  return { ...given, personalNumber: readBy(context, 'personalNumber', checkPersonalNumber)(typed) };
}

/** A file keeps names out of the process list and of the shell's history. */
async function readCriteriaFile(context: Context, file: string): Promise<Criteria> {
  const text = await readText(context, file);
  try {
    const { success, data, error } = Criteria.safeParse(JSON.parse(text));
    if (success) return data;
    const fields = error.issues.flatMap(({ path, code, ...issue }) =>
      code === 'unrecognized_keys' && 'keys' in issue ? issue.keys : [path.join('.')],
    );
    throw usageError(context, '--criteria', say(context, 'residents.criteria.fields', { fields: fields.join(', ') }));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw usageError(context, '--criteria', say(context, 'residents.criteria.notJson'));
    throw error;
  }
}

function withoutUndefined<Values extends object>(values: Values): Partial<Values> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fewer of the same
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;
}

function rowOf(context: Context, resident: FoundResident): string[] {
  const remarks = [
    resident.protected ? say(context, 'residents.protected') : '',
    resident.current ? '' : say(context, 'residents.former'),
  ];
  const masked = resident.masked ? say(context, 'residents.masked') : '';
  return [
    resident.integratedAddressNumber ?? resident.personId,
    resident.name ?? masked,
    resident.nameKana ?? '',
    resident.birthDateText ?? '',
    sexWord(context, resident.sex),
    resident.address ?? '',
    say(context, `status.${resident.codeRequestStatus}`),
    remarks.filter((remark) => remark !== '').join(' '),
  ];
}
