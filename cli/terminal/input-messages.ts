import type { Message } from './message.ts';

/** What is read from a file or from standard input. */
export const inputMessages = {
  'input.waiting': {
    ja: '標準入力から読みます(終わりはCtrl-D)',
    en: 'reading standard input (end with Ctrl-D)',
  },
  'input.notUtf8': { ja: '文字コードがUTF-8ではありません。', en: 'It is not UTF-8.' },
  'input.empty': { ja: '入力がありません。', en: 'There is no input.' },
  'input.notJson': { ja: 'JSONとして読めません({line}行目)。', en: 'It is not JSON (line {line}).' },
  'input.notObject': {
    ja: '宛名異動データ(JSONのオブジェクト)ではありません({line}件目)。',
    en: 'Item {line} is not a transfer (a JSON object).',
  },
} as const satisfies Record<string, Message>;
