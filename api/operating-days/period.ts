import { longestPeriodDays } from '../../contracts/api/operating-days.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import { invalidInput } from '../http/problem.ts';

/** Both dates included. */
export function requirePeriod({ from, to }: { from: string; to: string }): { from: string; to: string } {
  if (to < from || to > addDays(from, longestPeriodDays)) throw invalidInput([{ field: 'to', rule: 'OUT_OF_RANGE' }]);
  return { from, to };
}
