import { asMessages, chainFindings } from '../../contracts/names.ts';
import type { Message } from '../terminal/message.ts';

/** Words of `fugo audit`. */
export const auditMessages = {
  'command.audit': { ja: '監査ログ', en: 'the audit log' },
  'command.audit.list': { ja: '監査ログを検索する。新しいものから並ぶ', en: 'search the audit log, the latest first' },
  'command.audit.find': {
    ja: '住民を氏名(前方一致)や番号で探し、audit list --subject に渡す番号だけを表示する',
    en: 'find residents by the start of a name or by a number; shows the numbers that audit list --subject takes',
  },
  'audit.find.more': { ja: '該当する住民はほかにもいます。', en: 'More residents fit.' },
  'command.audit.staff': {
    ja: '監査ログに載っている職員の名前とIDを表示する',
    en: 'show who stands in the log, by name and id',
  },
  'command.audit.check': {
    ja: '監査ログが書かれたときのままかを検査する',
    en: 'check that the audit log is as it was written',
  },
  'option.audit.staff': { ja: '職員ID', en: 'staff id' },
  'option.audit.client': { ja: 'クライアントID', en: 'client id' },
  'option.audit.action': { ja: '操作(例 residents.detail)', en: 'action (such as residents.detail)' },
  'option.audit.subject': {
    ja: '対象のID(団体内統合宛名番号など。個人番号は記録されない)',
    en: 'id of what it was about, such as an integrated number; no personal number is in the log',
  },
  'option.audit.outcome': { ja: '結果(allowed、refused)', en: 'outcome (allowed, refused)' },
  'option.audit.from': { ja: 'この日から(YYYY-MM-DD)', en: 'from this day on (YYYY-MM-DD)' },
  'option.audit.to': { ja: 'この日まで(YYYY-MM-DD)', en: 'up to this day (YYYY-MM-DD)' },
  'audit.noPersonalNumber': {
    ja: '個人番号のように見えます。監査ログに個人番号は記録されません。',
    en: 'It looks like a personal number, and no personal number is in the log.',
  },
  'audit.seq': { ja: '番号', en: 'no.' },
  'audit.at': { ja: '日時', en: 'at' },
  'audit.who': { ja: '職員・クライアント', en: 'who' },
  'audit.action': { ja: '操作', en: 'action' },
  'audit.subject': { ja: '対象', en: 'subject' },
  'audit.outcome': { ja: '結果', en: 'outcome' },
  'audit.outcome.allowed': { ja: '許可', en: 'allowed' },
  'audit.outcome.refused': { ja: '拒否', en: 'refused' },
  'audit.reason': { ja: '理由', en: 'reason' },
  'audit.none': { ja: '該当する記録はありません', en: 'no entry fits' },
  'audit.checking': { ja: 'すべての記録を検査しています…', en: 'checking every entry …' },
  ...asMessages('audit.chain', chainFindings),
  'audit.chain.until': {
    ja: 'その前の{count}件は書かれたときのままです。すぐにシステム管理者に知らせてください。',
    en: 'The {count} entries before it are as they were written. Tell your system administrator at once.',
  },
  'audit.chain.head': {
    ja: '最後の正しい記録: {seq}番、ハッシュ {hash}(別の場所に控えておくと、末尾が切り取られていないことも確かめられます)',
    en: 'The last right entry is {seq}, hash {hash} (noted elsewhere, it shows later that nothing was cut off at the end)',
  },
} as const satisfies Record<string, Message>;
