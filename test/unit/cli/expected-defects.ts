import type { LoadFileRule } from '../../../contracts/load-file.ts';
import type { TransferRule } from '../../../domain/checked-transfer.ts';
import type { DefectKind } from '../../../fictitious/defects.ts';
import type { LoadField } from '../../../contracts/load-fields.ts';

/**
 * What whoever reads the file should say of it: the field and the rule that it breaks (one of them, by the format), ''
 * for the line as a whole, or null where the line by itself obeys every rule and is wrong only beside another one.
 */
export const defects = {
  'wrong-check-digit': { field: 'personalNumber', rules: ['CHECK_DIGIT'] },
  'eleven-digits': { field: 'personalNumber', rules: ['NOT_12_DIGITS'] },
  'zeros-only': { field: 'personalNumber', rules: ['ALL_ZERO'] },
  'no-name': { field: 'name', rules: ['EMPTY', 'MISSING'] },
  'control-character': { field: 'name', rules: ['CONTROL_CHARACTER'] },
  'name-too-long': { field: 'name', rules: ['TOO_LONG', 'WRONG_CELL_WIDTH'] },
  'impossible-date': { field: 'birthDate', rules: ['IMPOSSIBLE_DATE', 'OUTSIDE_ERA'] },
  'date-in-future': { field: 'birthDate', rules: ['DATE_IN_FUTURE'] },
  'unknown-sex': { field: 'sex', rules: ['NOT_LISTED'] },
  'unknown-number-system': { field: 'numberSystem', rules: ['NOT_2_DIGITS'] },
  'letters-in-address-number': { field: 'addressNumber', rules: ['NOT_1_TO_15_DIGITS'] },
  'missing-cell': { field: '', rules: ['WRONG_CELL_COUNT', 'MISSING'] },
  'repeated-line': { field: '', rules: ['REPEATED_LINE'] },
  'number-of-another': null,
  'address-number-of-another': null,
} as const satisfies Record<
  DefectKind,
  { field: LoadField | ''; rules: readonly (TransferRule | LoadFileRule)[] } | null
>;
