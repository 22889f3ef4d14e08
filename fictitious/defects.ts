/** What may be wrong with a line; a line has at most one defect. */
export const defectKinds = [
  'wrong-check-digit',
  'eleven-digits',
  'zeros-only',
  'no-name',
  'control-character',
  'name-too-long',
  'impossible-date',
  'date-in-future',
  'unknown-sex',
  'unknown-number-system',
  'letters-in-address-number',
  'missing-cell',
  'repeated-line',
  'number-of-another',
  'address-number-of-another',
] as const;
export type DefectKind = (typeof defectKinds)[number];
