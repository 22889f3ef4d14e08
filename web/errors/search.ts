/** What the error list takes from its address. */
import { failureCodes, isAcquisitionFailureCode, type Step } from '../../domain/failures.ts';
import { stages } from '../../domain/stages.ts';
import { readId, readText, type Search } from '../components/search-values.ts';
import type { ErrorFilter } from './calls.ts';

export const steps = ['serial', 'fileRequest', 'file', 'route', 'confirm'] as const satisfies readonly Step[];

/** `view` is the kept view that the filter came from. */
export type ErrorSearch = Partial<ErrorFilter> & { view?: string };

export function readErrorFilter(search: Search): ErrorSearch {
  const code = failureCodes.filter(isAcquisitionFailureCode).find((each) => each === search['code']);
  const stage = stages.find((each) => each === search['stage']);
  const step = steps.find((each) => each === search['step']);
  const state = (['resolved', 'all'] as const).find((each) => each === search['state']);
  const olderThan = Number(readText(search['olderThan']));
  const route = (['JUKI_SYSTEM', 'JUKI_GATEWAY'] as const).find((each) => each === search['route']);
  const load = readId(search['load']);
  const assignee = readText(search['assignee']);
  const view = readId(search['view']);
  return {
    ...(code && { code }),
    ...(stage && { stage }),
    ...(step && { step }),
    ...(state && { state }),
    ...(Number.isInteger(olderThan) && olderThan >= 1 && olderThan <= 8_760 && { olderThan }),
    ...(route && { route }),
    ...(load !== undefined && { load }),
    ...(assignee !== undefined && assignee.length <= 40 && { assignee }),
    ...(search['order'] === 'newest' && { order: 'newest' as const }),
    ...(view !== undefined && { view }),
  };
}
