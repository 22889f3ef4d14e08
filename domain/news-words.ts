/** The words for news, the same on the page, in the command and in mails. Japanese first, English beside it. */
import { approvalOf, type NewsKind, type SummaryFigure } from './news.ts';
import { tierOf } from './organisations.ts';

interface Words {
  ja: string;
  en: string;
}

export const newsWords: Readonly<Record<NewsKind, Words>> = {
  assigned: { ja: '担当になったエラー', en: 'Errors given to you' },
  approval: { ja: 'あなたの承認を待つ申請', en: 'Proposals that wait for your approval' },
  'load-stopped': { ja: '止まった一括登録', en: 'Loads of yours that stopped' },
  overdue: { ja: '期限を過ぎた担当のエラー', en: 'Your errors that are overdue' },
  'calendar-change': {
    ja: 'あなたの承認を待つ全国の暦の変更',
    en: 'Changes of the national calendar that wait for your approval',
  },
  exception: { ja: '同意を求められた延長', en: 'Exceptions from the hours that you are asked to agree to' },
  'inquiry-given': { ja: '担当になった問い合わせ', en: 'Inquiries given to you' },
  'inquiry-written': { ja: '担当の問い合わせへの書き足し', en: 'Inquiries of yours with a new word of who asked' },
  'inquiry-answered': { ja: '回答のあった問い合わせ', en: 'Inquiries that were answered' },
  summary: { ja: '毎日のまとめ', en: 'Daily summary' },
};

export const summaryWords: Readonly<Record<SummaryFigure, Words>> = {
  own: { ja: '担当のエラー', en: 'errors that are yours' },
  overdue: { ja: '期限を過ぎた担当のエラー', en: 'of them overdue' },
  nobodys: { ja: '担当者のいないエラー', en: 'errors that are nobody’s' },
  approvals: { ja: '承認を待つ申請', en: 'proposals that wait for approval' },
  loads: { ja: '止まっている一括登録', en: 'loads that have stopped' },
};

/** Where it is looked at in the staff web: the thing itself, or where it is one of many, their list. */
export function pathOfNews({
  kind,
  organisation,
  subject,
}: {
  kind: NewsKind;
  organisation: string;
  /** Null for many. */
  subject: string | null;
}): string {
  const below = (room: string, id: string | null): string => `/${organisation}/${room}${id === null ? '' : `/${id}`}`;
  switch (kind) {
    case 'assigned':
    case 'overdue':
      return below('errors', subject);
    case 'approval':
      return pathOfApproval(below, subject);
    case 'load-stopped':
      return below('loads', subject);
    case 'calendar-change':
    case 'exception':
      return `${tierOf(organisation) === 'municipality' ? '' : '/organisations'}/${organisation}/hours`;
    case 'inquiry-given':
    case 'inquiry-written':
    case 'inquiry-answered':
      return `/organisations${below('inquiries', subject === null ? null : (subject.split('/')[0] ?? null))}`;
    case 'summary':
      return `/${organisation}`;
  }
}

/** An update has a page of its own; a decision of a second person is made where what it is about is seen. */
function pathOfApproval(below: (room: string, id: string | null) => string, subject: string | null): string {
  const { failureId, isUpdate } = approvalOf(subject ?? '');
  if (failureId !== null) return `${below('errors', failureId)}/comparison`;
  return below('approvals', isUpdate ? subject : null);
}
