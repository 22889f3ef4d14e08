import { inquiryKinds, type InquiryKind } from '../../domain/inquiries/names.ts';
import { checkOrganisationCode } from '../../domain/organisations.ts';
import { readPeriod, readText, withoutUndefined, type Period, type Search } from '../components/search-values.ts';

/** `open` without it. */
const inquiryShows = ['open', 'own', 'unowned', 'overdue', 'closed', 'all'] as const;
export type InquiryShow = (typeof inquiryShows)[number];

export interface InquiryFilter {
  show?: InquiryShow;
  kind?: InquiryKind;
  /** Only those of this organisation. */
  of?: string;
}

export function readInquiryFilter(search: Search): InquiryFilter {
  return withoutUndefined({
    show: inquiryShows.find((each) => each !== 'open' && each === search['show']),
    kind: readKind(search),
    of: readOrganisation(search['of']),
  });
}

export const answerStates = ['no', 'yes', 'all'] as const;
export const answerSorts = ['used', 'number'] as const;
export interface AnswerFilter {
  kind?: InquiryKind;
  /** `no` without it. */
  retired?: (typeof answerStates)[number];
  /** `used` without it. */
  sort?: (typeof answerSorts)[number];
}

export function readAnswerFilter(search: Search): AnswerFilter {
  return withoutUndefined({
    kind: readKind(search),
    retired: answerStates.find((each) => each !== 'no' && each === search['retired']),
    sort: answerSorts.find((each) => each !== 'used' && each === search['sort']),
  });
}

export function readInquiryStatistics(search: Search): Partial<Period> & { of?: string } {
  return { ...readPeriod(search), ...withoutUndefined({ of: readOrganisation(search['of']) }) };
}

const readKind = (search: Search): InquiryKind | undefined => inquiryKinds.find((each) => each === search['kind']);

function readOrganisation(value: unknown): string | undefined {
  const text = readText(value);
  return text !== undefined && checkOrganisationCode(text).valid ? text : undefined;
}
