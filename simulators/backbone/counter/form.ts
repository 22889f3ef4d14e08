/** A clerk's form (S11): what was entered, and what is wrong with it. */
import type { CarriedParts, ClerkInput } from '../../../contracts/participants/backbone.ts';
import { carriedParts } from '../../../contracts/participants/backbone.ts';
import type { BusinessColumn } from '../../../contracts/participants/backbone-tables.ts';
import { isCalendarDate } from '../../../domain/calendar/civil-date.ts';
import { checkAddressInformation, transferRules, type TransferRule } from '../../../domain/checked-transfer.ts';
import { checkPersonalNumber } from '../../../domain/values/personal-number.ts';
import type { Backbone } from '../tables.ts';
import type { CounterMessage } from './messages.ts';
import type { Speaking } from './visit.ts';

export const addressFields = ['name', 'nameKana', 'birthDate', 'sex', 'address', 'contact', 'delivery'] as const;
export type AddressField = (typeof addressFields)[number];
export const requiredFields: ReadonlySet<string> = new Set(['name', 'birthDate', 'sex', 'address']);

/** The kinds of forms: somebody new, a personal number alone (seed P:308), a change of somebody known. */
export type FormKind = 'new' | 'number' | 'change';

/** As entered. `business`: by column. */
export interface Entered {
  /** Made with the form: the same form sent twice is the same transfer. */
  formId: string;
  personalNumber: string;
  carries: CarriedParts;
  address: Partial<Record<AddressField, string>>;
  nonDisclosure: boolean;
  business: Record<string, string>;
}
export interface FormProblem {
  field: string;
  /** A rule of a transfer, or a word of the counter. */
  rule: TransferRule | CounterMessage;
  values?: Readonly<Record<string, string>>;
}

export function sentenceOf(
  { language, say }: Speaking,
  { rule, values }: Pick<FormProblem, 'rule' | 'values'>,
): string {
  if (rule === 'MISSING') return say('problem.missing');
  return isTransferRule(rule) ? transferRules[rule][language] : say(rule, values);
}
export const isTransferRule = (rule: string): rule is TransferRule => Object.hasOwn(transferRules, rule);

type Body = Record<string, unknown>;

export function readForm(body: Body, { business }: Backbone): Entered {
  const textOf = (field: string): string => {
    const value = body[field];
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    formId: textOf('formId'),
    personalNumber: textOf('personalNumber'),
    carries: carriedParts.find((part) => part === textOf('carries')) ?? 'both',
    address: Object.fromEntries(addressFields.flatMap((field) => (textOf(field) ? [[field, textOf(field)]] : []))),
    nonDisclosure: textOf('nonDisclosure') === 'on',
    business: Object.fromEntries(business.columns.flatMap(({ name }) => (textOf(name) ? [[name, textOf(name)]] : []))),
  };
}

export const isFormId = (text: string): boolean => /^[0-9a-f-]{36}$/u.test(text);

/** The input of the register, or what is wrong: every problem at once. */
export function checkForm(
  kind: FormKind,
  entered: Entered,
  { backbone, clerk, addressNumber, now }: { backbone: Backbone; clerk: string; addressNumber?: string; now: number },
): { transferId: string; input: ClerkInput; problems: FormProblem[] } {
  const problems: FormProblem[] = [];
  const { carries, business } = entered;
  const personalNumber = checkNumber(kind, entered, problems);
  const hasAddress = kind !== 'number' && carries !== 'business';
  const hasBusiness = kind !== 'number' && carries !== 'address';
  if (hasAddress) {
    const checked = checkAddressInformation(entered.address, { now });
    if (!checked.valid) {
      problems.push(...checked.problems);
    }
  }
  if (hasBusiness) {
    for (const column of backbone.business.columns) {
      const rule = findProblem(column, business[column.name] ?? '');
      if (rule) problems.push({ field: column.name, rule });
    }
    const [first] = backbone.business.items;
    if (business[first] === undefined) problems.push({ field: first, rule: missing });
  }
  const transferId = `${backbone.numberSystem}-${entered.formId}`;
  return {
    transferId,
    problems,
    input: {
      transferId,
      ...(personalNumber !== undefined && { personalNumber }),
      ...(addressNumber !== undefined && { addressNumber }),
      carries: kind === 'number' ? 'both' : carries,
      ...(hasAddress && { ...entered.address, nonDisclosure: entered.nonDisclosure }),
      ...(hasBusiness && { business }),
      clerk,
    },
  };
}
const missing = 'problem.missing';

function checkNumber(
  kind: FormKind,
  { personalNumber, carries }: Entered,
  problems: FormProblem[],
): string | undefined {
  if (personalNumber === '') {
    // Business information alone says of nobody new who it is about.
    const isNeeded = kind === 'number' || (kind === 'new' && carries === 'business');
    if (isNeeded) problems.push({ field: 'personalNumber', rule: missing });
    return undefined;
  }
  const checked = checkPersonalNumber(personalNumber);
  if (checked.valid) return checked.value;
  problems.push({ field: 'personalNumber', rule: checked.rule });
  return undefined;
}

function findProblem({ kind, choices }: BusinessColumn, text: string): CounterMessage | 'TOO_LONG' | undefined {
  if (text === '') return undefined;
  if (choices) return choices.includes(text) ? undefined : 'problem.choice';
  if (kind === 'yen') return /^[0-9]{1,12}$/u.test(text) ? undefined : 'problem.yen';
  if (kind === 'year') return /^(?:19|20)[0-9]{2}$/u.test(text) ? undefined : 'problem.year';
  if (kind === 'date') return isCalendarDate(text) ? undefined : 'problem.date';
  return text.length <= 100 ? undefined : 'TOO_LONG';
}
