import type { Message } from '../terminal/message.ts';

/** Words of `fugo news`; the kinds have theirs in domain/news-words.ts. */
export const newsMessages = {
  'command.news': { ja: '自分へのお知らせと、その受け取り方', en: 'what you are told, and how' },
  'command.news.list': { ja: 'お知らせを新しいものから表示する', en: 'show what you are told, the latest first' },
  'command.news.choose': {
    ja: 'お知らせの受け取り方を変える。指定しないものはそのまま',
    en: 'change how you are told; what is not named stays',
  },
  'option.news.seen': { ja: '表示したものを見たことにする', en: 'mark what is shown as seen' },
  'option.news.mail': {
    ja: 'メールで受け取る種類(コンマ区切り。none はなし): assigned, approval, load-stopped, overdue, summary',
    en: 'kinds by mail, by commas, or none: assigned, approval, load-stopped, overdue, summary',
  },
  'option.news.browser': { ja: 'ブラウザーの通知で受け取る種類', en: 'kinds as notices of the browser' },
  'option.news.digest': { ja: 'メールをまとめる分(5、15、30、60)', en: 'minutes gathered into a mail: 5, 15, 30, 60' },
  'option.news.summaryAt': { ja: '毎日のまとめの時刻(HH:MM、日本時間)', en: 'time of the summary (HH:MM in Japan)' },
  'news.at': { ja: '日時', en: 'at' },
  'news.what': { ja: 'お知らせ', en: 'news' },
  'news.subject': { ja: '対象', en: 'subject' },
  'news.state': { ja: '状態', en: 'state' },
  'news.state.unseen': { ja: '新着', en: 'new' },
  'news.state.seen': { ja: '既読', en: 'seen' },
  'news.state.over': { ja: '済み', en: 'over' },
  'news.none': { ja: 'お知らせはありません', en: 'there are no news' },
  'news.mail': { ja: 'メール', en: 'mail' },
  'news.browser': { ja: 'ブラウザーの通知', en: 'notices of the browser' },
  'news.digest': { ja: 'メールをまとめる分', en: 'minutes gathered into a mail' },
  'news.summaryAt': { ja: '毎日のまとめの時刻', en: 'time of the summary' },
} as const satisfies Record<string, Message>;
