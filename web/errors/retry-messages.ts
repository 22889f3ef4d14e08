export const errorRetryMessages = {
  'retryAll.open': { ja: 'まとめて再実行', en: 'Try many again' },
  'retryAll.title': { ja: '同じ種類のエラーをまとめて再実行', en: 'Try all errors of one kind again' },
  'retryAll.text': {
    ja: 'はじめに1件だけ再実行します。失敗した段階を通り過ぎたことを確かめてから、残りを決めた速さで続けます。',
    en: 'One entry goes first, alone. Only when it has got over the step that had failed do the others follow, at the rate below.',
  },
  'retryAll.none': { ja: '未処理のエラーはありません。', en: 'No error is open.' },
  'retryAll.choice': { ja: '{count}件 {text}', en: '{count}: {text}' },
  'retryAll.rate': { ja: '1秒あたりの件数', en: 'Entries a second' },
  'retryAll.rate.hint': { ja: '{least}〜{most}', en: '{least} to {most}' },
  'retryAll.rate.wrong': {
    ja: '{least}から{most}までの数を入力してください。',
    en: 'Please enter a number from {least} to {most}.',
  },
  'retryAll.submit': { ja: '再実行を始める', en: 'Begin' },
  'retryAll.progress': { ja: 'まとめて再実行の状況', en: 'Trying many again' },
  'retryAll.state.CANARY': {
    ja: 'はじめの1件の結果を待っています。',
    en: 'One entry has gone first; the others wait for what comes of it.',
  },
  'retryAll.state.RUNNING': { ja: '残りを再実行しています。', en: 'The others follow.' },
  'retryAll.state.STOPPED': {
    ja: '止まりました。残りには手を付けていません。',
    en: 'Stopped; the others were left alone.',
  },
  'retryAll.state.CANCELLED': { ja: '職員が中止しました。', en: 'Ended by staff.' },
  'retryAll.state.DONE': { ja: '終わりました。', en: 'Done.' },
  'retryAll.reason.CANARY_CAME_BACK': {
    ja: 'はじめの1件が、またエラーリストに戻りました。',
    en: 'The first entry came back to the error list.',
  },
  'retryAll.reason.CANARY_TOO_SLOW': {
    ja: 'はじめの1件が、時間内に進みませんでした。',
    en: 'The first entry took too long.',
  },
  'retryAll.counts': {
    ja: '{entries}件のうち{retried}件を再実行、{refused}件は対象外',
    en: '{retried} of {entries} tried again, {refused} left out',
  },
  'retryAll.cancel': { ja: '中止', en: 'End it' },
  'retryAll.cancel.title': { ja: 'まとめて再実行を中止しますか', en: 'End this retry?' },
  'retryAll.cancel.text': {
    ja: 'まだの分は再実行されません。すでに再実行した分は元に戻りません。',
    en: 'Entries that have not been tried are left alone. What was tried again is not taken back.',
  },
} as const;
