/** Stores the decision of staff about one entry of the error list; the workflow gets only its id. */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { KeyRing } from '../../keys/key-ring.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { personalNumberIndex, sealPersonalNumber } from '../database/personal-number.ts';

export type Correction =
  | { decision: 'same-person' }
  /** A personal number that was checked: 12 digits with the right check digit. */
  | { decision: 'personal-number'; personalNumber: string };

export async function storeCorrection(
  { db, keys }: { db: Database; keys: KeyRing },
  input: { municipality: string; failureId: string; personId: string; staffId: string; reason: string } & Correction,
): Promise<{ correctionId: string }> {
  const { municipality, failureId, personId, staffId, reason, decision } = input;
  const personalNumber = input.decision === 'personal-number' ? input.personalNumber : null;
  const correctionId = randomUUID();
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      insert into corrections (municipality, correction_id, failure_id, person_id, decision, personal_number,
        personal_number_index, staff_id, reason)
      values (${municipality}, ${correctionId}::uuid, ${failureId}::uuid, ${personId}::uuid, ${decision},
        ${personalNumber === null ? null : sealPersonalNumber(keys, municipality, personId, personalNumber)},
        ${personalNumber === null ? null : personalNumberIndex(keys, municipality, personalNumber)},
        ${staffId}, ${reason})`),
  );
  return { correctionId };
}
