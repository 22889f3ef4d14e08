/**
 * Search of residents by what staff know (オンライン機能部 40). Row-level security lets only comparisons by equality and order
 * use an index, so a search for the start of a key is a range of the index, and a search for a part reads the index
 * alone, a tenth of the table (decision 0024).
 */
import { sql, type SQL } from 'drizzle-orm';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { personalNumberIndex } from '../database/personal-number.ts';
import { isProtected } from './protection.ts';
import type { ShownInformation } from './shown-information.ts';
import { epochMs } from '../database/rows.ts';
import { anySpelling, isKana, type KeyPart, matchesBirthDate, matchesPart } from './search-keys.ts';

/** All given criteria must match. */
export interface ResidentCriteria {
  name?: KeyPart;
  address?: KeyPart;
  /** `date` is null when part of it is unknown; then `key` has the known parts, which must be equal. */
  birthDate?: { text: string; date: string | null; key: string | null };
  addressNumber?: { numberSystem: string | null; addressNumber: string };
  integratedAddressNumber?: string;
  personalNumber?: string;
}

/** A row of table 33, after which the next page begins. */
export interface RowKey {
  personId: string;
  historySeq: number;
}

export interface FoundResident {
  personId: string;
  /** Null for a person who has only held transfers. */
  historySeq: number | null;
  integratedAddressNumber: string | null;
  codeRequestStatus: CodeRequestStatus;
  stage: Stage | null;
  current: boolean;
  registeredAt: Date;
  protected: boolean;
  /** Null when the resident is protected and the caller may not see it. */
  shown: ShownResident | null;
}
export type ShownResident = Omit<ShownInformation, 'contact' | 'delivery' | 'nonDisclosure'>;

export type ResidentPage = { kind: 'page'; residents: (FoundResident & RowKey)[] } | { kind: 'unknown-cursor' };

/** Ordered by name, by reading when kana is searched, or by address when no name is given. */
export function searchResidents(
  { db, keys }: { db: Database; keys: KeyRing },
  municipality: string,
  criteria: ResidentCriteria,
  options: { includeHistory: boolean; seesProtected: boolean; after?: RowKey | undefined; limit: number },
): Promise<ResidentPage> {
  const { includeHistory, seesProtected, after, limit } = options;
  return inMunicipality(db, municipality, async (tx) => {
    const planning = planForTheseValues(tx);
    const lead = leadOf(criteria);
    const conditions = conditionsOf(keys, municipality, criteria, lead);
    if (criteria.address && !seesProtected) conditions.push(notByAddress(municipality));
    const cursor = after && (await findCursor(tx, municipality, { lead, conditions, after }));
    if (after && cursor === undefined) return { kind: 'unknown-cursor' };
    if (!includeHistory) conditions.push(sql`a.history_seq = p.current_history_seq`);
    const [rows] = await Promise.all([
      tx.execute<Row>(sql`
        with found as (
          select a.person_id, a.history_seq, a.registered_at, a.name, a.name_kana, a.birth_date_text, a.birth_date, a.sex,
            a.address, a.non_disclosure, l.key as lead, p.integrated_address_number as number, p.code_request_status as status, p.stage,
            a.history_seq = p.current_history_seq as current
          from (${leadingRows(municipality, lead, after, cursor)}) l
          join address_information a on a.municipality = ${municipality} and a.person_id = l.person_id
            and a.history_seq = l.history_seq
          join persons p on p.municipality = ${municipality} and p.person_id = a.person_id
          ${conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``}
          order by l.key, l.person_id, l.history_seq limit ${limit}
        )
        select person_id, history_seq, number, status, stage, coalesce(current, false) as current,
          ${epochMs(sql`registered_at`)} as registered_at, name, name_kana, birth_date_text,
          birth_date::text as birth_date, sex, address,
          non_disclosure or ${isProtected(municipality, sql`found.person_id`)} as protected
        from found order by lead, person_id, history_seq`),
      planning,
    ]);
    return { kind: 'page', residents: rows.map((row) => foundOf(row, seesProtected)) };
  });
}

