import type { LoadLine, LoadLineProblem } from '../contracts/load-file.ts';
import { businessPart, checkTransfer } from '../domain/checked-transfer.ts';
import { accept } from '../domain/values/checked.ts';
import { checkImportedIntegratedAddressNumber } from '../domain/values/integrated-address-number.ts';
import { checkCharacters } from '../domain/values/name-folding.ts';

/** What lines may leave out because it is the same for the whole file. */
export interface LoadDefaults {
  numberSystem?: string;
  dataType?: string;
  operatedAt?: string;
  confirmedAt?: string;
}

/** A line after parsing, with the problems found so far. */
export interface ParsedLine {
  /** Fields of the transfer that can be judged. */
  transfer: Record<string, unknown>;
  integratedAddressNumber: unknown;
  problems: LoadLineProblem[];
}

export type LineJudge = (line: number, parsedLine: ParsedLine) => LoadLine | LoadLineProblem[];

/**
 * Judges a line by the rules of a transfer, after filling in what it may leave out. A missing transfer id becomes the
 * file key and the line number, so that reading the same file again gives the same ids.
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
  const nowText = new Date(now).toISOString();
  const { dataType, confirmedAt, ...ofEveryLine } = defaults;
  const defaultValues = Object.entries({ operatedAt: nowText, ...ofEveryLine });
  // Of a line that carries business information: by a field of its own, or because the file was said to.
  const businessDefaults = Object.entries({ dataType: dataType ?? 'LOAD', confirmedAt: confirmedAt ?? nowText });
  const isAllBusiness = dataType !== undefined || confirmedAt !== undefined;
  const check = { now };
  return (line, { transfer, integratedAddressNumber, problems }) => {
    if (transfer['transferId'] === undefined) transfer['transferId'] = `${fileKey}:${line}`;
    for (const [field, value] of defaultValues) {
      if (transfer[field] === undefined) transfer[field] = value;
    }
    if (isAllBusiness || businessPart.some((field) => transfer[field] !== undefined)) {
      for (const [field, value] of businessDefaults) {
        if (transfer[field] === undefined) transfer[field] = value;
      }
    }
    const checked = checkTransfer(transfer, check);
    const integrated = checkIntegrated(integratedAddressNumber, transfer['personalNumber']);
    // A date may hold blanks, even a tab, but no stored field may hold a control character.
    const birthDate = checked.valid ? checkCharacters(checked.value.birthDateText ?? '', longestDate) : accept('');
    if (checked.valid && birthDate.valid && integrated.valid && problems.length === 0) {
      return Object.assign(checked.value, { integratedAddressNumber: integrated.value });
    }
    // A field that could not be read is not reported as missing too.
    const unreadFields = new Set(problems.map(({ field }) => field));
    return [
      ...problems,
      ...(checked.valid ? [] : checked.problems.filter(({ field }) => !unreadFields.has(field))),
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
  // Integrated address numbers stand in every list, so one must not contain the resident's personal number.
  if (typeof personalNumber === 'string' && personalNumber !== '' && given.includes(personalNumber)) {
    return { valid: false, rule: 'PERSONAL_NUMBER_INSIDE' };
  }
  return checkImportedIntegratedAddressNumber(given);
}
