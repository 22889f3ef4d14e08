import { CalendarDays, OrganisationCalendar, type DayBands } from '../../contracts/api/calendars.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { Unreachable } from '../client/http.ts';
import { bodyOf } from '../client/session.ts';
import { note, say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes } from '../terminal/exit.ts';
import type { HoursOptions } from './options.ts';
import { calendarSession, type CalendarSession } from './session.ts';

/** Asks for the organisation's own days. Undefined where fugo does not run or the person may not ask. */
export async function askOwnDays(
  context: Context,
  options: HoursOptions,
  { from, to }: { from: string; to: string },
): Promise<DayBands[] | undefined> {
  const session = findSession(context, options);
  if (!session) return undefined;
  const { organisation, api } = session;
  try {
    const path = ofOrganisation(organisation, 'calendar');
    const reply = await api.call({ path: `${path}/days`, query: { from, to }, answer: CalendarDays });
    if (reply.kind === 'problem' && [401, 403, 404].includes(reply.problem.status)) return undefined;
    const { days } = bodyOf(context, reply);
    const { combined } = bodyOf(context, await api.call({ path, answer: OrganisationCalendar }));
    if (!combined.hours.enforced) note(context, say(context, 'hours.notEnforced'));
    return days;
  } catch (error) {
    if (error instanceof Unreachable) return undefined;
    throw error;
  }
}

function findSession(context: Context, options: HoursOptions): CalendarSession | undefined {
  try {
    return calendarSession(context, options);
  } catch (error) {
    if (error instanceof CommandError && error.exitCode !== exitCodes.usage) return undefined;
    throw error;
  }
}
