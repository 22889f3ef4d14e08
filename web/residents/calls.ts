/** Residents. Each look is audited, so nothing is read again unless a person asks. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AddressUpdate, AddressUpdated, AddressUpdateProposed } from '../../contracts/api/address-update.ts';
import type { Deliveries, ResidentDetail } from '../../contracts/api/resident-detail.ts';
import type { FoundResidents, ResidentSearch } from '../../contracts/api/resident-search.ts';
import { below, pageByPage, request } from '../components/client.ts';

export const blank: Criteria = {
  name: '',
  nameMatch: 'start',
  birthDate: '',
  address: '',
  numberSystem: '',
  addressNumber: '',
  integratedAddressNumber: '',
  includeHistory: false,
};

/** The search form; blank fields are no criteria. */
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

export type SortBy = NonNullable<ResidentSearch['sort']>;
export interface Sorting {
  sort: SortBy;
  order: ResidentSearch['order'];
}

/** `at` tells the same search, made again, from the one before; 0 when it was kept for a page that was loaded again. */
export interface MadeSearch extends Sorting {
  criteria: Criteria;
  at: number;
}

/** What was found stays in memory so long, for the way back from a resident. */
export const keptMs = 30 * 60_000;

const path = 'resident-searches';
export const foundKey = (municipality: string) => [municipality, path];

/** Sent by POST, so that what is looked for stands in no address. */
export const foundQuery = (municipality: string, asked: MadeSearch | undefined) =>
  infiniteQueryOptions({
    queryKey: [...foundKey(municipality), asked],
    queryFn: ({ pageParam, signal }) =>
      request<FoundResidents>(below(municipality, path), {
        method: 'POST',
        json: {
          ...withoutBlanks(asked?.criteria ?? {}),
          sort: asked?.sort,
          order: asked?.order,
          limit: 50,
          ...(pageParam !== '' && { after: pageParam }),
        },
        signal,
      }),
    ...pageByPage,
    enabled: asked !== undefined,
    // The rows stay while they are fetched in another order, but not while others are looked for.
    placeholderData: (before, query) => (sameSearch(query?.queryKey.at(-1), asked) ? before : undefined),
    staleTime: Infinity,
    gcTime: keptMs,
  });

function sameSearch(before: unknown, asked: MadeSearch | undefined): boolean {
  return typeof before === 'object' && before !== null && 'at' in before && before.at === asked?.at;
}

/** Whom a number finds, without a place in any list. */
export const findByNumber = (
  municipality: string,
  number: { integratedAddressNumber: string } | { addressNumber: string },
): Promise<FoundResidents> =>
  request(below(municipality, path), { method: 'POST', json: { ...number, sort: 'reading', limit: 2 } });

/** Not a query, so that no cache keeps the number. */
export const findByPersonalNumber = (
  municipality: string,
  json: { personalNumber: string; reason: string },
): Promise<FoundResidents> => request(below(municipality, path), { method: 'POST', json });

/** The integrated number, or the internal id while there is none. */
export type ResidentKey = { number: string } | { personId: string };

export function residentAddress(municipality: string, key: ResidentKey, what: string): string {
  const place = 'personId' in key ? `by-person/${key.personId}` : encodeURIComponent(key.number);
  return below(municipality, `residents/${place}/${what}`);
}

export const residentKey = (municipality: string, key: ResidentKey) => [municipality, 'resident', key];

/** Read at each visit and not kept after it. */
export const residentQuery = (municipality: string, key: ResidentKey) =>
  queryOptions({
    queryKey: residentKey(municipality, key),
    queryFn: ({ signal }) => request<ResidentDetail>(residentAddress(municipality, key, 'detail'), { signal }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnMount: 'always',
  });

const followMs = 2_000;
/** A backbone that has not answered by then is away. Following it further would keep the session alive for ever. */
const mostLooks = 150;

export type Notice = ResidentDetail['notices'][number];
export const isUnderWay = ({ deliveredAt }: Notice): boolean => deliveredAt === null;

/** Follows ids and times of the notices until each backbone has taken its own. */
export const deliveriesQuery = (municipality: string, number: string) =>
  queryOptions({
    queryKey: [municipality, 'deliveries', number],
    queryFn: ({ signal }) => request<Deliveries>(residentAddress(municipality, { number }, 'deliveries'), { signal }),
    gcTime: 0,
    refetchInterval: ({ state }) =>
      state.dataUpdateCount < mostLooks && (state.data?.notices.some(isUnderWay) ?? true) && followMs,
  });

export const showPersonalNumber = (
  municipality: string,
  key: ResidentKey,
  reason: string,
): Promise<{ personalNumber: string | null }> =>
  request(residentAddress(municipality, key, 'personal-number'), { method: 'POST', json: { reason } });

/** Where the municipality requires approval, this only proposes the update. */
export const updateAddressInformation = (
  municipality: string,
  number: string,
  update: AddressUpdate,
): Promise<AddressUpdated | AddressUpdateProposed> =>
  request(residentAddress(municipality, { number }, 'address-information'), {
    method: 'POST',
    json: withoutBlanks(update),
  });

function withoutBlanks(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
