import type { QueryClient } from '@tanstack/react-query';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import { forgetInTab, keepInTab } from '../components/kept.ts';
import { foundKey, type Criteria, type MadeSearch, type Sorting } from './calls.ts';

/** By reading, as a list of names is read. */
const usual: Sorting = { sort: 'reading', order: 'ascending' };

/** Whose search it is. */
export interface Owner {
  municipality: string;
  staffId: string;
}

/** In the order of the search before. The page of the search shows what it finds. */
export function beginSearch(client: QueryClient, owner: Owner, criteria: Criteria): void {
  const { municipality } = owner;
  client.removeQueries({ queryKey: foundKey(municipality), type: 'inactive' });
  const { sort, order } = client.getQueryData<MadeSearch>(keyOf(municipality)) ?? usual;
  setSearch(client, owner, { criteria, sort, order, at: Date.now() });
}

/** A search that has a personal number in any field is not kept beyond the page. */
export function setSearch(client: QueryClient, { municipality, staffId }: Owner, made: MadeSearch): void {
  client.setQueryData<MadeSearch>(keyOf(municipality), made);
  const { criteria, sort, order } = made;
  const isKept = !Object.values(criteria).some((value) => typeof value === 'string' && hasPersonalNumber(value));
  if (isKept) keepInTab(nameOf(municipality), JSON.stringify({ staffId, criteria, sort, order }));
  else forgetInTab(nameOf(municipality));
}

export const keyOf = (municipality: string): string[] => [municipality, 'last-resident-search'];
export const nameOf = (municipality: string): string => `search.${municipality}`;
