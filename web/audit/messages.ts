import { asMessages, chainFindings } from '../../contracts/names.ts';

export const auditMessages = {
  'audit.title': { ja: '監査ログ', en: 'Audit log' },
  'audit.intro': {
    ja: 'だれが何を見たか、何を変えたかの記録です。新しいものから並びます。この画面の検索も記録されます。',
    en: 'Who looked at what, and who changed what, the latest first. Searches of this page are in it too.',
  },
  'audit.filter': { ja: '検索', en: 'Search' },
  'audit.staff': { ja: '職員', en: 'Member of staff' },
  'audit.staff.all': { ja: 'すべての職員', en: 'Everybody' },
  'audit.clientId': { ja: 'クライアントID', en: 'Client id' },
  'audit.what': { ja: '操作', en: 'Action' },
  'audit.what.all': { ja: 'すべての操作', en: 'All actions' },
  'audit.what.hint': { ja: '拒否された要求は、足りなかった権限', en: 'Of a refused request the right it lacked' },
  'audit.subject': { ja: '対象', en: 'Subject' },
  'audit.subject.hint': { ja: '団体内統合宛名番号などのID。15桁で', en: 'Such as an integrated number of 15 digits' },
  'audit.outcome': { ja: '結果', en: 'Outcome' },
  'audit.outcome.all': { ja: 'すべて', en: 'All' },
  'audit.outcome.allowed': { ja: '許可', en: 'Allowed' },
  'audit.outcome.refused': { ja: '拒否', en: 'Refused' },
  'audit.from': { ja: 'この日から', en: 'From' },
  'audit.to': { ja: 'この日まで', en: 'To' },
  'audit.submit': { ja: '検索', en: 'Search' },
  'audit.clear': { ja: '条件を消す', en: 'Clear' },
  'audit.shownMore': {
    ja: '{count}件を表示しています。続きがあります',
    en: '{count} entries shown, and there are more',
  },
  'audit.aboutResident': {
    ja: '住民の番号で探すと、その住民のエラー、本人の確認、更新の申請の記録も含めて表示します。氏名などによる検索の結果に現れただけの記録は含みません。',
    en: 'By the number of a resident you also find what was done about the errors, identity checks and proposed updates of that one; not the searches in whose results the resident merely was.',
  },
  'audit.shown': { ja: '{count}件を表示しています', en: '{count} entries shown' },
  'audit.empty': { ja: '該当する記録はありません。', en: 'No entry fits.' },
  'audit.seq': { ja: '番号', en: 'No.' },
  'audit.at': { ja: '日時', en: 'When' },
  'audit.who': { ja: '職員・クライアント', en: 'Who' },
  'audit.reason': { ja: '理由', en: 'Reason' },

  'audit.chain': { ja: '改ざんの検査', en: 'Has it been tampered with?' },
  'audit.chain.text': {
    ja: 'すべての記録のハッシュを計算し直し、書かれたときのままかを確かめます。10万件で約2秒かかります。',
    en: 'The hash of every entry is computed anew, to see that all are as they were written. 100,000 take about two seconds.',
  },
  'audit.chain.check': { ja: '検査する', en: 'Check the chain' },
  ...asMessages('audit.chain', chainFindings),
  'audit.chain.nothing': { ja: '記録はまだありません。', en: 'There are no entries yet.' },
  'audit.chain.rightUntil': {
    ja: 'その前の{count}件は書かれたときのままです。すぐにシステム管理者に知らせてください。',
    en: 'The {count} entries before it are as they were written. Please tell your system administrator at once.',
  },
  'audit.chain.head': {
    ja: '最後の正しい記録: {seq}番。次の値を別の場所に控えておくと、後で末尾が切り取られていないことも確かめられます。',
    en: 'The last right entry is {seq}. Noted elsewhere, this value shows later that nothing was cut off at the end.',
  },
  'audit.chain.hash': { ja: 'ハッシュ', en: 'Hash' },
} as const;
