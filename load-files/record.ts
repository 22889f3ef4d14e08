import type { LoadField, requiredFields } from '../contracts/load-fields.ts';

type Cells = Record<Exclude<LoadField, 'nonDisclosure'>, string> & { nonDisclosure: boolean };

/** A resident as a backbone system would send it (contracts/transfer.ts); a load may leave out more of it. */
export type LoadRecord = Pick<Cells, (typeof requiredFields)[number]> & Partial<Cells>;

/** With both parts, or with address information or business information alone (seed P:339). */
export type AnyRecord = Pick<Cells, 'numberSystem' | 'addressNumber'> & Partial<Cells>;
