/** What the error list takes from its address. */
import { failureCodes, isAcquisitionFailureCode, steps } from '../../domain/failures.ts';
import { routes } from '../../domain/routes.ts';
import { stages } from '../../domain/stages.ts';
import { readId, readText, withoutUndefined, type Search } from '../components/search-values.ts';
import type { ErrorFilter } from './calls.ts';

/** `view` is the kept view that the filter came from. */
export type ErrorSearch = Partial<ErrorFilter> & { view?: string };

export function readErrorFilter(search: Search): ErrorSearch {
  const oneOf = <Value extends string>(name: string, values: readonly Value[]): Value | undefined =>
    values.find((each) => each === search[name]);
  const olderThan = Number(readText(search['olderThan']));
  const assignee = readText(search['assignee']);
  return withoutUndefined({
    code: oneOf('code', failureCodes.filter(isAcquisitionFailureCode)),
    stage: oneOf('stage', stages),
    step: oneOf('step', steps),
    state: oneOf('state', ['waiting', 'trying', 'resolved', 'all']),
    olderThan: Number.isInteger(olderThan) && olderThan >= 1 && olderThan <= 8_760 ? olderThan : undefined,
    route: oneOf('route', routes),
    load: readId(search['load']),
    assignee: assignee !== undefined && assignee.length <= 40 ? assignee : undefined,
    due: oneOf('due', ['overdue', 'set', 'none']),
    order: oneOf('order', ['newest']),
    view: readId(search['view']),
  });
}
