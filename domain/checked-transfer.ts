/**
 * 宛名異動データ (S14) after every rule of its values was judged: what fugo stores. The API and the bulk load use the
 * same check, so a transfer means the same whichever way it comes.
 *
 * T1. All fields are judged at once; one that is wrong never hides another.
 * T2. Whatever comes in, the check answers and never throws.
 * T3. Names and texts are kept exactly as received; only numbers are normalised, and keys are made beside the texts.
 * T4. A problem names the field and the rule, never the value.
 */
import { isCalendarDate, millisOfDay, tokyoDateOf } from './calendar/civil-date.ts';
import { checkAddressNumber } from './values/address-number.ts';
import { accepted, refused, rules, type Checked, type RuleCode } from './values/checked.ts';
import { checkDate } from './values/japanese-date.ts';
import { checkName, countCodePoints, foldAddress, foldName } from './values/name-folding.ts';
import { checkNumberSystem } from './values/number-system.ts';
import { checkPersonalNumber } from './values/personal-number.ts';

export const transferSexes = ['male', 'female', 'unknown'] as const;

export interface CheckedTransfer {
  transferId: string;
  /** Epoch milliseconds. */
  operatedAt: number;
  personalNumber: string | null;
  numberSystem: string;
  addressNumber: string;
  name: string;
  nameKana: string | null;
  nameKey: string;
  birthDateText: string;
  /** YYYY-MM-DD, or null where the day is not wholly known (不詳). */
  birthDate: string | null;
  sex: (typeof transferSexes)[number];
  address: string;
  addressKey: string;
  contact: string | null;
  delivery: string | null;
  nonDisclosure: boolean;
  dataType: string;
  /** Epoch milliseconds. */
  confirmedAt: number;
  businessItem1: string;
  businessItem2: string;
  senderStaffId: string | null;
}

/** Rules of the shape of a body; the rules of the values themselves are domain/values. */
export const shapeRules = {
  MISSING: { ja: '必須の項目がありません。', en: 'The field is required.' },
  NOT_AN_OBJECT: { ja: 'JSONのオブジェクトではありません。', en: 'It is not a JSON object.' },
  NOT_TEXT: { ja: '文字列ではありません。', en: 'It is not a string.' },
  NOT_A_NUMBER: { ja: '数値ではありません。', en: 'It is not a number.' },
  NOT_A_BOOLEAN: { ja: 'true または false ではありません。', en: 'It is neither true nor false.' },
  NOT_A_LIST: { ja: 'リストではありません。', en: 'It is not a list.' },
  UNKNOWN_FIELD: { ja: '定義されていない項目です。', en: 'There is no such field.' },
  NOT_LISTED: { ja: '決められた値のいずれでもありません。', en: 'It is none of the values that may stand here.' },
  WRONG_FORMAT: { ja: '形式が正しくありません。', en: 'It does not have the required form.' },
  OUT_OF_RANGE: { ja: '許される範囲にありません。', en: 'It is outside the allowed range.' },
  NOT_A_TRANSFER_ID: {
    ja: '異動IDは、半角の英数字と . _ : - の1文字から64文字です。',
    en: 'A transfer id has 1 to 64 letters, digits and . _ : - only.',
  },
  NOT_A_DATA_TYPE: {
    ja: 'データ種別は、半角英数字の1文字から16文字です。',
    en: 'A data type has 1 to 16 letters and digits only.',
  },
  NOT_A_MOMENT: {
    ja: '時差付きの日時（例 2026-04-01T09:30:00+09:00）ではありません。',
    en: 'It is not a date and time with its offset (such as 2026-04-01T09:30:00+09:00).',
  },
} as const satisfies Record<string, { ja: string; en: string }>;
export type ShapeRuleCode = keyof typeof shapeRules;
export type TransferRule = RuleCode | ShapeRuleCode;

export const transferRules: Record<TransferRule, { ja: string; en: string }> = { ...rules, ...shapeRules };

export interface FieldProblem {
  field: string;
  rule: TransferRule;
}
export type TransferCheck = { valid: true; value: CheckedTransfer } | { valid: false; problems: FieldProblem[] };

type Judged<T> = { valid: true; value: T } | { valid: false; rule: TransferRule };

/** Clocks differ a little; an operation said to be of next year would keep every later one from becoming current. */
const clockTolerance = millisOfDay;

