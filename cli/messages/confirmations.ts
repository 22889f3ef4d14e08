import type { Message } from './message.ts';

/** `fugo confirm`. */
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
} as const satisfies Record<string, Message>;
