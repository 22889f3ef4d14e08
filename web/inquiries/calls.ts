import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Answer, AnswerBody, AnswerChange, Answers, SearchResult } from '../../contracts/api/answers.ts';
import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import type {
  AnswerInquiry,
  AskBody,
  Inquiries,
  InquiryAttachment,
  InquiryChange,
  InquiryDetail,
  InquiryStatistics,
  InquiryText,
  MergeInquiry,
  SatisfactionBody,
} from '../../contracts/api/inquiries.ts';
import type { InquiryChanges } from '../../contracts/api/inquiry-changes.ts';
import type { InquiryOwners } from '../../contracts/api/inquiry-owners.ts';
import type { InquiryKind } from '../../domain/inquiries/names.ts';
import { ApiError, ofOrganisation, request, withQuery } from '../components/client.ts';
import { useLive } from '../components/live.ts';
import type { Period } from '../components/search-values.ts';
import type { AnswerFilter, InquiryFilter } from './search.ts';

// Each look is audited, so nothing is asked for by the clock; useInquiryChanges says when something has changed.
const quiet = { refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

const pageSize = 50;

/** By what is due only the first page can be asked for, so it is a long one. */
const queueSize = 200;

interface Queue {
  filter: InquiryFilter;
  /** The earliest due first. */
  byDue: boolean;
}

function queryOf({ filter: { show = 'open', kind, of }, byDue }: Queue): Record<string, string | undefined> {
  return {
    state: show === 'closed' || show === 'all' ? show : 'open',
    ...(show === 'own' && { owner: 'me' }),
    ...(show === 'unowned' && { owner: 'none' }),
    ...(show === 'overdue' && { overdue: 'true' }),
    ...(byDue && { sort: 'due' }),
    kind,
    of,
  };
}

/** Asks again for what is shown of inquiries whenever something of them has changed. */
export function useInquiryChanges(organisation: string): { changes: InquiryChanges | undefined; live: boolean } {
  const client = useQueryClient();
  const path = ofOrganisation(organisation, 'inquiry-changes');
  const { data, live } = useLive({
    queryKey: [organisation, 'inquiry-changes'],
    ask: (signal) => request<InquiryChanges>(path, { signal }),
    path,
    event: 'inquiries',
  });
  const known = useRef<string | undefined>(undefined);
  const mark = data && JSON.stringify(data);
  useEffect(() => {
    // What is shown first was just asked for.
    if (mark !== undefined && known.current !== undefined && known.current !== mark) {
      void client.invalidateQueries({ queryKey: inquiriesKey(organisation) });
      void client.invalidateQueries({ queryKey: [organisation, 'inquiry'] });
    }
    known.current = mark;
  }, [client, organisation, mark]);
  return { changes: data, live };
}

export const inquiriesKey = (organisation: string) => [organisation, 'inquiries'] as const;

export const inquiriesQuery = (organisation: string, queue: Queue) =>
  infiniteQueryOptions({
    ...quiet,
    queryKey: [...inquiriesKey(organisation), queue],
    queryFn: ({ pageParam, signal }) =>
      request<Inquiries>(ofOrganisation(organisation, 'inquiries'), {
        query: {
          ...queryOf(queue),
          limit: String(queue.byDue ? queueSize : pageSize),
          ...(pageParam !== null && { before: String(pageParam) }),
        },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ inquiries }) =>
      queue.byDue || inquiries.length < pageSize ? undefined : (inquiries.at(-1)?.inquiry ?? undefined),
  });

const pathOf = (organisation: string, inquiry: number, below = ''): string =>
  ofOrganisation(organisation, `inquiries/${String(inquiry)}${below}`);

export const inquiryQuery = (organisation: string, inquiry: number) =>
  queryOptions({
    ...quiet,
    queryKey: [organisation, 'inquiry', inquiry],
    queryFn: ({ signal }) => request<InquiryDetail>(pathOf(organisation, inquiry), { signal }),
  });

/** Who may own an inquiry: the people of the call centre. */
export const inquiryOwnersQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'inquiry-owners'],
    queryFn: ({ signal }) => request<InquiryOwners>(ofOrganisation(organisation, 'inquiry-owners'), { signal }),
  });

/** What is left out has its default at the server. */
export type Ask = Pick<AskBody, 'requestKey' | 'kind' | 'priority' | 'subject' | 'text' | 'incident' | 'errorEntry'>;

export const ask = (organisation: string, json: Ask): Promise<InquiryDetail> =>
  request(ofOrganisation(organisation, 'inquiries'), { method: 'POST', json });

export const changeInquiry = (organisation: string, inquiry: number, json: InquiryChange): Promise<InquiryDetail> =>
  request(pathOf(organisation, inquiry), { method: 'PATCH', json });

