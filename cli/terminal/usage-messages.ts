import type { Message } from './message.ts';

/** What is wrong with a command line. */
export const usageMessages = {
  'usage.rule': { ja: '{name}: {rule}', en: '{name}: {rule}' },
  'usage.help': { ja: '使い方: {command} --help', en: 'For help: {command} --help' },
  'usage.unknownCommand': { ja: 'そのようなコマンドはありません。', en: 'There is no such command.' },
  'usage.unknownOption': { ja: 'そのようなオプションはありません。', en: 'There is no such option.' },
  'usage.missingArgument': { ja: '引数が必要です。', en: 'The argument is missing.' },
  'usage.missingValue': { ja: '値が必要です。', en: 'The option needs a value.' },
  'usage.missingOption': { ja: 'このオプションが必要です。', en: 'The option is required.' },
  'usage.excess': { ja: '引数が多すぎます。', en: 'There are too many arguments.' },
  'usage.conflict': { ja: '同時に使えないオプションがあります。', en: 'Some of these options exclude each other.' },
  'usage.commandMissing': { ja: 'コマンドを指定してください。', en: 'Name a command.' },
  'usage.didYouMean': { ja: '{name} のことですか?', en: 'Did you mean {name}?' },
  'usage.wholeNumber': {
    ja: '{from}から{to}までの整数にしてください。',
    en: 'It must be a whole number from {from} to {to}.',
  },
  'usage.number': { ja: '{from}から{to}までの数にしてください。', en: 'It must be a number from {from} to {to}.' },
  'usage.oneOf': { ja: '{values} のいずれかにしてください。', en: 'It must be one of {values}.' },
  'usage.twice': { ja: '同じ値が2度あります。', en: 'The same value stands there twice.' },
  'usage.needs': { ja: '{others} も必要です。', en: 'It needs {others} as well.' },
  'usage.nothingToChange': {
    ja: '変えるものがありません。オプションを指定してください。',
    en: 'Nothing to change: name at least one option.',
  },
} as const satisfies Record<string, Message>;
