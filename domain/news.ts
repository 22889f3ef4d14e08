/**
 * お知らせ, news: what fugo tells a member of staff who is not looking. Of a resident it says nothing: a kind, a count and
 * where to look.
 */
import { rightsOfRole, roles, type Right, type Role } from './rights.ts';

export const newsKinds = ['assigned', 'approval', 'load-stopped', 'overdue', 'summary'] as const;
export type NewsKind = (typeof newsKinds)[number];

/** What somebody needs to be told of it; null: every role. Who has lost the right is told nothing more. */
const rightOfNews: Readonly<Record<NewsKind, Right | null>> = {
  assigned: 'errors:work',
  approval: 'residents:approve',
  'load-stopped': 'loads:read',
  overdue: 'errors:work',
  summary: null,
};

/** The roles in a municipality whose people are told of it. */
export function rolesOfNews(kind: NewsKind): readonly Role[] {
  const right = rightOfNews[kind];
  return right === null ? roles : roles.filter((role) => rightsOfRole[role].includes(right));
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
