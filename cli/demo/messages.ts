import type { Message } from '../terminal/message.ts';

/** Words of `fugo demo` and `fugo start`: the sample municipalities. */
export const demoMessages = {
  'command.demo': {
    ja: '見本の自治体: 架空の住民を基幹システムから登録し、符号取得を見届ける',
    en: 'the sample municipalities: enter fictitious residents at the backbones and follow their codes',
  },
  'option.residents': { ja: '架空の住民の人数', en: 'number of fictitious residents' },
  'option.people': {
    ja: '新しく登録する架空の住民の人数(最初の起動では100、そのあとは0)',
    en: 'enter so many new fictitious residents (100 at the first start, none afterwards)',
  },
  'option.seed': { ja: '住民を作る乱数の種', en: 'seed the residents are made from' },
  'option.exit': {
    ja: '結果を表示して終わる。このコマンドが起動したものは止める',
    en: 'end after the result, and stop what this command started',
  },
  'option.enforceHours': {
    ja: '見本の自治体でも運用時間を守る(既定は常時開いている)',
    en: 'keep the operating hours (the sample is always open otherwise)',
  },
  'option.day': {
    ja: '住民の登録の代わりに、運用日を三分ほどで通して見せる(起動、運用、停止、日次処理)',
    en: 'instead of entering people only, show a whole operating day in about three minutes: start, transfers, stop, daily processing',
  },
  'option.quick': {
    ja: '--day を二分ほどに縮める(ほかに何もしていないマシンで)',
    en: 'with --day: in about two minutes, on a machine that has nothing else to do',
  },
  'demo.day.begins': {
    ja: '運用日 {day} を短くして通します。まず、夜のようにサーバを止めます。住民{residents}人が四度に分かれて届きます。',
    en: 'The operating day {day}, made short. The servers are stopped first, as at night; {residents} residents arrive in four parts.',
  },
  'demo.day.morning': {
    ja: '翌朝のようにサーバを起動し、待っていた依頼を見届けます。',
    en: 'The servers are started as on the next morning, and what waited goes on.',
  },
  'demo.day.progress': {
    ja: '依頼中 {requesting}(サーバ待ち {waiting})  依頼済 {requested}',
    en: 'requesting {requesting} (waiting for the server {waiting})  requested {requested}',
  },
  'demo.day.sound': {
    ja: '運用日は順序どおりに終わりました。待った依頼も進み、重複した依頼はありません。',
    en: 'The day has ended in its order. What waited went on, and nobody was requested twice.',
  },
  'demo.day.waited': {
    ja: 'サーバを待った依頼は最大{waited}件、依頼済は{requested}人です。',
    en: 'At most {waited} requests waited for their server; {requested} residents have their code.',
  },
  'demo.day.look': {
    ja: '手順は、職員としてサインインして fugo day show で見られます。バックアップは日次処理が依頼しました。',
    en: 'Signed in as staff, see the steps with fugo day show. Daily processing has asked for the backup.',
  },
  'demo.tryDay': {
    ja: '運用日を三分ほどで通して見る(起動、運用、停止、日次処理)',
    en: 'see a whole operating day in about three minutes: start, stop, daily processing',
  },
  'option.limit': { ja: '全体の時間の上限(秒)', en: 'time limit of the whole, in seconds' },
  'demo.starting': {
    ja: '{names}: 架空の住民{residents}人を基幹システムから登録します(乱数の種 {seed})',
    en: '{names}: entering {residents} fictitious residents at the backbones (seed {seed})',
  },
  'demo.known': {
    ja: '{names}: 住民{persons}人は前回のままです。新しい住民は登録していません。',
    en: '{names}: the {persons} residents are there as they were; nobody new was entered.',
  },
  'demo.municipality': { ja: '自治体', en: 'municipality' },
  'demo.errors': { ja: 'エラー', en: 'errors' },
  'demo.speed': {
    ja: '異動{transfers}件、毎秒{perSecond}件、{elapsed}',
    en: '{transfers} transfers, {perSecond} a second, {elapsed}',
  },
  'demo.sound': {
    ja: '全員の行き先が決まりました。重複した依頼はありません。',
    en: 'Everybody is accounted for, and nobody was requested twice.',
  },
  'demo.unsound': { ja: '期待どおりではありません。', en: 'This is not what it should be.' },
  'demo.residents': { ja: '住民', en: 'residents' },
  'demo.transfers': { ja: '宛名異動データ', en: 'transfers' },
  'demo.duplicates': { ja: '重複した依頼', en: 'duplicate requests' },
  'demo.time': { ja: '時間', en: 'time' },
  'demo.timeText': { ja: '{elapsed}(毎秒{perSecond}人)', en: '{elapsed} ({perSecond} residents a second)' },
  'demo.waitingForNumber': { ja: '個人番号を待っている', en: 'waiting for a personal number' },
  'demo.waitingForHours': { ja: '運用時間を待っている', en: 'waiting for the operating hours' },
  'demo.unaccounted': { ja: '行き先が分からない', en: 'not accounted for' },
  'demo.refused': { ja: '受け付けられなかった異動', en: 'transfers refused' },
  'demo.delivery.reason': { ja: '見本の最初の配信', en: 'First delivery of the sample' },
  'demo.delivery.not': {
    ja: '見本のファイルは配信されませんでした: {reason}',
    en: 'The files of the sample were not delivered: {reason}',
  },
  'demo.next': { ja: '次に試すこと:', en: 'Try next:' },
  'demo.tryStaff': {
    ja: '職員の画面に入る: 見本の職員とパスワード、続いて6桁のコード',
    en: 'sign in at the staff web: the sample staff with their password, then the code of six digits',
  },
  'demo.tryErrors': { ja: 'エラーリストを見る', en: 'see the error list' },
  'demo.tryMore': { ja: '住民を増やす', en: 'more residents' },
  'demo.tryPeople': { ja: '次に起動するときに、住民も増やす', en: 'more residents at the next start' },
  'demo.tryFault': {
    ja: '中間サーバーを60秒閉じ、その間に住民を増やす。エラーリストに載るので、再開後に再実行する',
    en: 'close the intermediate server for 60 s and enter more residents: they go to the error list; then try them again',
  },
  'demo.tryStatus': { ja: '各プロセスの状態を見る', en: 'see every process' },
  'demo.tryDown': { ja: 'すべて止める', en: 'stop everything' },
} as const satisfies Record<string, Message>;
