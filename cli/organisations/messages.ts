import type { Message } from '../terminal/message.ts';

/** Words of `fugo organisations`. */

export const organisationsMessages = {
  'command.organisations': {
    ja: '自団体と、その上下の団体の一覧',
    en: 'the own organisation, those below it and those above it',
  },
  'organisations.tier': { ja: '階層', en: 'tier' },
  'organisations.name': { ja: '名称', en: 'name' },
  'organisations.parent': { ja: '上位の団体', en: 'organisation above' },
  'tier.nation': { ja: '全国', en: 'nation' },
  'tier.prefecture': { ja: '都道府県', en: 'prefecture' },
  'tier.municipality': { ja: '市区町村', en: 'municipality' },
} as const satisfies Readonly<Record<string, Message>>;
