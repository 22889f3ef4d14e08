/**
 * Searches residents by name, birth date, address and numbers. The audit log gets the names of the fields, never the
 * values; for a search by personal number also who was found.
 */
import { createRoute } from '@hono/zod-openapi';
import {
  FoundResidents,
  ResidentSearch,
  type FoundResident as FoundResidentView,
} from '../../contracts/api/resident-search.ts';
import { personalNumberRules } from '../../contracts/api/numbers.ts';
import { birthDateRules } from '../../contracts/transfer.ts';
import type { FieldProblem } from '../../domain/checked-transfer.ts';
import { checkAddressNumber } from '../../domain/values/address-number.ts';
import type { Checked } from '../../domain/values/checked.ts';
import { checkImportedIntegratedAddressNumber } from '../../domain/values/integrated-address-number.ts';
import { earlierAddressKey, earlierNameKey } from '../../domain/values/earlier-keys.ts';
import { checkDate, partlyKnownKey, spellEraCode } from '../../domain/values/japanese-date.ts';
import { foldAddress } from '../../domain/values/address-folding.ts';
import { foldName, nameTerms } from '../../domain/values/name-folding.ts';
import { checkNumberSystem } from '../../domain/values/number-system.ts';
import { checkPersonalNumber } from '../../domain/values/personal-number.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import type { Database } from '../../storage/database/database.ts';
import { searchHeldResidents } from '../../storage/residents/held-transfers.ts';
import type { ResidentCriteria } from '../../storage/residents/criteria.ts';
import type { RowKey } from '../../storage/residents/leading-keys.ts';
import { searchResidents, type FoundResident, type ResidentPage } from '../../storage/residents/search.ts';
import { mostSorted, searchSorted, type ResidentOrder } from '../../storage/residents/sorted-search.ts';
import { withActingStaff, auditAllowed } from '../audit/write.ts';
import { hasRight, municipalityGuard, requireRight } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { bodyProblems, commonProblems, describeInvalid, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';

export function addResidentSearchRoute(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('residents:view'),
      tags: ['residents'],
      method: 'post',
      path: '/v1/municipalities/{code}/resident-searches',
      operationId: 'searchResidents',
      summary: '住民を検索する / Search residents',
      description:
        'All that is given must be true of a resident. Residents under protection are masked without the right ' +
        'residents:view-protected, and not found by an address at all.',
      middleware: [municipalityGuard(context, 'residents:view'), ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(ResidentSearch) } },
      responses: {
        200: {
          description: 'A page, in the order that `sort` asks for, otherwise of the names.',
          content: json(FoundResidents),
        },
        ...commonProblems,
        ...bodyProblems,
        422: describeInvalid({
          name: ['EMPTY'],
          address: ['EMPTY'],
          birthDate: birthDateRules,
          personalNumber: personalNumberRules,
          after: ['WRONG_FORMAT'],
        }),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const search = withActingStaff(caller, c.req.valid('json'));
      const criteria = checkCriteria(search);
      const after = search.after === undefined ? firstPage : parseCursor(search.after);
      if (criteria.personalNumber !== undefined) {
        await requireRight(context, caller, 'residents:view-personal-number', municipality);
      }
      const { staffId, reason } = search;
      await auditAllowed(context, caller, municipality, {
        action: 'residents.search',
        subject: Object.keys(criteria).join(','),
        ...(staffId !== undefined && { staffId }),
        ...(reason !== undefined && { reason }),
      });
      const { includeHistory, limit, sort, order } = search;
      const seesProtected = hasRight(caller, 'residents:view-protected', municipality);
      const store = { db: c.get('db'), keys: context.keys };
      const asked = { includeHistory, seesProtected, after, limit };
      const page = await findPage(store, municipality, criteria, {
        ...asked,
        ...(sort && { sort: { by: sort, order } }),
      });
      const total =
        sort && search.after === undefined
          ? await countAll(store, municipality, criteria, { seesProtected, page })
          : null;
      // A personal number has one owner, so the entry says whom it found without repeating the number.
      const found = criteria.personalNumber === undefined ? [] : page.residents;
      for (const subject of new Set(found.map((each) => each.integratedAddressNumber ?? each.personId))) {
        await auditAllowed(context, caller, municipality, {
          action: 'residents.search.found',
          subject,
          ...(staffId !== undefined && { staffId }),
          ...(reason !== undefined && { reason }),
        });
      }
      return c.json(
        { residents: page.residents.map(viewOf), next: page.next, sorted: page.total !== undefined, total },
        200,
      );
    },
  );
}