export const replyTo = (organisation: string, inquiry: number, json: InquiryText): Promise<InquiryDetail> =>
  request(pathOf(organisation, inquiry, '/questions'), { method: 'POST', json });

export const noteOn = (organisation: string, inquiry: number, json: InquiryText): Promise<InquiryDetail> =>
  request(pathOf(organisation, inquiry, '/notes'), { method: 'POST', json });

export const answerInquiry = (organisation: string, inquiry: number, json: AnswerInquiry): Promise<InquiryDetail> =>
  request(pathOf(organisation, inquiry, '/answers'), { method: 'POST', json });

export const mergeInquiry = (organisation: string, inquiry: number, json: MergeInquiry): Promise<InquiryDetail> =>
  request(pathOf(organisation, inquiry, '/merge'), { method: 'POST', json });

export const rateInquiry = (organisation: string, inquiry: number, json: SatisfactionBody): Promise<InquiryDetail> =>
  request(pathOf(organisation, inquiry, '/satisfaction'), { method: 'POST', json });

/** To the message that the same person has just written. */
export const attach = (organisation: string, inquiry: number, seq: number, file: File): Promise<InquiryAttachment> =>
  request(pathOf(organisation, inquiry, '/attachments'), {
    method: 'POST',
    query: { name: file.name, seq: String(seq) },
    body: file,
  });

export const attachmentAddress = (organisation: string, inquiry: number, attachment: string): string =>
  pathOf(organisation, inquiry, `/attachments/${attachment}`);

export const answersKey = (organisation: string) => [organisation, 'answers'] as const;

export const answersQuery = (organisation: string, { kind, retired = 'no', sort = 'used' }: AnswerFilter) =>
  infiniteQueryOptions({
    queryKey: [...answersKey(organisation), kind, retired, sort],
    queryFn: ({ pageParam, signal }) =>
      request<Answers>(ofOrganisation(organisation, 'answers'), {
        query: {
          kind,
          retired,
          sort,
          limit: String(sort === 'used' ? queueSize : pageSize),
          ...(pageParam !== null && { before: String(pageParam) }),
        },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ answers }) =>
      sort === 'used' || answers.length < pageSize ? undefined : (answers.at(-1)?.answer ?? undefined),
  });

export const answerQuery = (organisation: string, answer: number) =>
  queryOptions({
    queryKey: [...answersKey(organisation), answer],
    queryFn: ({ signal }) => request<Answer>(ofOrganisation(organisation, `answers/${String(answer)}`), { signal }),
    staleTime: 60_000,
  });

export const addAnswer = (organisation: string, json: AnswerBody): Promise<Answer> =>
  request(ofOrganisation(organisation, 'answers'), { method: 'POST', json });

export const changeAnswer = (organisation: string, answer: number, json: AnswerChange): Promise<Answer> =>
  request(ofOrganisation(organisation, `answers/${String(answer)}`), { method: 'PATCH', json });

export interface Search {
  text: string;
  kind?: InquiryKind;
  /** At most so many. */
  answers: number;
  inquiries: number;
}

/** What was found before stays in sight until the next result is there, so that nothing jumps while somebody types. */
export const searchQuery = (organisation: string, search: Search) =>
  queryOptions({
    queryKey: [...answersKey(organisation), 'search', search],
    queryFn: ({ signal }) =>
      request<SearchResult>(ofOrganisation(organisation, 'inquiry-search'), { method: 'POST', json: search, signal }),
    enabled: search.text.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

interface About extends Period {
  of: string | undefined;
}
export const inquiryStatisticsQuery = (organisation: string, { from, to, of }: About) =>
  queryOptions({
    ...quiet,
    queryKey: [organisation, 'inquiry-statistics', from, to, of],
    queryFn: ({ signal }) =>
      request<InquiryStatistics>(ofOrganisation(organisation, 'inquiry-statistics'), {
        query: { from, to, of },
        signal,
      }),
  });

export const inquiryStatisticsAddress = (
  organisation: string,
  { from, to, of }: About,
  encoding: CsvEncoding,
): string => withQuery(ofOrganisation(organisation, 'inquiry-statistics.csv'), { from, to, of, encoding });

/** What others have made of an inquiry, where a change came from an older version. */
export function findInquiryConflict(error: unknown): InquiryDetail | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the contract of the address says
  return findCurrent(error) as InquiryDetail | undefined;
}

/** The same of an answer of the collection. */
export function findAnswerConflict(error: unknown): Answer | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the contract of the address says
  return findCurrent(error) as Answer | undefined;
}

function findCurrent(error: unknown): object | undefined {
  if (!(error instanceof ApiError) || error.status !== 409 || !error.problem) return undefined;
  const problem: object = error.problem;
  const current = 'current' in problem ? problem.current : undefined;
  return typeof current === 'object' && current !== null ? current : undefined;
}
