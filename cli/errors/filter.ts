import type { ErrorFilter } from '../../contracts/api/error-list.ts';
import { isAcquisitionFailureCode } from '../../domain/failures.ts';
import { stages } from '../../domain/stages.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import { isUuid, oneOf } from '../terminal/values.ts';

/** Options that narrow the error list. */
export interface FilterOptions {
  code?: string;
  stage?: string;
  step?: ErrorFilter['step'];
  state?: ErrorFilter['state'];
  /** Hours. */
  olderThan?: number;
  route?: ErrorFilter['route'];
  load?: string;
  assignee?: string;
  due?: ErrorFilter['due'];
  newest?: boolean;
}

/** The filter as the API reads it. */
export type Filter = Partial<Record<keyof ErrorFilter, string | number | undefined>>;

export function filterOf({
  code,
  stage,
  step,
  state,
  olderThan,
  route,
  load,
  assignee,
  due,
  newest,
}: FilterOptions): Filter {
  const order = newest ? 'newest' : undefined;
  const filter = { code, stage, step, state, olderThan, route, load, assignee, due, order };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

export function checkFilter(context: Pick<Context, 'language'>, { code, stage, load }: FilterOptions): void {
  if (code !== undefined && !isAcquisitionFailureCode(code)) {
    throw usageError(context, '--code', say(context, 'usage.oneOf', { values: 'docs/failures.md' }));
  }
  if (stage !== undefined) oneOf(context, '--stage', stages)(stage);
  if (load !== undefined && !isUuid(load)) {
    throw usageError(context, '--load', say(context, 'usage.loadId'));
  }
}
