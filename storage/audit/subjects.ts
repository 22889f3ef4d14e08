/** Whom an auditor means: residents found by name or number, answered as the numbers under which the log has them. */
import { foldName, nameTerms } from '../../domain/values/name-folding.ts';

import type { KeyRing } from '../../keys/key-ring.ts';
import type { Database } from '../database/database.ts';
import type { ResidentCriteria } from '../residents/criteria.ts';
import { searchResidents } from '../residents/search.ts';

/** The first so many; it reads with the program's role, because auditors see no residents. */
export async function findSubjects(
  store: { db: Database; keys: KeyRing },
  municipality: string,
  text: string,
  limit: number,
): Promise<{ subjects: string[]; isCut: boolean }> {
  const page = await searchResidents(store, municipality, criteriaOf(text), {
    includeHistory: true,
    // The address is not asked for, and names are not answered.
    seesProtected: false,
    limit: limit + 1,
  });
  const residents = page.kind === 'page' ? page.residents : [];
  const subjects = new Set(
    residents.map(({ integratedAddressNumber, personId }) => integratedAddressNumber ?? personId),
  );
  return { subjects: [...subjects].slice(0, limit), isCut: residents.length > limit };
}

function criteriaOf(text: string): ResidentCriteria {
  const digits = text.normalize('NFKC').replaceAll(/[\s-]/gu, '');
  if (/^[0-9]{15}$/u.test(digits)) return { integratedAddressNumber: digits };
  if (/^[0-9]+$/u.test(digits)) return { addressNumber: { numberSystem: null, addressNumber: digits } };
  const keys = [foldName(text), ...nameTerms(text, 'start')].filter((key) => key !== '');
  return { name: { keys: [...new Set(keys)], match: 'start' } };
}
