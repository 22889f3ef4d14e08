import type { Message } from './message.ts';

/** Words that every command has: its help, the options and arguments that many share, yes and no. */
export const commonMessages = {
  'help.usage': { ja: '使い方:', en: 'Usage:' },
  'help.arguments': { ja: '引数:', en: 'Arguments:' },
  'help.options': { ja: 'オプション:', en: 'Options:' },
  'help.commands': { ja: 'コマンド:', en: 'Commands:' },
  'help.group.run': { ja: '動かす:', en: 'Run:' },
  'help.group.signIn': { ja: 'サインイン:', en: 'Signing in:' },
  'help.group.residents': { ja: '住民と異動:', en: 'Residents and transfers:' },
  'help.group.work': { ja: '日々の業務:', en: 'Daily work:' },
  'help.group.administration': { ja: '管理:', en: 'Administration:' },
  'help.group.tools': { ja: '道具(fugoが動いていなくてもよい):', en: 'Tools that need nothing running:' },
  'help.group.parts': { ja: '部分だけを動かす:', en: 'Parts alone:' },
  'help.help': { ja: '使い方を表示する', en: 'show this help' },
  'help.helpCommand': { ja: 'コマンドの使い方を表示する', en: 'show the help of a command' },
  'help.version': { ja: '版を表示する', en: 'show the version' },
  'help.default': { ja: '(既定: {value})', en: '(default: {value})' },
  'help.choices': { ja: '({values} のいずれか)', en: '(one of {values})' },
  'help.exitCodes': {
    ja: `終了コード:
  0  正常
  1  答えの中に誤りがある(不正な値、受け付けられなかった行や操作、正常でない部分)
  2  使い方または入力の誤り
  3  fugoが動いていない、またはつながらない
  4  権限がない
  5  内部の誤り

言語は FUGO_LANG またはロケール(LC_ALL, LC_MESSAGES, LANG)に従います。状態はすべて FUGO_HOME に置かれます。
個人番号は引数に書かず、ファイルか標準入力で渡してください。`,
    en: `Exit codes:
  0  all is well
  1  something in the answer is an error (an invalid value, a refused line or action, a part that is not well)
  2  wrong usage or input
  3  fugo is not running or cannot be reached
  4  no right to do this
  5  internal error

The language follows FUGO_LANG or the locale (LC_ALL, LC_MESSAGES, LANG). All state lives in FUGO_HOME.
Never write a personal number as an argument; pass it in a file or on standard input.`,
  },
  'help.fugo': {
    ja: '符号(ふごう): 住民一人ひとりの符号を一度だけ確実に取得する処理エンジン',
    en: 'fugo: gets every resident a linkage code, exactly once',
  },
  'argument.file': { ja: 'ファイル。- または省略で標準入力', en: 'file; - or none: standard input' },
  'option.json': { ja: '機械向けにJSONで表示する', en: 'print JSON for machines' },
  'option.organisation': {
    ja: '団体: nation、または都道府県・地方公共団体のコード(6桁)',
    en: 'organisation: nation, or the code of a prefecture or municipality (6 digits)',
  },
  'option.municipality': { ja: '全国地方公共団体コード(6桁)', en: 'municipality code (6 digits)' },
  'option.clientFile': {
    ja: 'クライアントのファイル(既定は FUGO_HOME の clients.json)',
    en: 'file with the clients (default: clients.json in FUGO_HOME)',
  },
  'option.staff': { ja: '職員ID(既定は fugo コマンドの利用者名)', en: 'staff id (default: the user of this command)' },
  'option.reason': { ja: '理由(監査記録に残る)', en: 'reason, kept in the audit log' },
  'option.name': { ja: '名前', en: 'name' },
  'list.count': { ja: '{count}件', en: '{count} entries' },
  'list.soFar': { ja: '{count}件…', en: '{count} so far …' },
  'list.more': { ja: 'ほかにもあります(--limit を増やしてください)', en: 'there are more (raise --limit)' },
  'option.list.limit': { ja: '表示する件数の上限', en: 'at most so many entries' },
  'option.yes': { ja: '確認せずに実行する', en: 'do it without asking' },
  yes: { ja: 'はい', en: 'yes' },
  no: { ja: 'いいえ', en: 'no' },
  none: { ja: 'なし', en: 'none' },
} as const satisfies Record<string, Message>;
