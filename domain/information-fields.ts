/** What table 33 says of a resident in words, in the order in which people read it; the birth date as it was written. */
export const informationFields = [
  'name',
  'nameKana',
  'birthDateText',
  'sex',
  'address',
  'contact',
  'delivery',
] as const;
export type InformationField = (typeof informationFields)[number];

/** With whether it may be disclosed, this is what a row is shown by, and what can differ from the row before. */
export const shownFields = [...informationFields, 'nonDisclosure'] as const;
export type ShownField = (typeof shownFields)[number];
