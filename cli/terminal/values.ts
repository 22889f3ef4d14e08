import { rules, type Checked } from '../../domain/values/checked.ts';
import { checkPersonalNumber } from '../../domain/values/personal-number.ts';
import { checkOrganisationCode } from '../../domain/organisations.ts';
import { checkMunicipalityCode } from '../../domain/values/municipality-code.ts';
import { say, usageError, type Context } from './context.ts';

/**
 * Readers of option values for commander. Each throws a usage error that names the option and the rule, never the
 * value.
 */
type Reader<Value> = (text: string) => Value;
type Speaker = Pick<Context, 'language'>;

export function wholeNumber(context: Speaker, option: string, from: number, to: number): Reader<number> {
  return (text) => {
    const number = Number(text);
    if (/^[0-9]+$/u.test(text) && number >= from && number <= to) return number;
    throw usageError(context, option, say(context, 'usage.wholeNumber', { from, to }));
  };
}

export function numberBetween(context: Speaker, option: string, from: number, to: number): Reader<number> {
  return (text) => {
    const number = Number(text);
    if (/^[0-9]+(\.[0-9]+)?$/u.test(text) && number >= from && number <= to) return number;
    throw usageError(context, option, say(context, 'usage.number', { from, to }));
  };
}

export function oneOf<Value extends string>(context: Speaker, option: string, values: readonly Value[]): Reader<Value> {
  return (text) => {
    const value = values.find((known) => known === text);
    if (value !== undefined) return value;
    throw usageError(context, option, say(context, 'usage.oneOf', { values: values.join(', ') }));
  };
}

/** Reads a value by a rule of domain/values. */
export function readBy(context: Speaker, option: string, check: (text: string) => Checked<string>): Reader<string> {
  return (text) => {
    const checked = check(text);
    if (checked.valid) return checked.value;
    throw usageError(context, option, rules[checked.rule][context.language]);
  };
}

export function municipalityCode(context: Speaker): Reader<string> {
  return readBy(context, '--municipality', checkMunicipalityCode);
}

/** `nation`, or the code of a prefecture or a municipality. */
export function organisationCode(context: Speaker): Reader<string> {
  return readBy(context, '--organisation', checkOrganisationCode);
}

/**
 * Somebody may have typed a personal number by mistake, which must not get into an address, since these are logged. An
 * imported integrated number of twelve digits may look like one all the same.
 */
export function isLikePersonalNumber(number: string): boolean {
  return checkPersonalNumber(number).valid;
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text);
}