/**
 * Pages through the rows of table 33 first, then through residents who have none and are known from a held transfer
 * only.
 */
async function findPage(
  store: Store,
  municipality: string,
  criteria: ResidentCriteria,
  { after, limit, sort, ...options }: Asked & { after: Cursor; limit: number; sort?: Sort },
): Promise<Page> {
  const residents: FoundResident[] = [];
  let total: number | undefined;
  if (after.part === 'rows') {
    const page = await findRows(store, municipality, criteria, {
      ...options,
      after: after.row,
      limit: limit + 1,
      sort,
    });
    if (page.kind === 'unknown-cursor') throw invalidInput([{ field: 'after', rule: 'WRONG_FORMAT' }]);
    ({ total } = page);
    const rows = page.residents.slice(0, limit);
    const last = page.residents.length > limit ? rows.at(-1) : undefined;
    if (last) return { residents: rows, next: `${last.personId}_${String(last.historySeq)}`, total };
    residents.push(...rows);
  }
  const { seesProtected } = options;
  const wanted = limit - residents.length;
  const from = after.part === 'held' ? after.personId : undefined;
  const heldResidents = await searchHeldResidents(store, municipality, criteria, {
    seesProtected,
    after: from,
    limit: wanted + 1,
  });
  residents.push(...heldResidents.slice(0, wanted));
  if (heldResidents.length <= wanted) return { residents, next: null, total };
  return { residents, next: wanted === 0 ? heldCursor : `${heldCursor}_${residents.at(-1)?.personId ?? ''}`, total };
}

interface Store {
  db: Database;
  keys: KeyRing;
}
interface Asked {
  includeHistory: boolean;
  seesProtected: boolean;
}
interface Sort {
  by: ResidentOrder;
  order: 'ascending' | 'descending';
}
interface Page {
  residents: FoundResident[];
  next: string | null;
  /** Rows of table 33, where they were sorted. */
  total: number | undefined;
}

/** Too many to be sorted come as they are found. */
async function findRows(
  store: Store,
  municipality: string,
  criteria: ResidentCriteria,
  { sort, ...options }: Asked & { after: RowKey | undefined; limit: number; sort: Sort | undefined },
): Promise<(ResidentPage & { kind: 'page'; total?: number }) | { kind: 'unknown-cursor' }> {
  if (sort) {
    const sorted = await searchSorted(store, municipality, criteria, { ...options, sort: sort.by, order: sort.order });
    if (sorted.kind === 'page') return sorted;
  }
  return searchResidents(store, municipality, criteria, options);
}

/** With those who are known from a held transfer only. */
async function countAll(
  store: Store,
  municipality: string,
  criteria: ResidentCriteria,
  { seesProtected, page }: { seesProtected: boolean; page: Page },
): Promise<FoundResidents['total']> {
  if (page.total === undefined) return { count: mostSorted, more: true };
  if (page.next === null) return { count: page.residents.length, more: false };
  const limit = mostSorted + 1 - page.total;
  const held = await searchHeldResidents(store, municipality, criteria, { seesProtected, after: undefined, limit });
  return { count: Math.min(page.total + held.length, mostSorted), more: held.length === limit };
}

