/** Residents for staff. Every look is audited, so nothing is asked for again but by somebody's hand. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AddressUpdate, AddressUpdated } from '../../contracts/api/address-update.ts';
import type { ResidentDetail } from '../../contracts/api/resident-detail.ts';
import type { FoundResidents } from '../../contracts/api/resident-search.ts';
import { request } from './client.ts';
import { below } from './municipality.ts';

/** As the form has them; what is blank is no criterion. */
export interface Criteria {
  name: string;
  nameMatch: 'start' | 'part';
  birthDate: string;
  address: string;
  numberSystem: string;
  addressNumber: string;
  integratedAddressNumber: string;
  includeHistory: boolean;
}

/** The moment makes the same search, made again, another one. */
export interface Asked {
  criteria: Criteria;
  at: number;
}

/** How long what was found stays in memory, for the way back to it. */
export const keptMs = 30 * 60_000;

const path = 'resident-searches';
export const foundKey = (municipality: string) => [municipality, path];

/** By POST: what is looked for stands in the memory of this page, and in no address. */
export const foundQuery = (municipality: string, asked: Asked | undefined) =>
  infiniteQueryOptions({
    queryKey: [...foundKey(municipality), asked],
    queryFn: ({ pageParam, signal }) =>
      request<FoundResidents>(below(municipality, path), {
        method: 'POST',
        json: { ...given(asked?.criteria ?? {}), limit: 50, ...(pageParam !== '' && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: asked !== undefined,
    staleTime: Infinity,
    gcTime: keptMs,
  });

/** No query, so that the number is in no cache. */
export const findByPersonalNumber = (
  municipality: string,
  json: { personalNumber: string; reason: string },
): Promise<FoundResidents> => request(below(municipality, path), { method: 'POST', json });

const ofResident = (municipality: string, integratedAddressNumber: string, what: string): string =>
  below(municipality, `residents/${encodeURIComponent(integratedAddressNumber)}/${what}`);

export const residentKey = (municipality: string, integratedAddressNumber: string) => [
  municipality,
  'resident',
  integratedAddressNumber,
];

/** Asked for at each visit, and forgotten with it. */
export const residentQuery = (municipality: string, integratedAddressNumber: string) =>
  queryOptions({
    queryKey: residentKey(municipality, integratedAddressNumber),
    queryFn: ({ signal }) =>
      request<ResidentDetail>(ofResident(municipality, integratedAddressNumber, 'detail'), { signal }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnMount: 'always',
  });

export const showPersonalNumber = (
  municipality: string,
  integratedAddressNumber: string,
  reason: string,
): Promise<{ personalNumber: string | null }> =>
  request(ofResident(municipality, integratedAddressNumber, 'personal-number'), { method: 'POST', json: { reason } });

export const updateAddressInformation = (
  municipality: string,
  integratedAddressNumber: string,
  update: AddressUpdate,
): Promise<AddressUpdated> =>
  request(ofResident(municipality, integratedAddressNumber, 'address-information'), {
    method: 'POST',
    json: given(update),
  });

/** Without what was left blank. */
function given(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
