/**
 * The rules of texts that people write, stated once for the check and for the API's description. Lengths are counted in
 * code points, as in JSON Schema: 𠮷 is one.
 */
import { z } from 'zod';
import { countCodePoints } from '../../domain/values/name-folding.ts';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';

// Escaped, because they stand in the description, and a terminal would obey the characters themselves.
const controls = String.raw`\u0000-\u001f\u007f-\u009f`;
const controlsButLineEnds = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f`;
const blanks = String.raw`\s\ufeff`;

const boundedText = (least: number, most: number) =>
  z
    .string()
    .trim()
    .refine((text) => countCodePoints(text) >= least, { params: { rule: least === 1 ? 'EMPTY' : 'WRONG_FORMAT' } })
    .refine((text) => countCodePoints(text) <= most, { params: { rule: 'TOO_LONG' } })
    .refine((text) => !hasPersonalNumber(withoutUuids(text)), { params: { rule: 'PERSONAL_NUMBER_INSIDE' } });

/** UUIDs are removed first, because one may end in twelve digits. */
const withoutUuids = (text: string): string => text.replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/giu, '');

/** A pattern for texts with at least `least` characters from the first to the last visible one. */
function patternOf(forbidden: string, least: number): string {
  const any = `[^${forbidden}]`;
  const visible = `[^${blanks}${forbidden}]`;
  return least <= 1 ? `^${any}*${visible}${any}*$` : `^${any}*${visible}${any}{${least - 2},}${visible}${any}*$`;
}

/** One line, such as a name or an id. */
export function line({ least = 1, most }: { least?: number; most: number }) {
  return boundedText(least, most)
    .refine((text) => !/\p{Cc}/u.test(text), { params: { rule: 'CONTROL_CHARACTER' } })
    .meta({ minLength: least, maxLength: most, pattern: patternOf(controls, least) });
}

/** One or more lines, for what others read and for the audit log. */
export function lines({ least = 1, most }: { least?: number; most: number }) {
  return boundedText(least, most)
    .refine((text) => !/[^\P{Cc}\t\n\r]/u.test(text), { params: { rule: 'CONTROL_CHARACTER' } })
    .meta({ minLength: least, maxLength: most, pattern: patternOf(controlsButLineEnds, least) });
}

/** For a text of which something can be seen, whatever its length; a blank is no text, and a middle dot alone no name. */
export const visiblePattern = String.raw`^[^\u0000]*[^${blanks}・\u0000-\u001f\u180b-\u180f\u200b-\u200f\u2060\ufe00-\ufe0f][^\u0000]*$`;

/** A search term, or a setting with rules of its own: it may be empty, and other code checks its content. */
export function anyText(most: number) {
  return z
    .string()
    .refine((text) => countCodePoints(text) <= most, { params: { rule: 'TOO_LONG' } })
    .meta({ maxLength: most });
}
