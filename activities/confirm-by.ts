import { addWorkingDays } from '../domain/calendar/operating-hours.ts';
import type { MunicipalitySettings } from './dependencies.ts';

/** The moment by which a code sent on its way at `now` is expected to be confirmed. */
export function calculateConfirmBy({ hours, limits }: MunicipalitySettings, now: number): Date {
  const { confirmWithin } = limits;
  return new Date(
    'seconds' in confirmWithin
      ? now + confirmWithin.seconds * 1_000
      : addWorkingDays(hours, now, confirmWithin.workingDays),
  );
}
