import type { LoadLine, LoadLineProblem } from '../contracts/load-file.ts';
import { checkTransfer } from '../domain/checked-transfer.ts';
import { accept } from '../domain/values/checked.ts';
import { checkImportedIntegratedAddressNumber } from '../domain/values/integrated-address-number.ts';
import { checkCharacters } from '../domain/values/name-folding.ts';

/** What a line may leave out because it is the same for the whole file. */
export interface LoadDefaults {
  numberSystem?: string;
  dataType?: string;
  operatedAt?: string;
  confirmedAt?: string;
}

/** A line as taken apart, with what is wrong with it already. */
export interface TakenApart {
  /** Fields of the transfer that can be judged. */
  transfer: Record<string, unknown>;
  integratedAddressNumber: unknown;
  problems: LoadLineProblem[];
}

export type LineJudge = (line: number, takenApart: TakenApart) => LoadLine | LoadLineProblem[];

/**
 * Judges a line by the rules of a transfer of the API, after what it may leave out was put in. The transfer id is then
 * the file's key and the line, so that reading the same file again gives the same ids.
 */
export function createLineJudge({
  now,
  fileKey,
  defaults = {},
}: {
  now: number;
  fileKey: string;
  defaults?: LoadDefaults;
}): LineJudge {
  const present = new Date(now).toISOString();
  const supplied = Object.entries({ operatedAt: present, confirmedAt: present, dataType: 'LOAD', ...defaults });
  const check = { now };
  return (line, { transfer, integratedAddressNumber, problems }) => {
    if (transfer['transferId'] === undefined) transfer['transferId'] = `${fileKey}:${line}`;
    for (const [field, value] of supplied) {
      if (transfer[field] === undefined) transfer[field] = value;
    }
    const checked = checkTransfer(transfer, check);
    const integrated = checkIntegrated(integratedAddressNumber, transfer['personalNumber']);
    // A date forgives blanks, a tab among them; but what is stored has no control character in any field.
    const birthDate = checked.valid ? checkCharacters(checked.value.birthDateText, longestDate) : accept('');
    if (checked.valid && birthDate.valid && integrated.valid && problems.length === 0) {
      return Object.assign(checked.value, { integratedAddressNumber: integrated.value });
    }
    // A field that could not be read is not missing as well.
    const unread = new Set(problems.map(({ field }) => field));
    return [
      ...problems,
      ...(checked.valid ? [] : checked.problems.filter(({ field }) => !unread.has(field))),
      ...(birthDate.valid ? [] : [{ field: 'birthDate', rule: birthDate.rule }]),
      ...(integrated.valid ? [] : [{ field: 'integratedAddressNumber', rule: integrated.rule }]),
    ];
  };
}

const longestDate = 40;

type Integrated = { valid: true; value: string | null } | { valid: false; rule: LoadLineProblem['rule'] };

function checkIntegrated(given: unknown, personalNumber: unknown): Integrated {
  if (given === undefined) return { valid: true, value: null };
  if (typeof given !== 'string') return { valid: false, rule: 'NOT_TEXT' };
  // An integrated number stands in every list, so it is not the number of the very person.
  if (typeof personalNumber === 'string' && personalNumber !== '' && given.includes(personalNumber)) {
    return { valid: false, rule: 'PERSONAL_NUMBER_INSIDE' };
  }
  return checkImportedIntegratedAddressNumber(given);
}
