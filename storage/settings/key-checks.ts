/** Checks at every start that the program's key ring is the one with which this database was written. */
import { sql } from 'drizzle-orm';
import { createKeyChecks, findKeyFault, WrongKeyRing, type KeyCheck } from '../../keys/key-checks.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { keyChecks } from '../../schema/municipalities.ts';
import { inMunicipality, type Database } from '../database/database.ts';
import { listMunicipalities } from './municipalities.ts';
import { openPersonalNumber, personalNumberIndex } from '../database/personal-number.ts';

/**
 * Throws {@link WrongKeyRing} before a wrong ring reads or writes anything. New keys are remembered from now on. When
 * two rings meet an empty database at once, one is refused.
 */
export async function requireRightKeys(db: Database, keys: KeyRing): Promise<void> {
  const before = await listKeyChecks(db);
  requireNoFault(keys, before);
  const known = new Set(before.map(({ keyId }) => keyId));
  const fresh = createKeyChecks(keys).filter(({ keyId }) => !known.has(keyId));
  if (fresh.length === 0) return;
  if (before.length === 0) await requireReadable(db, keys);
  await db.insert(keyChecks).values(fresh).onConflictDoNothing();
  requireNoFault(keys, await listKeyChecks(db));
}

function requireNoFault(keys: KeyRing, kept: readonly KeyCheck[]): void {
  const fault = findKeyFault(keys, kept);
  if (fault) throw new WrongKeyRing(keys, fault);
}

function listKeyChecks(db: Database): Promise<KeyCheck[]> {
  return db
    .select({
      keyId: keyChecks.keyId,
      data: keyChecks.data,
      payload: keyChecks.payload,
      index: keyChecks.index,
      isFirst: keyChecks.isFirst,
    })
    .from(keyChecks);
}

/**
 * For a database older than its key checks: tries whether a stored personal number can be read and found with this
 * ring.
 */
async function requireReadable(db: Database, keys: KeyRing): Promise<void> {
  for (const { municipality } of await listMunicipalities(db)) {
    const [person] = await inMunicipality(db, municipality, (tx) =>
      tx.execute<{ person_id: string; sealed: Uint8Array; index: Uint8Array }>(sql`
        select person_id, personal_number as sealed, personal_number_index as index from persons
        where municipality = ${municipality} and personal_number is not null and personal_number_index is not null
        limit 1`),
    );
    if (person && !isReadable(keys, municipality, person)) {
      throw new WrongKeyRing(keys, { kind: 'another', keyId: keys.currentKeyId });
    }
  }
}

function isReadable(
  keys: KeyRing,
  municipality: string,
  { person_id: personId, sealed, index }: { person_id: string; sealed: Uint8Array; index: Uint8Array },
): boolean {
  try {
    const number = openPersonalNumber(keys, municipality, personId, sealed);
    return Buffer.from(personalNumberIndex(keys, municipality, number)).equals(index);
  } catch {
    return false;
  }
}
