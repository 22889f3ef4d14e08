/**
 * Search of residents by what staff know (オンライン機能部 40). Row-level security lets only comparisons by equality and order
 * use an index, so a search for the start of a key is a range of the index, and a search for a part reads the index
 * alone, a tenth of the table (decision 0024).
 */
import { sql, type SQL } from 'drizzle-orm';
import type { CodeRequestStatus, Stage } from '../../domain/stages.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { epochMs } from '../database/rows.ts';
import { conditionsOf, notByAddress, type ResidentCriteria } from './criteria.ts';
import { leadingKey, leadOf, type Lead, type RowKey } from './leading-keys.ts';
import { matchingRows } from './matching-rows.ts';
import { isProtected } from './protection.ts';
import type { ShownInformation } from './shown-information.ts';

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
    const conditions = conditionsOf(keys, municipality, criteria, lead.part);
    if (criteria.address && !seesProtected) conditions.push(notByAddress(municipality));
    const cursor = after && (await findCursor(tx, municipality, { lead, conditions, after }));
    if (after && cursor === undefined) return { kind: 'unknown-cursor' };
    if (!includeHistory) conditions.push(sql`a.history_seq = p.current_history_seq`);
    const place = after && cursor !== undefined ? { ...after, key: cursor } : undefined;
    const matching = matchingRows(municipality, {
      criteria,
      lead,
      conditions,
      columns: sql`true as found`,
      after: place,
      limit,
    });
    const [rows] = await Promise.all([
      tx.execute<Row>(sql`
        with found as materialized (
          select lead, person_id, history_seq from (${matching}) m order by lead, person_id, history_seq limit ${limit}
        )
        select a.person_id, a.history_seq, p.integrated_address_number as number, p.code_request_status as status, p.stage,
          coalesce(a.history_seq = p.current_history_seq, false) as current,
          ${epochMs(sql`a.registered_at`)} as registered_at, a.name, a.name_kana, a.birth_date_text,
          a.birth_date::text as birth_date, a.sex, a.address,
          a.non_disclosure or ${isProtected(municipality, sql`a.person_id`)} as protected
        from found f
        join address_information a on a.municipality = ${municipality} and a.person_id = f.person_id
          and a.history_seq = f.history_seq
        join persons p on p.municipality = ${municipality} and p.person_id = a.person_id
        order by f.lead, f.person_id, f.history_seq`),
      planning,
    ]);
    return { kind: 'page', residents: rows.map((row) => foundOf(row, seesProtected)) };
  });
}

/**
 * Plans for these values, because names are rare or common and a plan for any value reads too much. Nothing is compiled:
 * what is estimated for the parts of a million keys would make PostgreSQL do so for longer than the search takes.
 */
export const planForTheseValues = (tx: Transaction): Promise<void> =>
  tx
    .execute(sql`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)`)
    .then(() => undefined);

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
  const { key, matches } = leadingKey('a', lead);
  const found = matches ? [...conditions, matches] : conditions;
  const [row] = await tx.execute<{ key: string | null }>(sql`
    select ${key} as key
    from address_information a join persons p on p.municipality = ${municipality} and p.person_id = a.person_id
    where a.municipality = ${municipality} and a.person_id = ${after.personId}::uuid
      and a.history_seq = ${after.historySeq} ${found.length > 0 ? sql`and ${sql.join([...found], sql` and `)}` : sql``}`);
  return row?.key ?? undefined;
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
