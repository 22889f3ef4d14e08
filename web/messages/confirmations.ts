export const confirmationMessages = {
  'confirmations.title': { ja: '取得確認', en: 'Confirmation runs' },
  'confirmations.intro': {
    ja: '依頼中の符号が取得されたかを、中間サーバーにまとめて照会します。定期的に自動で実行されます。',
    en: 'The intermediate server is asked about all codes that are being requested. This runs by itself, again and again.',
  },
  'confirmations.run': { ja: '今すぐ実行', en: 'Run now' },
  'confirmations.asked': {
    ja: '実行を依頼しました。実行中のものがあれば、それが終わってから始まります。',
    en: 'A run was asked for. It begins when one that is under way has ended.',
  },
  'confirmations.list': { ja: '実行の記録', en: 'Past runs' },
  'confirmations.none': { ja: 'まだ実行されていません。', en: 'None has run yet.' },
  'confirmations.started': { ja: '開始', en: 'Started' },
  'confirmations.finished': { ja: '終了', en: 'Ended' },
  'confirmations.running': { ja: '実行中', en: 'Running' },
  'confirmations.brokenOff': { ja: '中断', en: 'Broken off' },
  'confirmations.count.asked': { ja: '照会', en: 'Asked' },
  'confirmations.count.acquired': { ja: '取得済', en: 'Acquired' },
  'confirmations.count.errors': { ja: 'エラー', en: 'Errors' },
  'confirmations.count.overdue': { ja: '期限超過', en: 'Overdue' },
  'confirmations.count.unknown': { ja: '未確認', en: 'Not yet' },
  'confirmations.meaning': { ja: '結果の意味', en: 'What the results mean' },
  'confirmations.meaning.acquired': {
    ja: '中間サーバーに符号があり、依頼済になりました。',
    en: 'The intermediate server has the code; the request is done.',
  },
  'confirmations.meaning.errors': {
    ja: '中間サーバーがエラーと答え、エラーリストに載りました。',
    en: 'The intermediate server answered with an error; it stands in the error list.',
  },
  'confirmations.meaning.overdue': {
    ja: '期限までに取得されず、エラーリストに載りました。',
    en: 'There was no code by the deadline; it stands in the error list.',
  },
  'confirmations.meaning.unknown': {
    ja: 'まだ取得されていません。次の実行でもう一度照会します。',
    en: 'There is no code yet; the next run asks again.',
  },
  'confirmations.toErrors': { ja: 'エラーリストを開く', en: 'Open the error list' },
} as const;
