import type { Message } from '../terminal/message.ts';

/** Words of `fugo confirm`. */
export const confirmationsMessages = {
  'command.confirm': {
    ja: '符号取得の確認を今すぐ行う',
    en: 'ask the intermediate server now which codes it holds',
  },
  'confirm.running': { ja: '{municipality}: 確認しています…', en: '{municipality}: asking …' },
  'confirm.slow': {
    ja: '{municipality}: 確認が時間内に終わりませんでした。',
    en: '{municipality}: The confirmation did not end in time.',
  },
  'confirm.asked': { ja: '照会', en: 'asked' },
  'confirm.acquired': { ja: '取得', en: 'acquired' },
  'confirm.errors': { ja: 'エラー', en: 'errors' },
  'confirm.unknown': { ja: '未確認', en: 'not yet' },
  'confirm.overdue': { ja: '期限切れ', en: 'overdue' },
  'command.confirmations': { ja: '符号取得の確認の記録', en: 'what the confirmation did' },
  'command.confirmations.list': {
    ja: '確認の実行結果を表示する。新しいものから並ぶ',
    en: 'show its runs, the latest first',
  },
  'command.confirmations.show': {
    ja: '1回の確認のエラーリスト、または取得できた住民を表示する',
    en: 'show the error list of a run, or whose code it found',
  },
  'argument.runId': {
    ja: '確認のID(fugo confirmations list で一覧)',
    en: 'id of the run (fugo confirmations list shows them)',
  },
  'option.confirm.part': { ja: 'エラー(failed)または取得(acquired)', en: 'errors, or codes that were acquired' },
  'confirm.runId': { ja: '確認のID', en: 'run id' },
  'confirm.noRunId': { ja: '確認のIDではありません。', en: 'It is not the id of a run.' },
  'confirm.startedAt': { ja: '開始', en: 'started' },
  'confirm.finishedAt': { ja: '終了', en: 'finished' },
  'confirm.underWay': { ja: '実行中', en: 'under way' },
  'confirm.none': { ja: '確認はまだ行われていません', en: 'there was no confirmation yet' },
  'confirm.noneOf.failed': { ja: 'エラーはありません', en: 'no errors' },
  'confirm.noneOf.acquired': { ja: '取得できた住民はいません', en: 'no code was acquired' },
  'confirm.outcome.acquired': { ja: '取得', en: 'acquired' },
  'confirm.outcome.error': { ja: 'エラー', en: 'error' },
  'confirm.outcome.overdue': { ja: '期限切れ', en: 'overdue' },
} as const satisfies Record<string, Message>;
