/**
 * お知らせ, news: what fugo tells a member of staff who is not looking. Of a resident it says nothing: a kind, a count and
 * where to look.
 */
import type { Tier } from './organisations.ts';
import { rightsInTier, rolesOfTier, type AnyRole, type Right } from './rights.ts';

export const newsKinds = [
  'assigned',
  'approval',
  'load-stopped',
  'overdue',
  'calendar-change',
  'exception',
  'inquiry-given',
  'inquiry-written',
  'inquiry-answered',
  'summary',
] as const;
export type NewsKind = (typeof newsKinds)[number];

/**
 * Where people are told of it, and what somebody needs to be told; null: every role. Who has lost the right is told
 * nothing more.
 */
const concernedBy: Readonly<Record<NewsKind, { tiers: readonly Tier[]; right: Right | null }>> = {
  assigned: { tiers: ['municipality'], right: 'errors:work' },
  approval: { tiers: ['municipality'], right: 'residents:approve' },
  'load-stopped': { tiers: ['municipality'], right: 'loads:read' },
  overdue: { tiers: ['municipality'], right: 'errors:work' },
  'calendar-change': { tiers: ['nation'], right: 'hours:approve' },
  exception: { tiers: ['prefecture', 'municipality'], right: 'exceptions:agree' },
  'inquiry-given': { tiers: ['nation'], right: 'inquiries:answer' },
  'inquiry-written': { tiers: ['nation'], right: 'inquiries:answer' },
  'inquiry-answered': { tiers: ['prefecture', 'municipality'], right: 'inquiries:ask' },
  summary: { tiers: ['municipality'], right: null },
};

/** The roles in an organisation of a tier whose people are told of it. */
export function rolesOfNews(kind: NewsKind, tier: Tier): readonly AnyRole[] {
  const { tiers: told, right } = concernedBy[kind];
  if (!told.includes(tier)) return [];
  return rolesOfTier[tier].filter((role) => right === null || rightsInTier(tier, [role]).has(right));
}

/** For so long news are gathered into one mail. Minutes. */
export const digestWindows = [5, 15, 30, 60] as const;
export type DigestMinutes = (typeof digestWindows)[number];

/** What each person chooses. */
export interface NewsChoices {
  mail: readonly NewsKind[];
  browser: readonly NewsKind[];
  digestMinutes: DigestMinutes;
  /** `HH:MM` in Japan. */
  summaryAt: string;
}

/** Of whoever has chosen nothing: news wait in the web, and nothing is sent. */
export const usualNewsChoices: NewsChoices = { mail: [], browser: [], digestMinutes: 15, summaryAt: '08:30' };

/** What a daily summary counts; a figure that the person's role does not show is left out. */
export const summaryFigures = ['own', 'overdue', 'nobodys', 'approvals', 'loads'] as const;
export type SummaryFigure = (typeof summaryFigures)[number];
export type Summary = Partial<Record<SummaryFigure, number>>;

/** In the place of an entry: it is about how the municipality works. */
const setting = 'setting';

/**
 * What waits for a second person, as a subject: of an update of address information its id alone; of another proposal the
 * entry of the error list that it is about, where it is about one, and then its id.
 */
export function subjectOfProposal({ proposalId, failureId }: { proposalId: string; failureId: string | null }): string {
  return `${failureId ?? setting}/${proposalId}`;
}

/** The entry whose comparison is looked at before it is decided; null where it is about none. */
export function approvalOf(subject: string): { failureId: string | null; isUpdate: boolean } {
  const [about = setting, proposalId] = subject.split('/');
  const isUpdate = proposalId === undefined;
  return { failureId: isUpdate || about === setting ? null : about, isUpdate };
}

/** What happened to an inquiry, as a subject; without what happened, that it was given to somebody. */
export function subjectOfInquiry(inquiry: number, what?: string): string {
  return what === undefined ? String(inquiry) : `${String(inquiry)}/${what}`;
}
