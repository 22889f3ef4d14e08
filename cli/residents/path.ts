import { checkImportedIntegratedAddressNumber } from '../../domain/values/integrated-address-number.ts';
import type { Context } from '../context.ts';
import { checkedBy } from '../values.ts';

/** Of the resident that is meant; it was checked, so that a personal number is never sent in an address. */
export function residentPath(context: Context, { municipality }: { municipality: string }, number: string): string {
  const checked = checkedBy(context, 'INTEGRATED_NUMBER', checkImportedIntegratedAddressNumber)(number);
  return `/v1/municipalities/${municipality}/residents/${checked}`;
}