/** Plans for these values, because names are rare or common and a plan for any value reads too much. */
export const planForTheseValues = (tx: Transaction): Promise<void> =>
  tx.execute(sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`).then(() => undefined);

/** A result would reveal that a masked resident has this address. */
export const notByAddress = (municipality: string): SQL =>
  sql`(not a.non_disclosure and not ${isProtected(municipality, sql`a.person_id`)})`;

type KeyColumn = 'name_key' | 'name_kana_key' | 'kana_name_key' | 'address_key';

/**
 * The keys whose indexes are read in order until a page is full. A row whose first key matches is not found by its
 * second, so it comes once.
 */
export interface Lead {
  column: KeyColumn;
  second?: KeyColumn;
  part: KeyPart | undefined;
}

export function leadOf({ name, address }: ResidentCriteria): Lead {
  if (name) {
    return isKana(name)
      ? { column: 'name_kana_key', second: 'kana_name_key', part: name }
      : { column: 'name_key', part: name };
  }
  return address ? { column: 'address_key', part: address } : { column: 'name_key', part: undefined };
}

/**
 * A separate subquery (`offset 0`) makes PostgreSQL read the keys without their rows. Each of several keys is a range of
 * its own, and so is each of the two columns: they are merged in their order, and no more of them is read than a page
 * needs.
 */
export function leadingRows(
  municipality: string,
  { column, second, part }: Lead,
  after: RowKey | undefined,
  cursor: string | undefined,
): SQL {
  if (!part) return leadingBranch(municipality, column, part, after, cursor);
  if (second === undefined && part.keys.length === 1) {
    return sql`${leadingBranch(municipality, column, part, after, cursor)} order by key, k.person_id, k.history_seq offset 0`;
  }
  const { match } = part;
  const groups = match === 'start' ? part.keys.map((wanted) => ({ keys: [wanted], match })) : [part];
  const firsts = groups.map(
    (group) =>
      sql`(${leadingBranch(municipality, column, group, after, cursor)} order by key, k.person_id, k.history_seq)`,
  );
  // The first key stands in another index, so it is looked up for what was found, row by row, and never for all.
  const firstKey = sql`x.${sql.raw(column)} collate "C"`;
  const seconds =
    second === undefined
      ? []
      : groups.map(
          (group) => sql`(
            select s.key, s.person_id, s.history_seq
            from (${leadingBranch(municipality, second, group, after, cursor)} order by key, k.person_id, k.history_seq offset 0) as s
            where not coalesce((select ${matchesPart(firstKey, part)} from address_information x
              where x.municipality = ${municipality} and x.person_id = s.person_id and x.history_seq = s.history_seq), false)
            order by s.key, s.person_id, s.history_seq)`,
        );
  return sql`
    select key, person_id, history_seq from (${sql.join([...firsts, ...seconds], sql` union all `)}) as f
    order by key, person_id, history_seq offset 0`;
}

function leadingBranch(
  municipality: string,
  column: KeyColumn,
  part: KeyPart | undefined,
  after: RowKey | undefined,
  cursor: string | undefined,
): SQL {
  const key = sql`k.${sql.raw(column)} collate "C"`;
  return sql`
    select ${key} as key, k.person_id, k.history_seq from address_information k where k.municipality = ${municipality}
      ${part ? sql`and k.${sql.raw(column)} is not null and ${matchesPart(key, part)}` : sql``}
      ${
        after && cursor !== undefined
          ? sql`and (${key}, k.person_id, k.history_seq) > (${cursor}, ${after.personId}::uuid, ${after.historySeq}::int)`
          : sql``
      }`;
}

/**
 * The place after which the page begins. Its key is a name or address, so it is looked up and never sent out, and only
 * among this search's results: otherwise callers could locate masked residents between their neighbours. The row need
 * not be current.
 */
async function findCursor(
  tx: Transaction,
  municipality: string,
  { lead, conditions, after }: { lead: Lead; conditions: readonly SQL[]; after: RowKey },
): Promise<string | undefined> {
  const { column, second, part } = lead;
  const key = sql`a.${sql.raw(column)} collate "C"`;
  const other = second === undefined ? key : sql`a.${sql.raw(second)} collate "C"`;
  const found = part ? [...conditions, sql`(${matchesPart(key, part)} or ${matchesPart(other, part)})`] : conditions;
  const [row] = await tx.execute<{ key: string | null }>(sql`
    select ${part ? sql`case when ${matchesPart(key, part)} then ${key} else ${other} end` : key} as key
    from address_information a join persons p on p.municipality = ${municipality} and p.person_id = a.person_id
    where a.municipality = ${municipality} and a.person_id = ${after.personId}::uuid
      and a.history_seq = ${after.historySeq} ${found.length > 0 ? sql`and ${sql.join([...found], sql` and `)}` : sql``}`);
  return row?.key ?? undefined;
}

export function conditionsOf(keys: KeyRing, municipality: string, criteria: ResidentCriteria, lead: Lead): SQL[] {
  const { address, birthDate, addressNumber, integratedAddressNumber, personalNumber } = criteria;
  const conditions: SQL[] = [];
  if (address && lead.part !== address) conditions.push(matchesPart(sql`a.address_key collate "C"`, address));
  if (birthDate) conditions.push(matchesBirthDate('a', birthDate));
  if (addressNumber) {
    conditions.push(sql`a.person_id in (select person_id from address_numbers where municipality = ${municipality}
      and number_system = ${systemsOf(addressNumber.numberSystem)}
      and address_number = ${anySpelling(addressNumber.addressNumber)})`);
  }
  if (integratedAddressNumber !== undefined) {
    conditions.push(sql`p.integrated_address_number = ${anySpelling(integratedAddressNumber)}`);
  }
  if (personalNumber !== undefined) {
    conditions.push(sql`p.personal_number_index = ${personalNumberIndex(keys, municipality, personalNumber)}`);
  }
  return conditions;
}

/** There are at most a hundred number systems, so asking for each is cheaper than another index. */
function systemsOf(numberSystem: string | null): SQL {
  return numberSystem === null
    ? sql`any(array(select lpad(i::text, 2, '0') from generate_series(0, 99) as i))`
    : sql`${numberSystem}`;
}

export interface Row extends Record<string, unknown> {
  person_id: string;
  history_seq: number;
  number: string | null;
  status: CodeRequestStatus;
  stage: Stage | null;
  current: boolean;
  registered_at: number;
  name: string;
  name_kana: string | null;
  birth_date_text: string;
  birth_date: string | null;
  sex: string;
  address: string;
  protected: boolean;
}

/** What a row says about a person; null when the caller may not see it. */
export function maskFor(
  row: Pick<Row, 'name' | 'name_kana' | 'birth_date_text' | 'birth_date' | 'sex' | 'address' | 'protected'>,
  seesProtected: boolean,
): ShownResident | null {
  if (row.protected && !seesProtected) return null;
  const { name, name_kana: nameKana, birth_date_text: birthDateText, birth_date: birthDate, sex, address } = row;
  return { name, nameKana, birthDateText, birthDate, sex, address };
}

export function foundOf(row: Row, seesProtected: boolean): FoundResident & RowKey {
  return {
    personId: row.person_id,
    historySeq: row.history_seq,
    integratedAddressNumber: row.number,
    codeRequestStatus: row.status,
    stage: row.stage,
    current: row.current,
    registeredAt: new Date(row.registered_at),
    protected: row.protected,
    shown: maskFor(row, seesProtected),
  };
}
