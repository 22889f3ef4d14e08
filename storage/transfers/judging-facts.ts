/**
 * Reads what the judge needs (S21): unjudged transfers, and the current address information (table 33) of their
 * persons.
 */
import { sql } from 'drizzle-orm';
import type { Judgement } from '../../contracts/acquire-code.ts';
import type { Transaction } from '../database/database.ts';
import { judgementOf, type InboxPayload, type JudgedRow } from './inbox.ts';
import { epochMs, inSet, type PersonSet } from '../database/rows.ts';

export interface UnjudgedRow extends Record<string, unknown> {
  inbox_id: string;
  person_id: string;
  number_system: string;
  address_number: string;
  /** The blind index of the personal number, in hex; null when the transfer has none. */
  personal_number: string | null;
  payload: InboxPayload;
  operated_at: number;
  identity_confirmed_by: string | null;
  address_number_of: string | null;
  personal_number_of_another: boolean;
}

export interface CurrentRow extends Record<string, unknown> {
  person_id: string;
  birth_date_text: string;
  birth_date: string | null;
  sex: string;
  name: string;
  operated_at: number;
}

/** In order of arrival. */
export function readUnjudged(tx: Transaction, municipality: string, requests: PersonSet): Promise<UnjudgedRow[]> {
  return tx.execute<UnjudgedRow>(sql`
    select i.inbox_id, i.person_id, i.number_system, i.address_number, i.payload,
      encode(i.personal_number_index, 'hex') as personal_number, ${epochMs(sql`i.operated_at`)} as operated_at,
      i.identity_confirmed_by, a.person_id as address_number_of,
      exists (select from persons o where o.municipality = ${municipality}
        and o.personal_number_index = i.personal_number_index and o.person_id <> i.person_id) as personal_number_of_another
    from inbox i
    left join address_numbers a on a.municipality = i.municipality and a.number_system = i.number_system
      and a.address_number = i.address_number
    where i.municipality = ${municipality} and i.state = 'RECEIVED'
      and ${inSet(sql`i.person_id`, municipality, requests)}
    order by i.received_at, i.inbox_id`);
}

export function readCurrent(tx: Transaction, municipality: string, requests: PersonSet): Promise<CurrentRow[]> {
  return tx.execute<CurrentRow>(sql`
    select a.person_id, a.birth_date_text, a.birth_date::text as birth_date, a.sex, a.name,
      ${epochMs(sql`a.operated_at`)} as operated_at
    from persons p join address_information a on a.municipality = p.municipality and a.person_id = p.person_id
      and a.history_seq = p.current_history_seq
    where p.municipality = ${municipality} and ${inSet(sql`p.person_id`, municipality, requests)}`);
}

/** The answer to a transfer or, without `inboxId`, the first answer about this person. */
export async function readJudgement(
  tx: Transaction,
  municipality: string,
  { personId, inboxId }: { personId: string; inboxId: string | undefined },
): Promise<Judgement | null> {
  const [row] = await tx.execute<Record<string, unknown> & JudgedRow>(
    inboxId === undefined
      ? sql`
        select result, integrated_address_number, code_request_status from inbox
        where municipality = ${municipality} and person_id = ${personId}::uuid and result is not null
        order by received_at, inbox_id limit 1`
      : sql`
        select result, integrated_address_number, code_request_status from inbox
        where municipality = ${municipality} and inbox_id = ${inboxId}::uuid`,
  );
  return row ? judgementOf(row) : null;
}
