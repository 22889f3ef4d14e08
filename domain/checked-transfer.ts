/**
 * Address transfer data (宛名異動データ, S13 and S14) that has passed every rule: what fugo stores. The API and loads use the
 * same check, so a transfer means the same whichever way it comes.
 *
 * T1. All fields are judged at once, so one problem never hides another.
 * T2. The check takes any input and never throws.
 * T3. Names and texts are kept exactly as received; only numbers are normalised, and search keys are stored beside the
 *     texts.
 * T4. A problem names the field and the rule, never the value.
 */
import { isCalendarDate, millisOfDay, tokyoDateOf } from './calendar/civil-date.ts';
import { keyVersion, searchKeysOf, type SearchKeys } from './search-keys.ts';
import { checkAddressNumber } from './values/address-number.ts';
import { accept, refuse, rules, type RuleCode } from './values/checked.ts';
import { checkDate, type ReceivedDate } from './values/japanese-date.ts';
import { checkCharacters, checkName, countCodePoints, foldName } from './values/name-folding.ts';
import { checkNumberSystem } from './values/number-system.ts';
import { checkPersonalNumber, hasPersonalNumber } from './values/personal-number.ts';
import { sexes, type Sex } from './values/sex.ts';

/**
 * A transfer carries address information, business information, or both (seed P:339). Of a part that it does not carry
 * every field is null, but for `nonDisclosure` and the business items.
 */
export interface CheckedTransfer extends CarriedSearchKeys {
  transferId: string;
  /** Epoch milliseconds. */
  operatedAt: number;
  personalNumber: string | null;
  numberSystem: string;
  addressNumber: string;
  /** Null when the transfer carries no address information. */
  name: string | null;
  nameKana: string | null;
  birthDateText: string | null;
  /** YYYY-MM-DD; null when part of the date is unknown (不詳). */
  birthDate: string | null;
  sex: Sex | null;
  address: string | null;
  contact: string | null;
  delivery: string | null;
  nonDisclosure: boolean;
  /** Null when the transfer carries no business information. */
  dataType: string | null;
  /** Epoch milliseconds. */
  confirmedAt: number | null;
  businessItem1: string;
  businessItem2: string;
  senderStaffId: string | null;
}

type CarriedSearchKeys = { [Key in keyof Omit<SearchKeys, 'keyVersion'>]: SearchKeys[Key] | null } & Pick<
  SearchKeys,
  'keyVersion'
>;

/** What a sender may say: all but what the check itself makes, in the order in which a file of residents has it. */
export const transferFields = [
  'transferId',
  'operatedAt',
  'personalNumber',
  'numberSystem',
  'addressNumber',
  'name',
  'nameKana',
  'birthDate',
  'sex',
  'address',
  'contact',
  'delivery',
  'nonDisclosure',
  'dataType',
  'confirmedAt',
  'businessItem1',
  'businessItem2',
  'senderStaffId',
] as const satisfies readonly (keyof CheckedTransfer)[];
export type TransferField = (typeof transferFields)[number];

