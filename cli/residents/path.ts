import { checkImportedIntegratedAddressNumber } from '../../domain/values/integrated-address-number.ts';
import type { Context } from '../context.ts';
import { checkedBy } from '../values.ts';

/** Of the resident that is meant; it was checked, so that a personal number is never sent in an address. */
export function residentPath(context: Context, { municipality }: { municipality: string }, number: string): string {
  const checked = checkedBy(context, 'INTEGRATED_NUMBER', checkImportedIntegratedAddressNumber)(number);
  return `/v1/municipalities/${municipality}/residents/${checked}`;
}

/** Who has no integrated number yet is known by an internal id, which says nothing about the person. */
export function personPath(context: Context, session: { municipality: string }, which: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(which)) return residentPath(context, session, which);
  return `/v1/municipalities/${session.municipality}/residents/by-person/${which.toLowerCase()}`;
}
