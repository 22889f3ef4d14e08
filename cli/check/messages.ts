import type { Message } from '../terminal/message.ts';

/** Words of `fugo check`. */
export const checkMessages = {
  'command.check': {
    ja: '値を1行に1つ読み、番号は valid か invalid: 理由 を、ほかは fugo がどう扱うかを表示する(fugoが動いていなくてもよい)',
    en: 'read one value a line and print valid or invalid: reason, or what fugo makes of it; needs nothing running',
  },
  'command.check.personal-number': { ja: '個人番号(12桁)', en: 'personal numbers (12 digits)' },
  'command.check.municipality-code': {
    ja: '全国地方公共団体コード(6桁)',
    en: 'municipality codes (6 digits)',
  },
  'command.check.resident-record-code': { ja: '住民票コード(11桁)', en: 'resident record codes (11 digits)' },
  'command.check.name': { ja: '氏名: 検索キーと判定キー', en: 'names: the keys of the search and of the judge' },
  'command.check.reading': {
    ja: '氏名カナ: 検索キーと判定キー',
    en: 'readings: the keys of the search and of the judge',
  },
  'command.check.address': { ja: '住所: 検索キー', en: 'addresses: the key of the search' },
  'command.check.date': { ja: '日付: 西暦の年月日と分かっている部分', en: 'dates: the ISO date and its known parts' },
} as const satisfies Record<string, Message>;
