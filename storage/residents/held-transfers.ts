/**
 * Transfers that wait for an identity check. A person who has only such transfers has no row of table 33 yet and is
 * known by them alone.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { personalNumberIndex } from '../database/personal-number.ts';
import type { ResidentCriteria } from './criteria.ts';
import { maskFor, type FoundResident } from './search.ts';
import { isProtected } from './protection.ts';
import { anySpelling, isKana, matchesBirthDate, matchesPart } from './search-keys.ts';
import { epochMs } from '../database/rows.ts';
import type { ShownInformation } from './shown-information.ts';

export interface HeldTransfer {
  numberSystem: string;
  addressNumber: string;
  operatedAt: Date;
  receivedAt: Date;
  nonDisclosure: boolean;
  information: ShownInformation;
}

/** What the sender states, under the column names of table 33. */
const statedColumns = sql`i.payload ->> 'name' as name, i.payload ->> 'nameKana' as name_kana,
  i.payload ->> 'birthDateText' as birth_date_text, i.payload ->> 'birthDate' as birth_date, i.payload ->> 'sex' as sex,
  i.payload ->> 'address' as address, i.payload ->> 'contact' as contact, i.payload ->> 'delivery' as delivery,
  (i.payload ->> 'nonDisclosure')::boolean as non_disclosure`;

interface StatedInformation {
  name: string;
  name_kana: string | null;
  birth_date_text: string;
  birth_date: string | null;
  sex: string;
  address: string;
  contact: string | null;
  delivery: string | null;
  non_disclosure: boolean;
}

interface HeldRow extends Record<string, unknown>, StatedInformation {
  number_system: string;
  address_number: string;
  operated: number;
  received: number;
}

interface FoundRow extends Record<string, unknown>, Omit<StatedInformation, 'contact' | 'delivery' | 'non_disclosure'> {
  person_id: string;
  status: FoundResident['codeRequestStatus'];
  stage: FoundResident['stage'];
  protected: boolean;
  received: number;
}

export async function readHeldTransfers(
  tx: Transaction,
  { municipality, personId }: { municipality: string; personId: string },
): Promise<HeldTransfer[]> {
  const rows = await tx.execute<HeldRow>(sql`
    select i.number_system, i.address_number, ${statedColumns}, ${epochMs(sql`i.operated_at`)} as operated,
      ${epochMs(sql`i.received_at`)} as received
    from inbox i where i.municipality = ${municipality} and i.person_id = ${personId}::uuid and i.state = 'HELD'
    order by i.received_at, i.inbox_id`);
  return rows.map((row) => ({
    numberSystem: row.number_system,
    addressNumber: row.address_number,
    operatedAt: new Date(row.operated),
    receivedAt: new Date(row.received),
    nonDisclosure: row.non_disclosure,
    information: {
      name: row.name,
      nameKana: row.name_kana,
      birthDateText: row.birth_date_text,
      birthDate: row.birth_date,
      sex: row.sex,
      address: row.address,
      contact: row.contact,
      delivery: row.delivery,
      nonDisclosure: row.non_disclosure,
    },
  }));
}

/**
 * Searches persons who have only held transfers, each by the latest match, ordered by id for paging. A person is
 * protected when any of these transfers says so.
 */
export function searchHeldResidents(
  { db, keys }: { db: Database; keys: KeyRing },
  municipality: string,
  criteria: ResidentCriteria,
  { seesProtected, after, limit }: { seesProtected: boolean; after: string | undefined; limit: number },
): Promise<FoundResident[]> {
  const conditions = conditionsOf(keys, municipality, criteria);
  // None of them has an integrated number.
  if (conditions === 'nobody' || limit === 0) return Promise.resolve([]);
  if (after !== undefined) conditions.push(sql`h.person_id > ${after}::uuid`);
  if (criteria.address && !seesProtected) conditions.push(sql`not h.protected`);
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<FoundRow>(sql`
      with h as (
        select i.person_id, i.number_system, i.address_number, i.received_at, i.payload ->> 'nameKey' as name_key,
          coalesce(i.payload ->> 'nameKanaKey', i.payload ->> 'nameKey') as name_kana_key,
          i.payload ->> 'kanaNameKey' as kana_name_key, i.payload ->> 'birthDateKey' as birth_date_key,
          i.payload ->> 'addressKey' as address_key, ${statedColumns}, p.code_request_status as status, p.stage,
          ${isProtected(municipality, sql`p.person_id`)} as protected
        from inbox i join persons p on p.municipality = i.municipality and p.person_id = i.person_id
        -- Both conditions on the state: the second repeats the small index's own, so that the planner uses it.
        where i.municipality = ${municipality} and i.state = 'HELD' and i.state <> 'JUDGED' and p.last_history_seq = 0
          and i.payload ->> 'name' is not null
      )
      select distinct on (h.person_id) h.person_id, h.name, h.name_kana, h.birth_date_text, h.birth_date, h.sex, h.address,
        h.status, h.stage, h.protected, ${epochMs(sql`h.received_at`)} as received
      from h ${conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``}
      order by h.person_id, h.received_at desc limit ${limit}`);
    return rows.map((row) => ({
      personId: row.person_id,
      historySeq: null,
      integratedAddressNumber: null,
      codeRequestStatus: row.status,
      stage: row.stage,
      current: true,
      registeredAt: new Date(row.received),
      protected: row.protected,
      shown: maskFor(row, seesProtected),
    }));
  });
}

function conditionsOf(
  keys: KeyRing,
  municipality: string,
  { name, address, birthDate, addressNumber, integratedAddressNumber, personalNumber }: ResidentCriteria,
): SQL[] | 'nobody' {
  if (integratedAddressNumber !== undefined) return 'nobody';
  const conditions: SQL[] = [];
  if (name) {
    conditions.push(
      isKana(name)
        ? sql`(${matchesPart(sql`h.name_kana_key collate "C"`, name)} or ${matchesPart(sql`h.kana_name_key collate "C"`, name)})`
        : matchesPart(sql`h.name_key collate "C"`, name),
    );
  }
  if (address) conditions.push(matchesPart(sql`h.address_key collate "C"`, address));
  if (birthDate) conditions.push(matchesBirthDate('h', birthDate));
  if (addressNumber) {
    conditions.push(sql`h.address_number = ${anySpelling(addressNumber.addressNumber)}`);
    if (addressNumber.numberSystem !== null) conditions.push(sql`h.number_system = ${addressNumber.numberSystem}`);
  }
  if (personalNumber !== undefined) {
    conditions.push(sql`h.person_id = (select person_id from persons where municipality = ${municipality}
      and personal_number_index = ${personalNumberIndex(keys, municipality, personalNumber)})`);
  }
  return conditions;
}