/** `now` is epoch milliseconds; nothing else but the transfer decides. */
export function checkTransfer(transfer: unknown, { now }: { now: number }): TransferCheck {
  if (!isRecord(transfer)) return { valid: false, problems: [{ field: '', rule: 'NOT_AN_OBJECT' }] };
  const problems: FieldProblem[] = [];
  /** The value, or undefined with the problem noted. */
  const field = <T>(name: FieldName, check: (text: string) => Judged<T>): T | undefined => {
    const given = ownField(transfer, name);
    const judged: Judged<T> =
      given === undefined ? broken('MISSING') : typeof given === 'string' ? check(given) : broken('NOT_TEXT');
    if (judged.valid) return judged.value;
    problems.push({ field: name, rule: judged.rule });
    return undefined;
  };
  const optional = <T, D>(name: FieldName, check: (text: string) => Judged<T>, absent: D): T | D | undefined =>
    ownField(transfer, name) === undefined ? absent : field(name, check);
  const flag = (name: FieldName): boolean | undefined => {
    const given = ownField(transfer, name);
    if (given === undefined || typeof given === 'boolean') return given ?? false;
    problems.push({ field: name, rule: 'NOT_A_BOOLEAN' });
    return undefined;
  };

  const checked = {
    transferId: field('transferId', matching(/^[A-Za-z0-9._:-]{1,64}$/u, 'NOT_A_TRANSFER_ID')),
    operatedAt: field('operatedAt', (text) => checkMoment(text, now + clockTolerance)),
    personalNumber: optional('personalNumber', checkPersonalNumber, null),
    numberSystem: field('numberSystem', checkNumberSystem),
    addressNumber: field('addressNumber', checkAddressNumber),
    name: field('name', checkNameWithKey),
    nameKana: optional('nameKana', checkName, null),
    birthDate: field('birthDate', (text) =>
      countCodePoints(text) > 40 ? refused('TOO_LONG') : checkDate(text, { notAfter: tokyoDateOf(now) }),
    ),
    sex: field('sex', checkSex),
    address: field('address', textOf({ longest: 400 })),
    contact: optional('contact', textOf({ longest: 200 }), null),
    delivery: optional('delivery', textOf({ longest: 400 }), null),
    nonDisclosure: flag('nonDisclosure'),
    dataType: field('dataType', matching(/^[A-Za-z0-9]{1,16}$/u, 'NOT_A_DATA_TYPE')),
    confirmedAt: field('confirmedAt', (text) => checkMoment(text)),
    businessItem1: optional('businessItem1', textOf({ longest: 400, mayBeEmpty: true }), ''),
    businessItem2: optional('businessItem2', textOf({ longest: 400, mayBeEmpty: true }), ''),
    senderStaffId: optional('senderStaffId', textOf({ longest: 40 }), null),
  };
  for (const name of Object.keys(transfer)) {
    if (!Object.hasOwn(checked, name)) problems.push({ field: showableName(name), rule: 'UNKNOWN_FIELD' });
  }
  if (problems.length > 0 || !isComplete(checked)) return { valid: false, problems };

  const { name, birthDate, ...rest } = checked;
  return {
    valid: true,
    value: {
      ...rest,
      name,
      nameKey: foldName(name),
      birthDateText: birthDate.text,
      birthDate: birthDate.date,
      addressKey: foldAddress(checked.address),
    },
  };
}

type FieldName = Exclude<keyof CheckedTransfer, 'nameKey' | 'addressKey' | 'birthDateText'>;

/** An instant in ISO 8601 with its offset; epoch milliseconds. */
export function checkMoment(text: string, notAfter = Infinity): Judged<number> {
  const groups = moment.exec(text)?.groups;
  if (!groups || !isCalendarDate(groups['date'] ?? '')) return broken('NOT_A_MOMENT');
  const millis = Date.parse(
    `${groups['date'] ?? ''}T${groups['clock'] ?? ''}:${groups['seconds'] ?? '00'}.${(groups['fraction'] ?? '').padEnd(3, '0').slice(0, 3)}${groups['offset'] ?? ''}`,
  );
  if (Number.isNaN(millis)) return broken('NOT_A_MOMENT');
  return millis > notAfter ? broken('DATE_IN_FUTURE') : accepted(millis);
}
const moment =
  /^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<clock>(?:[01][0-9]|2[0-3]):[0-5][0-9])(?::(?<seconds>[0-5][0-9])(?:\.(?<fraction>[0-9]{1,9}))?)?(?<offset>Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$/u;

/** A name that folds to nothing would agree with every other such name. */
function checkNameWithKey(text: string): Checked<string> {
  const checked = checkName(text);
  return checked.valid && foldName(text) === '' ? refused('EMPTY') : checked;
}

function checkSex(text: string): Judged<CheckedTransfer['sex']> {
  const sex = transferSexes.find((each) => each === text);
  return sex === undefined ? broken('NOT_LISTED') : accepted(sex);
}

function matching(pattern: RegExp, rule: ShapeRuleCode): (text: string) => Judged<string> {
  return (text) => (pattern.test(text) ? accepted(text) : broken(rule));
}

/** One line of text to be kept exactly as received; the characters of {@link checkName}, at another length. */
function textOf({ longest, mayBeEmpty = false }: { longest: number; mayBeEmpty?: boolean }) {
  return (text: string): Judged<string> => {
    if (!mayBeEmpty && text.trim() === '') return refused('EMPTY');
    if (countCodePoints(text) > longest) return refused('TOO_LONG');
    if (/[\p{Cc}\u{2028}-\u{202e}\u{2066}-\u{2069}]/u.test(text)) return refused('CONTROL_CHARACTER');
    if (/[\p{Cs}\u{fffd}-\u{ffff}]/u.test(text)) return refused('BROKEN_CHARACTER');
    return accepted(text);
  };
}

function broken(rule: TransferRule): { valid: false; rule: TransferRule } {
  return { valid: false, rule };
}

/** A caller may have written a value where a name belongs; only what looks like a name is shown again. */
function showableName(name: string): string {
  return /^[A-Za-z_]{1,40}[0-9]{0,2}$/u.test(name) ? name : '';
}

/** No problem means no undefined; said so that the compiler knows it as well. */
function isComplete<T extends object>(fields: T): fields is { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.values(fields).every((value) => value !== undefined);
}

function ownField(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
