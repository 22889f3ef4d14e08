/** Reads the personal number of one resident for display. */
import { sql } from 'drizzle-orm';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { openPersonalNumber } from '../database/personal-number.ts';
import { isProtected } from './protection.ts';
import { isPerson, type PersonKey } from './residents.ts';

/** `subject` names the resident in the audit log: the integrated number or, before there is one, the internal id. */
export type PersonalNumberView =
  | { kind: 'found'; subject: string; personalNumber: string }
  | { kind: 'none' | 'masked'; subject: string }
  | { kind: 'unknown-resident' };

/** For callers who have the right and have given a reason. */
export function findPersonalNumber(
  { db, keys }: { db: Database; keys: KeyRing },
  municipality: string,
  key: PersonKey,
  { seesProtected }: { seesProtected: boolean },
): Promise<PersonalNumberView> {
  return inMunicipality(db, municipality, async (tx) => {
    const [row] = await tx.execute<{
      person_id: string;
      number: string | null;
      personal_number: Uint8Array | null;
      protected: boolean;
    }>(sql`
      select person_id, integrated_address_number as number, personal_number,
        ${isProtected(municipality, sql`p.person_id`)} as protected
      from persons p where p.municipality = ${municipality} and ${isPerson(key)}`);
    if (!row) return { kind: 'unknown-resident' };
    const subject = row.number ?? row.person_id;
    if (row.protected && !seesProtected) return { kind: 'masked', subject };
    if (row.personal_number === null) return { kind: 'none', subject };
    const personalNumber = openPersonalNumber(keys, municipality, row.person_id, row.personal_number);
    return { kind: 'found', subject, personalNumber };
  });
}