function checkCriteria(search: ResidentSearch): ResidentCriteria {
  const problems: FieldProblem[] = [];
  const checked = <T>(field: string, result: Checked<T>): T | undefined => {
    if (result.valid) return result.value;
    problems.push({ field, rule: result.rule });
    return undefined;
  };
  /** The keys of this version first, then that of rows whose keys are to be made anew. */
  const part = (field: 'name' | 'address', folded: readonly string[], match: 'start' | 'part') => {
    if (folded[0] === '') problems.push({ field, rule: 'EMPTY' });
    return { keys: shortestKeys(folded, match), match };
  };
  const { name, address, birthDate, addressNumber, numberSystem, integratedAddressNumber, personalNumber } = search;
  const criteria: ResidentCriteria = {};
  if (name !== undefined) {
    const keys = [foldName(name), ...nameTerms(name, search.nameMatch), earlierNameKey(name)];
    criteria.name = part('name', keys, search.nameMatch);
  }
  if (address !== undefined) {
    criteria.address = part('address', [foldAddress(address), earlierAddressKey(address)], search.addressMatch);
  }
  if (birthDate !== undefined) {
    const date = checked('birthDate', checkDate(spellEraCode(birthDate)));
    if (date) criteria.birthDate = { ...date, key: date.date === null ? partlyKnownKey(date.text) : null };
  }
  if (addressNumber !== undefined) {
    const number = checked('addressNumber', checkAddressNumber(addressNumber));
    const system = numberSystem === undefined ? null : checked('numberSystem', checkNumberSystem(numberSystem));
    if (number !== undefined && system !== undefined) {
      criteria.addressNumber = { numberSystem: system, addressNumber: number };
    }
  } else if (numberSystem !== undefined) {
    problems.push({ field: 'addressNumber', rule: 'MISSING' });
  }
  if (integratedAddressNumber !== undefined) {
    const number = checked('integratedAddressNumber', checkImportedIntegratedAddressNumber(integratedAddressNumber));
    if (number !== undefined) criteria.integratedAddressNumber = number;
  }
  if (personalNumber !== undefined) {
    const number = checked('personalNumber', checkPersonalNumber(personalNumber));
    if (number !== undefined) criteria.personalNumber = number;
    if (search.reason === undefined) problems.push({ field: 'reason', rule: 'MISSING' });
  }
  if (problems.length === 0 && Object.keys(criteria).length === 0) problems.push({ field: '', rule: 'MISSING' });
  if (problems.length > 0) throw invalidInput(problems);
  return criteria;
}

/** Without keys that another finds already. */
function shortestKeys(keys: readonly string[], match: 'start' | 'part'): string[] {
  const all = [...new Set(keys)].filter((key) => key !== '');
  return all.filter((key) =>
    all.every((other) => other === key || !(match === 'start' ? key.startsWith(other) : key.includes(other))),
  );
}

function viewOf(resident: FoundResident): FoundResidentView {
  const { shown } = resident;
  return {
    personId: resident.personId,
    integratedAddressNumber: resident.integratedAddressNumber,
    historySeq: resident.historySeq,
    current: resident.current,
    codeRequestStatus: resident.codeRequestStatus,
    stage: resident.stage,
    registeredAt: resident.registeredAt.toISOString(),
    protected: resident.protected,
    masked: shown === null,
    name: shown?.name ?? null,
    nameKana: shown?.nameKana ?? null,
    birthDateText: shown?.birthDateText ?? null,
    birthDate: shown?.birthDate ?? null,
    sex: shown?.sex ?? null,
    address: shown?.address ?? null,
  };
}

/** Where the page before ended: at a row of table 33, or at a resident who has none. */
type Cursor = { part: 'rows'; row: RowKey | undefined } | { part: 'held'; personId: string | undefined };

const firstPage: Cursor = { part: 'rows', row: undefined };
const heldCursor = 'held';

function parseCursor(text: string): Cursor {
  const [, held, personId, seq] =
    /^(held)?_?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?(?:_([0-9]{1,9}))?$/u.exec(text) ?? [];
  if (held !== undefined && seq === undefined) return { part: 'held', personId };
  if (personId === undefined || seq === undefined) throw invalidInput([{ field: 'after', rule: 'WRONG_FORMAT' }]);
  return { part: 'rows', row: { personId, historySeq: Number(seq) } };
}
