import type { Message } from '../terminal/message.ts';

/** Words of `fugo organisations` and `fugo board`. */

export const organisationsMessages = {
  'command.organisations': {
    ja: '自団体と、その上下の団体の一覧',
    en: 'the own organisation, those below it and those above it',
  },
  'command.board': { ja: '監視盤: サーバの状態と障害', en: 'the board: how servers stand, and open incidents' },
  'board.standing': { ja: '状態', en: 'state' },
  'board.since': { ja: '変化', en: 'since' },
  'board.incidents': { ja: '障害', en: 'incidents' },
  'board.counts': {
    ja: '続いている障害 {openIncidents}件(うち未確認 {unacknowledged}件)、抑制中の監視対象 {suppressed}件',
    en: '{openIncidents} open incidents ({unacknowledged} not acknowledged), {suppressed} suppressed targets',
  },
  'board.silence': { ja: '{to}まで警報を抑止: {message}', en: 'alarms silenced until {to}: {message}' },
  'board.standing.running': { ja: '稼働中', en: 'running' },
  'board.standing.starting': { ja: '起動中', en: 'starting' },
  'board.standing.stopping': { ja: '停止処理中', en: 'stopping' },
  'board.standing.stopped': { ja: '停止中', en: 'stopped' },
  'board.standing.not-answering': { ja: '応答なし', en: 'no answer' },
  'board.standing.suppressed': { ja: '抑制', en: 'suppressed' },
  'board.standing.unknown': { ja: '不明', en: 'unknown' },
  'board.standing.not-watched': { ja: '監視なし', en: 'not watched' },
  'organisations.tier': { ja: '階層', en: 'tier' },
  'organisations.name': { ja: '名称', en: 'name' },
  'organisations.parent': { ja: '上位の団体', en: 'organisation above' },
  'tier.nation': { ja: '全国', en: 'nation' },
  'tier.prefecture': { ja: '都道府県', en: 'prefecture' },
  'tier.municipality': { ja: '市区町村', en: 'municipality' },
} as const satisfies Readonly<Record<string, Message>>;
