/** The words for news, the same on the page, in the command and in mails. Japanese first, English beside it. */
import type { NewsKind, SummaryFigure } from './news.ts';

interface Words {
  ja: string;
  en: string;
}

export const newsWords: Readonly<Record<NewsKind, Words>> = {
  assigned: { ja: '担当になったエラー', en: 'Errors given to you' },
  approval: { ja: 'あなたの承認を待つ更新', en: 'Updates that wait for your approval' },
  'load-stopped': { ja: '止まった一括登録', en: 'Loads of yours that stopped' },
  overdue: { ja: '期限を過ぎた担当のエラー', en: 'Your errors that are overdue' },
  summary: { ja: '毎日のまとめ', en: 'Daily summary' },
};

export const summaryWords: Readonly<Record<SummaryFigure, Words>> = {
  own: { ja: '担当のエラー', en: 'errors that are yours' },
  overdue: { ja: '期限を過ぎた担当のエラー', en: 'of them overdue' },
  nobodys: { ja: '担当者のいないエラー', en: 'errors that are nobody’s' },
  approvals: { ja: '承認を待つ更新', en: 'updates that wait for approval' },
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
      return below('approvals', subject);
    case 'load-stopped':
      return below('loads', subject);
    case 'summary':
      return `/${organisation}`;
  }
}
