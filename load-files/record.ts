import type { LoadField, requiredFields } from '../contracts/load-fields.ts';

type Cells = Record<Exclude<LoadField, 'nonDisclosure'>, string> & { nonDisclosure: boolean };

/** A resident as a backbone system would send it (contracts/transfer.ts); a load may leave out more of it. */
export type LoadRecord = Pick<Cells, (typeof requiredFields)[number]> & Partial<Cells>;
