/** The pages that the product reads, each in as many different ways as it is asked for. */
import type { KeyRing } from '../../../keys/key-ring.ts';
import { createRandom } from '../../../fictitious/random.ts';
import { readPageToConfirm } from '../../../storage/confirmations/confirming.ts';
import type { Database } from '../../../storage/database/database.ts';
import { listConfirmationRuns } from '../../../storage/confirmations/runs.ts';
import { countAll } from '../../../storage/overview/counts.ts';
import { listErrors, type ErrorCursor } from '../../../storage/errors/list.ts';
import { countLoadErrors } from '../../../storage/loads/errors.ts';
import { readBadRows } from '../../../storage/loads/lines.ts';
import { findLoad, listLoads } from '../../../storage/loads/loads.ts';
import { findResident, findTimeline } from '../../../storage/residents/residents.ts';
import { municipality } from '../stack.ts';
import type { Filled } from './fill.ts';

export interface Page {
  name: string;
  read: (db: Database, nth: number) => Promise<unknown>;
  /** It counts the whole municipality, so there is no page of it and no aim. */
  whole?: true;
}

export interface Places extends Filled {
  residents: number;
  /** Entries of the error list to go on after, and persons. */
  cursors: readonly ErrorCursor[];
  personIds: readonly string[];
}

/** What the API asks for where a caller says nothing. */
const errorsAPage = 100;
const badLinesAPage = 100;
const runsAPage = 50;
/** What the confirmation asks for. */
const linesToConfirm = 1_000;

export function pagesOf(places: Places, keys: KeyRing): Page[] {
  const { loadId, residents, cursors, personIds, heldAddressNumbers, badLines } = places;
  const random = createRandom(23);
  const cursorOf = (nth: number): ErrorCursor | undefined => cursors[nth % cursors.length];
  const anybody = (): string => String(1 + random.below(residents)).padStart(15, '0');
  type Filter = Partial<Parameters<typeof listErrors>[2]>;
  const errors = (name: string, filter: Filter): Page => ({
    name: `error list${name}`,
    read: (db, nth) =>
      listErrors(db, municipality, { state: 'open', after: cursorOf(nth), limit: errorsAPage, ...filter }),
  });
  return [
    errors('', {}),
    errors(', one code', { code: 'SERIAL_REFUSED' }),
    errors(', a rare code', { code: 'RECEIPT_UNKNOWN' }),
    errors(', one stage', { stage: 'NEEDS_ATTENTION' }),
    errors(', a stage that nobody has', { stage: 'HELD' }),
    errors(', a stage in which only transfers are held', { stage: 'ACQUIRED' }),
    errors(', one code in one stage', { code: 'ROUTE_REFUSED', stage: 'NEEDS_ATTENTION' }),
    errors(', resolved entries', { state: 'resolved' }),
    errors(', resolved entries of one code', { state: 'resolved', code: 'CODE_NOT_CONFIRMED' }),
    errors(', resolved entries in one stage', { state: 'resolved', stage: 'ACQUIRED' }),
    errors(', resolved entries in a stage that nobody has', { state: 'resolved', stage: 'HELD' }),
    errors(', open and resolved entries', { state: 'all' }),
    {
      name: 'load list',
      read: (db, nth) => listLoads(db, municipality, { limit: 1 + (nth % 60) }),
    },
    { name: 'one load', read: (db) => findLoad(db, { municipality, loadId }) },
    {
      name: 'resident by integrated address number',
      read: (db) => findResident(db, municipality, { integratedAddressNumber: anybody() }),
    },
    {
      name: 'resident by address number',
      read: (db) => findResident(db, municipality, { numberSystem: '01', addressNumber: anybody() }),
    },
    {
      name: 'resident by the address number of a held transfer',
      read: (db, nth) =>
        findResident(db, municipality, {
          numberSystem: '01',
          addressNumber: heldAddressNumbers[nth % heldAddressNumbers.length] ?? '',
        }),
    },
    { name: 'timeline of a resident', read: (db) => findTimeline(db, municipality, anybody()) },
    {
      name: 'bad lines of a load',
      read: (db) =>
        readBadRows(
          { db, keys },
          { municipality, loadId },
          { after: random.below(badLines * 3), limit: badLinesAPage + 1 },
        ),
    },
    {
      name: 'page to confirm (1,000 residents)',
      read: (db, nth) =>
        readPageToConfirm(db, municipality, {
          after: personIds[nth % personIds.length] ?? null,
          limit: linesToConfirm,
        }),
    },
    { name: 'confirmation runs', read: (db) => listConfirmationRuns(db, municipality, runsAPage) },
    { name: 'errors of a load', read: (db) => countLoadErrors(db, { municipality, loadId }), whole: true },
    { name: 'counts of the whole municipality', read: (db) => countAll(db, municipality), whole: true },
  ];
}
