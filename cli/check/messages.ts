import type { Message } from '../terminal/message.ts';

/** Words of `fugo check`. */
export const checkMessages = {
  'command.check': {
    ja: '番号を1行に1つ読み、valid か invalid: 理由 を表示する(fugoが動いていなくてもよい)',
    en: 'read one value a line and print valid or invalid: reason; needs nothing running',
  },
  'command.check.personal-number': { ja: '個人番号(12桁)', en: 'personal numbers (12 digits)' },
  'command.check.municipality-code': {
    ja: '全国地方公共団体コード(6桁)',
    en: 'municipality codes (6 digits)',
  },
  'command.check.resident-record-code': { ja: '住民票コード(11桁)', en: 'resident record codes (11 digits)' },
} as const satisfies Record<string, Message>;
