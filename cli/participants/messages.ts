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
  'participants.set': { ja: '{name}: {fault}', en: '{name}: {fault}' },
} as const satisfies Record<string, Message>;
