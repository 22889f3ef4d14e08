/**
 * Makes the search keys of earlier versions anew (domain/search-keys.ts), some rows at a time, while everything else
 * goes on: a row that somebody holds is left for the next step, and until its turn each row is found by its earlier keys.
 */
import { sql } from 'drizzle-orm';
import { keyVersion, searchKeysOf } from '../../domain/search-keys.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { asJson } from '../database/rows.ts';

interface Searched {
  name: string;
  nameKana: string | null;
  birthDateText: string;
  birthDate: string | null;
  address: string;
}
type Row = Record<string, unknown> & Searched & { person_id: string; history_seq: number };
type HeldRow = Record<string, unknown> & { inbox_id: string; payload: Searched };

/** Makes the keys of up to `limit` rows of table 33 and of as many held transfers anew; returns how many those were. */
export function remakeKeys(db: Database, municipality: string, { limit }: { limit: number }): Promise<number> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<Row>(sql`
      select person_id, history_seq, name, name_kana as "nameKana", birth_date_text as "birthDateText",
        birth_date::text as "birthDate", address
      from address_information
      -- The second condition is the small index's own, so that the planner uses it.
      where municipality = ${municipality} and key_version < ${keyVersion}::int and key_version < 2
      order by person_id, history_seq limit ${limit} for no key update skip locked`);
    const keys = rows.map((row) => ({ ...searchKeysOf(row), person_id: row.person_id, history_seq: row.history_seq }));
    if (keys.length > 0) {
      await tx.execute(sql`
        update address_information a set name_key = k."nameKey", name_kana_key = k."nameKanaKey",
          kana_name_key = k."kanaNameKey", address_key = k."addressKey", birth_date_key = k."birthDateKey",
          key_version = k."keyVersion"
        from jsonb_to_recordset(${asJson(keys)}) as k(person_id uuid, history_seq int, "nameKey" text,
          "nameKanaKey" text, "kanaNameKey" text, "addressKey" text, "birthDateKey" text, "keyVersion" smallint)
        where a.municipality = ${municipality} and a.person_id = k.person_id and a.history_seq = k.history_seq`);
    }
    const heldRows = await tx.execute<HeldRow>(sql`
      select inbox_id, payload from inbox
      where municipality = ${municipality} and state = 'HELD' and state <> 'JUDGED'
        and coalesce((payload ->> 'keyVersion')::int, 1) < ${keyVersion}::int
      order by inbox_id limit ${limit} for no key update skip locked`);
    const payloads = heldRows.map(({ inbox_id, payload }) => ({ inbox_id, keys: searchKeysOf(payload) }));
    if (payloads.length > 0) {
      await tx.execute(sql`
        update inbox i set payload = i.payload || k.keys
        from jsonb_to_recordset(${asJson(payloads)}) as k(inbox_id uuid, keys jsonb)
        where i.municipality = ${municipality} and i.inbox_id = k.inbox_id`);
    }
    return keys.length + payloads.length;
  });
}
