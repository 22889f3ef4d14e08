import type { Message } from '../terminal/message.ts';

/** Words of `fugo participants`. */
export const participantsMessages = {
  'command.participants': { ja: '接続先の状態を表示する', en: 'show the state of every participant' },
  'command.participants.fault': {
    ja: '模擬システムに障害を起こす。none で直す',
    en: 'make a simulator misbehave; none ends it',
  },
  'argument.participant': { ja: '接続先({names})', en: 'participant ({names})' },
  'argument.fault': { ja: '障害の種類({names})', en: 'kind of fault ({names})' },
  'option.faultSeed': { ja: '--share の抽選の種', en: 'seed the share is drawn from' },
  'option.faultOrganisation': {
    ja: 'liar、refuses、hangs を、この団体(6桁のコード、nation は全国)のサーバーだけに起こす',
    en: 'liar, refuses and hangs: only of the server of this organisation (six digits, or nation)',
  },
  'option.share': { ja: '障害に遭う割合(0〜1)', en: 'share of requests that are hit (0 to 1)' },
  'option.latency': { ja: '遅れ(ミリ秒)', en: 'delay in milliseconds' },
  'option.for': { ja: 'この秒数で自然に直る', en: 'ends by itself after so many seconds' },
  'participants.name': { ja: '名前', en: 'name' },
  'participants.title': { ja: '接続先', en: 'participant' },
  'participants.fault': { ja: '障害', en: 'fault' },
  'participants.state.up': { ja: '正常', en: 'up' },
  'participants.state.closed': { ja: '閉局', en: 'closed' },
  'participants.state.faulty': { ja: '障害中', en: 'faulty' },
  'participants.state.unreachable': { ja: '応答なし', en: 'no answer' },
  'participants.organisation': { ja: '団体', en: 'organisation' },
  'participants.server': { ja: '運転', en: 'server' },
  'participants.since': { ja: 'いつから', en: 'since' },
  'participants.calendar': { ja: 'カレンダー', en: 'calendar' },
  'participants.server.stopped': { ja: '停止', en: 'stopped' },
  'participants.server.starting': { ja: '起動中', en: 'starting' },
  'participants.server.running': { ja: '運転中', en: 'running' },
  'participants.server.stopping': { ja: '停止処理中', en: 'stopping' },
  'participants.server.daily': { ja: '日次処理中', en: 'daily processing' },
  'participants.set': { ja: '{name}: {fault}', en: '{name}: {fault}' },
} as const satisfies Record<string, Message>;
