import type { Message } from '../../terminal/message.ts';

/** Words of `fugo movers`. */
export const moversMessages = {
  'command.movers': { ja: '異動した住民の一覧を表示する', en: 'show whom was registered or updated in a period' },
  'option.movers.from': { ja: '最初の日(YYYY-MM-DD。既定は今日)', en: 'first day (YYYY-MM-DD; default: today)' },
  'option.movers.to': { ja: '最後の日(YYYY-MM-DD。既定は最初の日)', en: 'last day (YYYY-MM-DD; default: the first)' },
  'option.csv': { ja: 'CSVファイルに書き出す(- は標準出力)', en: 'write a CSV file (- for standard output)' },
  'option.csvEncoding': { ja: 'CSVの文字コード(既定は utf-8)', en: 'encoding of the CSV (default: utf-8)' },
  'movers.kind': { ja: '区分', en: 'kind' },
  'movers.kind.registered': { ja: '新規', en: 'registered' },
  'movers.kind.address': { ja: '住所', en: 'address' },
  'movers.kind.name': { ja: '氏名', en: 'name' },
  'movers.kind.correction': { ja: '訂正', en: 'correction' },
  'option.movers.kind': {
    ja: '区分(registered、address、name、correction、load)',
    en: 'kind (registered, address, name, correction, load)',
  },
  'option.movers.numberSystem': { ja: '番号体系(01 など)', en: 'number system, such as 01' },
  'option.movers.load': {
    ja: '一括登録のID。none は一括登録を除く',
    en: 'id of a load; none: without the residents of loads',
  },
  'movers.none': { ja: '該当する異動はありません', en: 'nobody was registered or updated' },
} as const satisfies Record<string, Message>;
