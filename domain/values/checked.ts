import { passwordRules } from './password-rules.ts';

/**
 * The rules of values from outside, and the result of a check: the value, or the rule that it breaks. A rule's sentence
 * never contains the value, so it may be shown, logged and answered.
 */
export const rules = {
  ...passwordRules,
  EMPTY: { ja: '値がありません。', en: 'The value is empty.' },
  NOT_2_DIGITS: { ja: '2桁の数字ではありません。', en: 'It is not 2 digits.' },
  NOT_6_DIGITS: { ja: '6桁の数字ではありません。', en: 'It is not 6 digits.' },
  NOT_11_DIGITS: { ja: '11桁の数字ではありません。', en: 'It is not 11 digits.' },
  NOT_12_DIGITS: { ja: '12桁の数字ではありません。', en: 'It is not 12 digits.' },
  NOT_1_TO_15_DIGITS: { ja: '1桁から15桁の数字ではありません。', en: 'It is not 1 to 15 digits.' },
  ALL_ZERO: { ja: 'すべて0の番号は使えません。', en: 'A number of zeros only is not given to anyone.' },
  CHECK_DIGIT: { ja: '検査用数字が合いません。', en: 'The check digit does not agree.' },
  UNOFFICIAL_CHECK_DIGIT: {
    ja: '検査数字が、一般に知られている算式と合いません。',
    en: 'The check digit does not agree with the formula in common use.',
  },
  UNREADABLE_DATE: { ja: '日付として読めません。', en: 'It cannot be read as a date.' },
  IMPOSSIBLE_DATE: { ja: '暦にない日付です。', en: 'There is no such day in the calendar.' },
  OUTSIDE_ERA: { ja: 'その元号の期間にない日付です。', en: 'The era does not have this day.' },
  BEFORE_MEIJI_6: {
    ja: '明治6年1月1日より前の日付は扱えません。',
    en: 'Days before 1873-01-01, when the solar calendar began, are not accepted.',
  },
  WRONG_WEEKDAY: { ja: '曜日が日付と合いません。', en: 'The weekday is not that of the date.' },
  DATE_IN_FUTURE: { ja: '未来の日付です。', en: 'The date is in the future.' },
  TOO_LONG: { ja: '文字数が多すぎます。', en: 'It has too many characters.' },
  CONTROL_CHARACTER: { ja: '制御文字が含まれています。', en: 'It contains a control character.' },
  BROKEN_CHARACTER: { ja: '壊れた文字が含まれています。', en: 'It contains a broken character.' },
  TOO_MANY: {
    ja: '数が多すぎます。使わないものを消してください。',
    en: 'There are too many. Remove what is not used.',
  },
  NAME_TAKEN: { ja: 'この名前はすでに使っています。', en: 'You use this name already.' },
  PERSONAL_NUMBER_INSIDE: {
    ja: '個人番号を書くことはできません。',
    en: 'A personal number may not be written here.',
  },
  NOT_OF_THIS_TIER: {
    ja: 'この階層の団体にはない役割です。',
    en: 'An organisation of this tier does not give this role.',
  },
  NOT_A_CLOCK_TIME: { ja: '時刻（HH:MM）ではありません。', en: 'It is not a time of day (HH:MM).' },
  CLOSES_BEFORE_OPENING: { ja: '終了が開始より後になっていません。', en: 'The end is not after the start.' },
  OUTSIDE_COMMON_HOURS: {
    ja: '共通運用時間の外です。延長は承認済みの例外として登録してください。',
    en: 'It is outside the common operating hours; an extension needs an approved exception.',
  },
  MARGIN_OUT_OF_RANGE: {
    ja: '終了前の余裕は、0分以上で運用時間より短い整数にしてください。',
    en: 'The closing margin must be whole minutes, from 0 to less than the operating hours.',
  },
  NOT_A_CALENDAR_DATE: { ja: '日付（YYYY-MM-DD）ではありません。', en: 'It is not a date (YYYY-MM-DD).' },
  YEAR_WITHOUT_HOLIDAYS: {
    ja: '祝日を定めていない年です（2000年から2099年まで）。',
    en: 'The holidays of that year are not kept (2000 to 2099 are).',
  },
  REPEATED_DATE: { ja: '同じ日付が2度あります。', en: 'The date appears twice.' },
  NOT_AN_INSTANT: {
    ja: '時差付きの日時（例 2026-04-01T17:00+09:00、分単位）ではありません。',
    en: 'It is not a time with its offset in whole minutes (such as 2026-04-01T17:00+09:00).',
  },
  NO_ROOM_BEFORE_START: {
    ja: '日次処理と起動が、深夜0時から次の運用開始までに収まりません(0分以上の整数)。',
    en: 'Daily processing and start must fit between midnight and the next opening, in whole minutes.',
  },
  BEFORE_COMMON_CLOSE: {
    ja: '共通運用時間の終了より前です。早い終了は1日ごとに登録してください。',
    en: 'It is before the common close; an earlier end is set for single days.',
  },
  MARGIN_BELOW_COMMON: {
    ja: '終了前の余裕が、全国の暦より短くなっています。',
    en: 'The closing margin is shorter than that of the national calendar.',
  },
  NATION_ONLY: {
    ja: '全国の暦だけが定められます。',
    en: 'Only the national calendar may say so.',
  },
  EXCEPTION_TOO_LONG: { ja: '延長は31日までです。', en: 'An exception lasts 31 days at most.' },
  IN_THE_PAST: { ja: 'すでに過ぎた日時です。', en: 'That time has passed.' },
  NOBODY_TO_NAME: {
    ja: 'この種別の延長には、市区町村を指定しません。',
    en: 'An exception of this kind names no municipality.',
  },
  OWN_ORGANISATION: { ja: '自分の団体です。', en: 'It is your own organisation.' },
  NOT_REGISTERED: { ja: '登録されていない団体です。', en: 'That organisation is not registered.' },
  PART_OF_ANOTHER_TIER: {
    ja: 'ほかの階層の団体が定める暦です。',
    en: 'That part of the calendar belongs to another tier.',
  },
  MUNICIPALITY_ONLY: {
    ja: '延長を申請するのは市区町村です。',
    en: 'Municipalities ask for exceptions; no other organisation does.',
  },
  REPEATED_NAME: { ja: '同じ団体が2度あります。', en: 'The organisation appears twice.' },
  FILE_TOO_LARGE: { ja: 'ファイルが大きすぎます。', en: 'The file is too large.' },
  NOT_UTF_8: { ja: 'UTF-8ではないバイトがあります。', en: 'It has bytes that are not UTF-8.' },
  NOT_SHIFT_JIS: { ja: 'Shift_JISではないバイトがあります。', en: 'It has bytes that are not Shift_JIS.' },
  NOT_A_CALENDAR_FILE: {
    ja: '暦のファイル(iCalendar)として読めません。',
    en: 'It cannot be read as a calendar file (iCalendar).',
  },
  TOO_MANY_DAYS: {
    ja: '日数が多すぎます。期間を短くしてください。',
    en: 'It has too many days. Choose a shorter period.',
  },
  UNKNOWN_TIME_ZONE: {
    ja: '扱えないタイムゾーンです(Asia/Tokyoだけを読みます)。',
    en: 'That time zone is not read; only Asia/Tokyo is.',
  },
  RECURRENCE_NOT_READ: {
    ja: '読めない繰り返しの規則です。日を1日ずつ書いてください。',
    en: 'That rule of repetition is not read; write its days one by one.',
  },
  NOT_TWO_COLUMNS: { ja: '「日付,名称」の2列ではありません。', en: 'It has not two columns, date and name.' },
  NOT_A_SLASHED_DATE: {
    ja: '日付(例 2026/5/6)ではありません。',
    en: 'It is not a date such as 2026/5/6.',
  },
  NAME_TWICE: { ja: '同じ名前が2度あります。', en: 'The name appears twice.' },
  UNKNOWN_JOB: { ja: 'このジョブネットにないジョブです。', en: 'The net has no such job.' },
  CYCLE: { ja: 'ジョブが、たどると自分自身を待っています。', en: 'The job waits, by way of others, for itself.' },
  NO_JOB_BEFORE: {
    ja: '先行ジョブがないので、この条件は使えません。',
    en: 'No job comes before, so this condition means nothing.',
  },
  OPEN_DAYS_ONLY: {
    ja: '実行日が開業日だけなので、休業日の扱いは「skip」だけです。',
    en: 'It runs on open days alone, so closed days can only be skipped.',
  },
  UNKNOWN_COMMAND: { ja: 'fugo自身が行うジョブではありません。', en: 'fugo itself has no such job.' },
  SERVER_OF_ANOTHER: {
    ja: '他の団体のサーバです。全国だけが他の団体のサーバを指定できます。',
    en: 'It is the server of another organisation, which only the nation may name.',
  },
  OTHER_KIND: {
    ja: 'この名前の配布物は、別の種類です。',
    en: 'A release of this name is of another kind.',
  },
  NOT_PUBLISHED: { ja: '公開されている版ではありません。', en: 'That version is not published.' },
  NOT_OF_THIS_KIND: {
    ja: 'この種類のファイルとして読めません。',
    en: 'It cannot be read as a file of this kind.',
  },
  NO_TARGETS: { ja: '配信先になる団体がありません。', en: 'There is no organisation to deliver to.' },
  WAVES_DO_NOT_RISE: {
    ja: '段階の割合は順に大きくし、最後を100にしてください。',
    en: 'The shares of the waves must rise, and the last must be 100.',
  },
} as const satisfies Record<string, { ja: string; en: string }>;
export type RuleCode = keyof typeof rules;

export type Checked<T> = { valid: true; value: T } | { valid: false; rule: RuleCode };

export function accept<T>(value: T): Checked<T> {
  return { valid: true, value };
}

export function refuse(rule: RuleCode): { valid: false; rule: RuleCode } {
  return { valid: false, rule };
}
