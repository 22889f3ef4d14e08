import type { Message } from './message.ts';

/** `fugo errors`. */
export const errorsMessages = {
  'command.errors': { ja: 'エラーリスト', en: 'the error list' },
  'command.errors.list': { ja: 'エラーリストを表示する', en: 'show the error list' },
  'command.errors.retry': { ja: 'やり直す', en: 'try again' },
  'command.errors.correct': {
    ja: '訂正する。正しい個人番号は標準入力から読む',
    en: 'correct; the right personal number is read from standard input',
  },
  'command.errors.cancel': { ja: '取り消す', en: 'cancel' },
  'command.errors.retryAll': {
    ja: '同じコードのエラーをまとめてやり直す。まず1件だけ試し、うまくいけば残りを少しずつ進める',
    en: 'try all entries of one code again: first one alone, then the others at a limited rate',
  },
  'argument.failureIds': {
    ja: 'エラーリストのID(failureId)',
    en: 'ids of entries of the error list (failureId)',
  },
  'option.retryAll.linesPerSecond': { ja: '毎秒の件数(既定は5)', en: 'entries a second (default: 5)' },
  'option.retryAll.show': { ja: '進みぐあいだけを見る', en: 'only show how it goes on' },
  'option.retryAll.cancel': { ja: '残りを中止する', en: 'leave the others alone' },
  'option.code': { ja: 'エラーコード', en: 'failure code' },
  'option.stage': { ja: '段階', en: 'stage' },
  'option.state': { ja: '未対応(open)、対応済(resolved)、すべて(all)', en: 'open, resolved or all' },
  'option.all': { ja: '--code に当てはまる未対応のものすべて', en: 'all open entries with this --code' },
  'option.samePerson': {
    ja: '本人であることを確認した(個人番号は訂正しない)',
    en: 'the identity was checked: it is the same person',
  },
  'usage.idsOrAll': {
    ja: 'failureId、または --code CODE --all のどちらかを指定してください。',
    en: 'Give failure ids, or --code CODE --all.',
  },
  'usage.failureId': {
    ja: 'エラーリストのID(UUID)ではありません。fugo errors list で確かめてください。',
    en: 'It is not the id of an entry (a UUID). See fugo errors list.',
  },
  'input.personalNumber': {
    ja: '正しい個人番号を入力してください(画面には出ません):',
    en: 'The right personal number (it is not shown):',
  },
  'errors.count': { ja: '{count}件', en: '{count} entries' },
  'errors.none': { ja: 'エラーはありません', en: 'the error list is empty' },
  'errors.more': { ja: 'ほかにもあります(--limit を増やしてください)', en: 'there are more (raise --limit)' },
  'errors.code': { ja: 'コード', en: 'code' },
  'errors.id': { ja: 'failureId', en: 'failureId' },
  'errors.step': { ja: '工程', en: 'step' },
  'errors.text': { ja: '内容', en: 'what it says' },
  'errors.done': { ja: '{id}: {stage} ({status})', en: '{id}: {stage} ({status})' },
  'errors.limit': { ja: '表示する件数の上限', en: 'at most so many entries' },
  'errors.nothingFound': { ja: '当てはまるエラーはありません', en: 'no open entry matches' },
  'retryAll.CANARY': { ja: 'まず1件を試しています', en: 'trying one entry first' },
  'retryAll.RUNNING': { ja: '残りを進めています', en: 'the others follow' },
  'retryAll.DONE': { ja: '終わりました', en: 'done' },
  'retryAll.CANCELLED': { ja: '中止しました', en: 'ended' },
  'retryAll.STOPPED': { ja: '止めました', en: 'stopped' },
  'retryAll.CANARY_CAME_BACK': {
    ja: '最初の1件が再びエラーになったため、残りはそのままにしました',
    en: 'the first entry came back, so the others were left alone',
  },
  'retryAll.CANARY_TOO_SLOW': {
    ja: '最初の1件が時間内に進まなかったため、残りはそのままにしました',
    en: 'the first entry took too long, so the others were left alone',
  },
  'retryAll.line': {
    ja: '{said}: {entries}件のうち{retried}件をやり直し、{refused}件は対応済',
    en: '{said}: {retried} of {entries} tried again, {refused} had been acted on',
  },
  'retryAll.none': { ja: 'まとめてやり直したことはありません', en: 'there was no such retry' },
  'retryAll.detached': {
    ja: 'やり直しは続いています。続きを見るには: {command}',
    en: 'The retry goes on. To see it again: {command}',
  },
} as const satisfies Record<string, Message>;
