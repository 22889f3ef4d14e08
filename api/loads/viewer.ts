import type { Load } from '../../contracts/api/loads.ts';
import { countLoadErrors, type LoadErrors } from '../../storage/loads/errors.ts';
import type { LoadView } from '../../storage/loads/loads.ts';
import type { ApiContext } from '../context.ts';
import { loadOf } from './view.ts';
import { createShortCache } from '../http/short-cache.ts';

/**
 * The figures are cached: counting reads a row for each entry of the error list, and a progress bar asks every second.
 */
const keptMs = 3_000;

export function createLoadViewer({ db, now }: ApiContext): (view: LoadView) => Promise<Load> {
  const errors = createShortCache<LoadErrors>(
    (key) => {
      const [municipality = '', loadId = ''] = key.split('/');
      return countLoadErrors(db, { municipality, loadId });
    },
    { ttlMs: keptMs, now, max: 1_000 },
  );
  return async (view) => {
    const isEmpty = view.parked + view.unconfirmed === 0;
    const errorCounts = isEmpty ? noErrors : await errors.get(`${view.municipality}/${view.loadId}`);
    return loadOf(view, errorCounts, now());
  };
}

export const noErrors: LoadErrors = { inErrorList: 0, acquired: 0, cancelled: 0, retried: 0 };