/** Rules about the shape of a body; domain/values has the rules of the values themselves. */
export const shapeRules = {
  UNKNOWN_RESIDENT: {
    ja: 'この住民の宛名情報がまだないため、業務情報だけでは受け付けられません。',
    en: 'Business information alone cannot be taken: there is no address information of this resident yet.',
  },
  NEITHER_PART: {
    ja: '宛名情報も業務情報もありません。どちらかが必要です。',
    en: 'There is neither address information nor business information; one of them is needed.',
  },
  MISSING: { ja: '必須の項目がありません。', en: 'The field is required.' },
  NOT_AN_OBJECT: { ja: 'JSONのオブジェクトではありません。', en: 'It is not a JSON object.' },
  NOT_TEXT: { ja: '文字列ではありません。', en: 'It is not a string.' },
  NOT_A_NUMBER: { ja: '数値ではありません。', en: 'It is not a number.' },
  NOT_A_BOOLEAN: { ja: 'true または false ではありません。', en: 'It is neither true nor false.' },
  NOT_A_LIST: { ja: 'リストではありません。', en: 'It is not a list.' },
  REPEATED_FIELD: { ja: '同じ項目が2度あります。', en: 'The field appears twice.' },
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

type FieldResult<T> = { valid: true; value: T } | { valid: false; rule: TransferRule };

/** Clocks differ a little, but an operation dated next year would keep every later one from becoming current. */
const clockTolerance = millisOfDay;

/** `now` is epoch milliseconds. The result depends on nothing but it and the transfer. */
export function checkTransfer(transfer: unknown, { now }: { now: number }): TransferCheck {
  if (!isRecord(transfer)) return { valid: false, problems: [{ field: '', rule: 'NOT_AN_OBJECT' }] };
  const judging: Judging = { transfer, now, found: 0, problems: [] };

  const transferId = checkRequired(judging, 'transferId', checkTransferId, '');
  const operatedAt = checkRequired(judging, 'operatedAt', checkOperatedAt, 0);
  const personalNumber = checkOptional(judging, 'personalNumber', checkPersonalNumber, null);
  const numberSystem = checkRequired(judging, 'numberSystem', checkNumberSystem, '');
  const addressNumber = checkRequired(judging, 'addressNumber', checkAddressNumber, '');
  const parts = partsOf(transfer);
  if (!parts.address && !parts.business) {
    judging.problems.push({ field: 'name', rule: 'NEITHER_PART' }, { field: 'dataType', rule: 'NEITHER_PART' });
  }
  const information = parts.address ? judgeAddressInformation(judging) : noAddressInformation;
  const nonDisclosure = checkFlag(judging, 'nonDisclosure');
  const business = parts.business ? judgeBusinessInformation(judging) : noBusinessInformation;
  const senderStaffId = checkOptional(judging, 'senderStaffId', checkStaffId, null);

  const { problems } = judging;
  // Twelve digits in an id may mean anything, but they must not be this resident's personal number.
  if (personalNumber !== null) {
    if (transferId.includes(personalNumber)) problems.push({ field: 'transferId', rule: 'PERSONAL_NUMBER_INSIDE' });
    if (addressNumber.includes(personalNumber))
      problems.push({ field: 'addressNumber', rule: 'PERSONAL_NUMBER_INSIDE' });
  }
  const given = Object.keys(transfer);
  if (given.length !== judging.found) {
    for (const field of given) {
      if (!fieldNames.has(field)) problems.push({ field: showableName(field), rule: 'UNKNOWN_FIELD' });
    }
  }
  if (problems.length > 0) return { valid: false, problems };
  return {
    valid: true,
    value: {
      transferId,
      operatedAt,
      personalNumber,
      numberSystem,
      addressNumber,
      ...information,
      nonDisclosure,
      ...business,
      senderStaffId,
    },
  };
}

/** The fields of each part; any of them says that the transfer carries it. */
export const addressPart = ['name', 'nameKana', 'birthDate', 'sex', 'address', 'contact', 'delivery'] as const;
export const businessPart = ['dataType', 'confirmedAt', 'businessItem1', 'businessItem2'] as const;

function partsOf(transfer: Record<string, unknown>): { address: boolean; business: boolean } {
  const has = (field: TransferField): boolean => transfer[field] !== undefined;
  return {
    // A protection is said of a resident's address information, never by itself; its absence may be written anywhere.
    address: addressPart.some(has) || (has('nonDisclosure') && transfer['nonDisclosure'] !== false),
    business: businessPart.some(has),
  };
}

/** 宛名情報 with its search keys: what a transfer says about a resident, and what staff may update. */
export interface CheckedAddressInformation
  extends Pick<CheckedTransfer, 'nameKana' | 'birthDate' | 'contact' | 'delivery'>, SearchKeys {
  name: string;
  birthDateText: string;
  sex: Sex;
  address: string;
}
type AddressInformationPart = Pick<CheckedTransfer, keyof CheckedAddressInformation>;

/** Checks the fields of address information by the rules of a transfer and ignores all others. */
export function checkAddressInformation(
  given: Record<string, unknown>,
  { now }: { now: number },
): { valid: true; value: CheckedAddressInformation } | { valid: false; problems: FieldProblem[] } {
  const judging: Judging = { transfer: given, now, found: 0, problems: [] };
  const value = judgeAddressInformation(judging);
  const { problems } = judging;
  return problems.length > 0 ? { valid: false, problems } : { valid: true, value };
}

function judgeAddressInformation(judging: Judging): CheckedAddressInformation {
  const name = checkRequired(judging, 'name', checkNameWithKey, '');
  const nameKana = checkOptional(judging, 'nameKana', checkName, null);
  const birthDate = checkRequired(judging, 'birthDate', checkBirthDate, { text: '', date: null });
  const sex = checkRequired(judging, 'sex', checkSex, 'unknown');
  const address = checkRequired(judging, 'address', checkAddress, '');
  const contact = checkOptional(judging, 'contact', checkContact, null);
  const delivery = checkOptional(judging, 'delivery', checkAddress, null);
  const searched = { name, nameKana, birthDateText: birthDate.text, birthDate: birthDate.date, address };
  return { ...searched, sex, contact, delivery, ...searchKeysOf(searched) };
}

const noAddressInformation: AddressInformationPart = {
  name: null,
  nameKana: null,
  birthDateText: null,
  birthDate: null,
  sex: null,
  address: null,
  contact: null,
  delivery: null,
  nameKey: null,
  nameKanaKey: null,
  kanaNameKey: null,
  birthDateKey: null,
  addressKey: null,
  keyVersion,
};

type BusinessInformationPart = Pick<CheckedTransfer, (typeof businessPart)[number]>;

/** 業務情報 (table 34). */
function judgeBusinessInformation(judging: Judging): BusinessInformationPart {
  return {
    dataType: checkRequired(judging, 'dataType', checkDataType, ''),
    confirmedAt: checkRequired(judging, 'confirmedAt', checkConfirmedAt, 0),
    businessItem1: checkOptional(judging, 'businessItem1', checkBusinessItem, ''),
    businessItem2: checkOptional(judging, 'businessItem2', checkBusinessItem, ''),
  };
}
const noBusinessInformation: BusinessInformationPart = {
  dataType: null,
  confirmedAt: null,
  businessItem1: '',
  businessItem2: '',
};

const fieldNames: ReadonlySet<string> = new Set(transferFields);

/** The state of a check: how many known fields were found, and what is wrong with them. */
interface Judging {
  transfer: Record<string, unknown>;
  now: number;
  found: number;
  problems: FieldProblem[];
}
type Check<T> = (text: string, now: number) => FieldResult<T>;

/** Returns the value, or `otherwise` once a problem is noted; the placeholder never leaves this file. */
function checkRequired<T>(judging: Judging, field: TransferField, check: Check<T>, otherwise: T): T {
  const given = takeField(judging, field);
  if (given !== undefined) return judge(judging, field, given, check, otherwise);
  judging.problems.push({ field, rule: 'MISSING' });
  return otherwise;
}

function checkOptional<T, D>(judging: Judging, field: TransferField, check: Check<T>, absent: D): T | D {
  const given = takeField(judging, field);
  return given === undefined ? absent : judge<T | D>(judging, field, given, check, absent);
}

function judge<T>(judging: Judging, field: TransferField, given: unknown, check: Check<T>, otherwise: T): T {
  const result = typeof given === 'string' ? check(given, judging.now) : refuseShape('NOT_TEXT');
  if (result.valid) return result.value;
  judging.problems.push({ field, rule: result.rule });
  return otherwise;
}

function checkFlag(judging: Judging, field: TransferField): boolean {
  const given = takeField(judging, field);
  if (given === undefined) return false;
  if (typeof given === 'boolean') return given;
  judging.problems.push({ field, rule: 'NOT_A_BOOLEAN' });
  return false;
}

/** Reads an ISO 8601 time with its offset. Returns epoch milliseconds. */
export function checkMoment(text: string, notAfter = Infinity): FieldResult<number> {
  const millis = millisOf(text);
  if (Number.isNaN(millis)) return refuseShape('NOT_A_MOMENT');
  return millis > notAfter ? refuseShape('DATE_IN_FUTURE') : accept(millis);
}

function checkOperatedAt(text: string, now: number): FieldResult<number> {
  return checkMoment(text, now + clockTolerance);
}

function checkConfirmedAt(text: string): FieldResult<number> {
  return checkMoment(text);
}

/**
 * NaN when the text is no moment. Every line of a file of residents repeats the same two moments, so the last two are
 * kept.
 */
function millisOf(text: string): number {
  if (text === lastMoments[0].text) return lastMoments[0].millis;
  const [newest, older] = lastMoments;
  const entry = text === older.text ? older : { text, millis: readMoment(text) };
  lastMoments = [entry, newest];
  return entry.millis;
}
let lastMoments: [newest: Moment, older: Moment] = [
  { text: '', millis: NaN },
  { text: '', millis: NaN },
];
type Moment = { text: string; millis: number };

function readMoment(text: string): number {
  const groups = moment.exec(text)?.groups;
  if (!groups || !isCalendarDate(groups['date'] ?? '')) return NaN;
  return Date.parse(
    `${groups['date'] ?? ''}T${groups['clock'] ?? ''}:${groups['seconds'] ?? '00'}.${(groups['fraction'] ?? '').padEnd(3, '0').slice(0, 3)}${groups['offset'] ?? ''}`,
  );
}
const moment =
  /^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<clock>(?:[01][0-9]|2[0-3]):[0-5][0-9])(?::(?<seconds>[0-5][0-9])(?:\.(?<fraction>[0-9]{1,9}))?)?(?<offset>Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$/u;

/** A name whose key is empty would match every other such name. */
function checkNameWithKey(text: string): FieldResult<string> {
  const checked = checkName(text);
  return checked.valid && foldName(text) === '' ? refuse('EMPTY') : checked;
}

export function checkBirthDate(text: string, now: number): FieldResult<Pick<ReceivedDate, 'text' | 'date'>> {
  if (text.length > 40 && countCodePoints(text) > 40) return refuse('TOO_LONG');
  return checkDate(text, { notAfter: todayAt(now) });
}

/** A file is judged at one moment, so its date is calculated once. */
function todayAt(now: number): string {
  if (now !== lastDay.now) lastDay = { now, date: tokyoDateOf(now) };
  return lastDay.date;
}
let lastDay = { now: NaN, date: '' };

function checkSex(text: string): FieldResult<Sex> {
  const sex = sexes.find((each) => each === text);
  return sex === undefined ? refuseShape('NOT_LISTED') : accept(sex);
}

function createPatternCheck(pattern: RegExp, rule: ShapeRuleCode): (text: string) => FieldResult<string> {
  return (text) => (pattern.test(text) ? accept(text) : refuseShape(rule));
}

/** Checks one line of text that is kept exactly as received: the characters of {@link checkName}, at another length. */
function createTextCheck({ longest, mayBeEmpty = false }: { longest: number; mayBeEmpty?: boolean }) {
  return (text: string): FieldResult<string> =>
    mayBeEmpty || /\S/u.test(text) ? checkCharacters(text, longest) : refuse('EMPTY');
}

const checkTransferId = createPatternCheck(/^[A-Za-z0-9._:-]{1,64}$/u, 'NOT_A_TRANSFER_ID');
const checkDataTypeLetters = createPatternCheck(/^[A-Za-z0-9]{1,16}$/u, 'NOT_A_DATA_TYPE');
export const checkDataType = (text: string): FieldResult<string> =>
  hasPersonalNumber(text) ? refuse('PERSONAL_NUMBER_INSIDE') : checkDataTypeLetters(text);
export const checkAddress = createTextCheck({ longest: 400 });
const checkContact = createTextCheck({ longest: 200 });
const checkBusinessItem = createTextCheck({ longest: 400, mayBeEmpty: true });
const checkStaffId = createTextCheck({ longest: 40 });

function refuseShape(rule: TransferRule): { valid: false; rule: TransferRule } {
  return { valid: false, rule };
}

/** The caller may have written a value in the place of a name, so only what looks like a name is shown. */
function showableName(name: string): string {
  return /^[A-Za-z_]{1,40}[0-9]{0,2}$/u.test(name) ? name : '';
}

/** Reads a field of the transfer and counts it as known, whether it has a value or not. */
function takeField(judging: Judging, field: TransferField): unknown {
  if (!Object.hasOwn(judging.transfer, field)) return undefined;
  judging.found += 1;
  return judging.transfer[field];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
