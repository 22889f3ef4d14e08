/** The notices to the backbones about one resident (S24, S27), and whether they were delivered. */
import { sql } from 'drizzle-orm';
import { inMunicipality, type Database, type Transaction } from '../database/database.ts';
import { isPerson, type PersonKey } from './residents.ts';
import { dateOf, epochMs, ofPerson, type OnePerson } from '../database/rows.ts';

export interface Notice {
  noticeId: string;
  numberSystem: string;
  addressNumber: string;
  kind: 'numbered' | 'updated';
  historySeq: number;
  createdAt: Date;
  sends: number;
  deliveredAt: Date | null;
  /** Set while the notice is not delivered. */
  nextSendAt: Date | null;
  refusal: string | null;
}

/** The latest hundred; each change makes one for each backbone. */
export async function readNotices(tx: Transaction, own: OnePerson): Promise<Notice[]> {
  const rows = await tx.execute<
    Record<string, unknown> &
      Omit<Notice, 'createdAt' | 'deliveredAt' | 'nextSendAt'> & {
        createdAt: number;
        deliveredAt: number | null;
        nextSendAt: number;
      }
  >(sql`
    select notice_id as "noticeId", number_system as "numberSystem", address_number as "addressNumber", kind,
      history_seq as "historySeq", ${epochMs(sql`created_at`)} as "createdAt", sends,
      ${epochMs(sql`delivered_at`)} as "deliveredAt", ${epochMs(sql`next_send_at`)} as "nextSendAt", refusal
    from outbox where ${ofPerson(own)} order by history_seq desc, number_system, address_number, kind limit 100`);
  return rows.map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt),
    deliveredAt: dateOf(row.deliveredAt),
    nextSendAt: row.deliveredAt === null ? new Date(row.nextSendAt) : null,
  }));
}

/**
 * Undefined when there is no such resident. The query is cheap, because pages repeat it until everything is delivered.
 */
export function findNotices(
  db: Database,
  municipality: string,
  key: PersonKey,
): Promise<{ subject: string; notices: Notice[] } | undefined> {
  return inMunicipality(db, municipality, async (tx) => {
    const [person] = await tx.execute<{ person_id: string; number: string | null }>(sql`
      select person_id, integrated_address_number as number from persons p
      where p.municipality = ${municipality} and ${isPerson(key)}`);
    if (!person) return undefined;
    const notices = await readNotices(tx, { municipality, personId: person.person_id });
    return { subject: person.number ?? person.person_id, notices };
  });
}
