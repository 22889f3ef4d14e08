import type { Message } from '../terminal/message.ts';

/** Words of `fugo up`, `fugo down`, `fugo status`, and the parts alone. */
export const stackMessages = {
  'command.start': {
    ja: 'すべてを起動し、見本の自治体で動かし、そのまま動かしておく(npm start と同じ)',
    en: 'start everything, run the sample municipality and leave it running (same as npm start)',
  },
  'command.up': {
    ja: 'データベース、Temporal、API、ワーカー、模擬システムを起動する',
    en: 'start the databases, Temporal, the API, the worker and the simulators',
  },
  'command.down': {
    ja: 'すべてを順序どおりに止める(データは残る)',
    en: 'stop everything in good order; data stay',
  },
  'command.status': { ja: '各プロセスの状態とポートを表示する', en: 'show every process, its port and its health' },
  'command.api': { ja: 'APIだけをここで動かす', en: 'run the API alone, in the foreground' },
  'command.worker': { ja: 'ワーカーだけをここで動かす', en: 'run a worker alone, in the foreground' },
  'command.mail-in': {
    ja: 'コールセンターへのメールの受取りをここで動かす',
    en: 'take mails to the call centre, in the foreground',
  },
  'command.simulator': { ja: '模擬システム1つをここで動かす', en: 'run one simulator alone, in the foreground' },
  'option.port': { ja: 'ポート', en: 'port' },
  'option.movePorts': {
    ja: '前回のポートが使用中なら、別のポートに移る',
    en: 'go to other ports where those of the last start are in use',
  },
  'up.ready': { ja: 'fugoが動いています({elapsed})', en: 'fugo is running ({elapsed})' },
  'up.already': { ja: 'fugoはすでに動いています', en: 'fugo is running already' },
  'down.stopping': { ja: '止めています…', en: 'stopping …' },
  'down.stopped': { ja: '止めました({elapsed})。データは残っています。', en: 'stopped ({elapsed}); data stay' },
  'down.nothing': { ja: '動いているものはありません', en: 'nothing was running' },
  'address.api': { ja: 'API', en: 'API' },
  'address.web': { ja: '職員の画面', en: 'Staff web' },
  'address.docs': { ja: 'APIの説明', en: 'API, readable' },
  'address.temporalUi': { ja: 'Temporal Web UI', en: 'Temporal Web UI' },
  'address.errorList': {
    ja: 'エラーリスト(Temporal Web UIの保存済み検索)',
    en: 'Error list (saved query of the Temporal Web UI)',
  },
  'address.counter': { ja: '住基システムの窓口で住民を登録する', en: 'Enter a resident at the Juki counter' },
  'address.simulators': {
    ja: '模擬システム(住基システム。ほかは fugo participants)',
    en: 'Simulators (Juki system; the others: fugo participants)',
  },
  'status.state': { ja: 'fugo: {state}', en: 'fugo: {state}' },
  'state.starting': { ja: '起動中', en: 'starting' },
  'state.ready': { ja: '動いています', en: 'running' },
  'state.failed': { ja: '起動できませんでした', en: 'could not be started' },
  'state.stopping': { ja: '停止中', en: 'stopping' },
  'state.stopped': { ja: '止まっています', en: 'stopped' },
  'state.killed': {
    ja: '監視プロセスがありません(fugo up で始末して起動し直せます)',
    en: 'the supervisor is gone (fugo up clears up and starts again)',
  },
  'state.none': { ja: 'まだ起動されていません', en: 'never started here' },
  'status.part': { ja: '部分', en: 'part' },
  'status.port': { ja: 'ポート', en: 'port' },
  'status.process': { ja: 'プロセス', en: 'pid' },
  'status.health': { ja: '状態', en: 'health' },
  'status.remark': { ja: '備考', en: 'remark' },
  'status.restarts': { ja: '再起動{count}回', en: 'restarted {count} times' },
  'health.up': { ja: '正常', en: 'up' },
  'health.unwell': { ja: '応答なし', en: 'no answer' },
  'health.gone': { ja: '停止', en: 'not running' },
} as const satisfies Record<string, Message>;
