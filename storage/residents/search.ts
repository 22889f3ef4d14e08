/**
 * Search of residents by what staff know of them. Row-level security lets only comparisons by equality and order into an
 * index, so the start of a key is a range of it, and a part of a key is looked for in the index alone, which is a tenth
 * of the table (decision 0024).
 */
import { sql, type SQL } from 'drizzle-orm';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { personalNumberIndex } from '../database/personal-number.ts';
import { isProtected } from './protection.ts';
import { epochMs } from '../database/rows.ts';
import { anySpelling, isKana, type KeyPart, within } from './search-keys.ts';

/** Whatever is given must be true of a resident. */
export interface ResidentCriteria {
  name?: KeyPart;
  address?: KeyPart;
  /** `date` is null where the day is not wholly known; then the text must be the same. */
  birthDate?: { text: string; date: string | null };
  addressNumber?: { numberSystem: string | null; addressNumber: string };
  integratedAddressNumber?: string;
  personalNumber?: string;
}

/** A row of table 33, which the next page begins after. */
export interface RowKey {
  personId: string;
  historySeq: number;
}

export interface FoundResident {
  personId: string;
  /** Null of who is nothing but held transfers. */
  historySeq: number | null;
  integratedAddressNumber: string | null;
  codeRequestStatus: CodeRequestStatus;
  stage: Stage | null;
  current: boolean;
  registeredAt: Date;
  protected: boolean;
  /** Null where the resident is protected and the caller may not see it. */
  shown: ShownResident | null;
}
export interface ShownResident {
  name: string;
  nameKana: string | null;
  birthDateText: string;
  birthDate: string | null;
  sex: string;
  address: string;
}

export type ResidentPage = { kind: 'page'; residents: (FoundResident & RowKey)[] } | { kind: 'unknown-cursor' };

/** In the order of the name, of its reading where kana is asked for, or of the address where no name is. */
export function searchResidents(
  { db, keys }: { db: Database; keys: KeyRing },
  municipality: string,
  criteria: ResidentCriteria,
  options: { includeHistory: boolean; seesProtected: boolean; after?: RowKey | undefined; limit: number },
): Promise<ResidentPage> {
  const { includeHistory, seesProtected, after, limit } = options;
  return inMunicipality(db, municipality, async (tx) => {
    // A plan for these values: a name is rare or common, and a plan for any of them reads too much for most.
    const planned = tx
      .execute(sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`)
      .then(() => undefined);
    const lead = leadOf(criteria);
    const conditions = conditionsOf(keys, municipality, criteria, lead);
    // Who is found by an address has it, masked or not.
    if (criteria.address && !seesProtected) {
      conditions.push(sql`not a.non_disclosure`, sql`not ${isProtected(municipality, sql`a.person_id`)}`);
    }
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
      planned,
    ]);
    return { kind: 'page', residents: rows.map((row) => foundOf(row, seesProtected)) };
  });
}

type KeyColumn = 'name_key' | 'name_kana_key' | 'address_key';

/** The key whose index is read, in its order, until a page is full. */
interface Lead {
  column: KeyColumn;
  part: KeyPart | undefined;
}

function leadOf({ name, address }: ResidentCriteria): Lead {
  if (name) return { column: isKana(name) ? 'name_kana_key' : 'name_key', part: name };
  return address ? { column: 'address_key', part: address } : { column: 'name_key', part: undefined };
}

/** A subquery of its own (`offset 0`), because only then does PostgreSQL look at the keys without their rows. */
function leadingRows(
  municipality: string,
  { column, part }: Lead,
  after: RowKey | undefined,
  cursor: string | undefined,
): SQL {
  const key = sql`k.${sql.raw(column)} collate "C"`;
  return sql`
    select ${key} as key, k.person_id, k.history_seq from address_information k where k.municipality = ${municipality}
      ${part ? sql`and ${within(key, part)}` : sql``}
      ${
        after && cursor !== undefined
          ? sql`and (${key}, k.person_id, k.history_seq) > (${cursor}, ${after.personId}::uuid, ${after.historySeq}::int)`
          : sql``
      }
    ${part ? sql`order by ${key}, k.person_id, k.history_seq offset 0` : sql``}`;
}

/**
 * Where the page before ended. Its place in the order is a name or an address, so it is looked up and never sent out, and
 * only of what this search finds: whoever could begin behind anybody would read in the neighbours where a masked resident
 * lives. Whether the row is still current does not matter.
 */
async function findCursor(
  tx: Transaction,
  municipality: string,
  { lead: { column, part }, conditions, after }: { lead: Lead; conditions: readonly SQL[]; after: RowKey },
): Promise<string | undefined> {
  const found = part ? [...conditions, within(sql`a.${sql.raw(column)} collate "C"`, part)] : conditions;
  const [row] = await tx.execute<{ key: string }>(sql`
    select a.${sql.raw(column)} as key
    from address_information a join persons p on p.municipality = ${municipality} and p.person_id = a.person_id
    where a.municipality = ${municipality} and a.person_id = ${after.personId}::uuid
      and a.history_seq = ${after.historySeq} ${found.length > 0 ? sql`and ${sql.join([...found], sql` and `)}` : sql``}`);
  return row?.key;
}

function conditionsOf(keys: KeyRing, municipality: string, criteria: ResidentCriteria, lead: Lead): SQL[] {
  const { address, birthDate, addressNumber, integratedAddressNumber, personalNumber } = criteria;
  const conditions: SQL[] = [];
  if (address && lead.part !== address) conditions.push(within(sql`a.address_key collate "C"`, address));
  if (birthDate) {
    conditions.push(
      birthDate.date === null
        ? sql`a.birth_date is null and a.birth_date_text = ${birthDate.text}`
        : sql`a.birth_date = ${birthDate.date}::date`,
    );
  }
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

/** There are a hundred at most, so asking for each is cheaper than an index that begins with the number. */
function systemsOf(numberSystem: string | null): SQL {
  return numberSystem === null
    ? sql`any(array(select lpad(i::text, 2, '0') from generate_series(0, 99) as i))`
    : sql`${numberSystem}`;
}

interface Row extends Record<string, unknown> {
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

/** What a row says of a person, to whom it may be said. */
export function shownTo(
  row: Pick<Row, 'name' | 'name_kana' | 'birth_date_text' | 'birth_date' | 'sex' | 'address' | 'protected'>,
  seesProtected: boolean,
): ShownResident | null {
  if (row.protected && !seesProtected) return null;
  const { name, name_kana: nameKana, birth_date_text: birthDateText, birth_date: birthDate, sex, address } = row;
  return { name, nameKana, birthDateText, birthDate, sex, address };
}

function foundOf(row: Row, seesProtected: boolean): FoundResident & RowKey {
  return {
    personId: row.person_id,
    historySeq: row.history_seq,
    integratedAddressNumber: row.number,
    codeRequestStatus: row.status,
    stage: row.stage,
    current: row.current,
    registeredAt: new Date(row.registered_at),
    protected: row.protected,
    shown: shownTo(row, seesProtected),
  };
}
