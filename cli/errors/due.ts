import { Assigned, mostAssigned } from '../../contracts/api/error-actions.ts';
import { below } from '../../contracts/http.ts';
import { isCalendarDate } from '../../domain/calendar/civil-date.ts';
import { note, print, printJson, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { actingStaffId, bodyOf, municipalitySession, type SessionOptions } from '../client/session.ts';
import { checkFailureId } from './path.ts';

export interface DueOptions extends SessionOptions {
  on: string;
  staff?: string;
  json?: boolean;
}

/** `fugo errors due` gives the open entries a due date, and ends with 1 when some were not open any more. */
export async function runDue(context: Context, ids: readonly string[], options: DueOptions): Promise<ExitCode> {
  for (const id of ids) checkFailureId(context, id);
  if (options.on !== 'none' && !isCalendarDate(options.on)) {
    throw usageError(context, '--on', say(context, 'day.notADay'));
  }
  const session = municipalitySession(context, options);
  const staffId = actingStaffId(context, session, options.staff);
  const dueOn = options.on === 'none' ? null : options.on;
  const path = below(session.municipality, 'errors/due-dates');
  const changed: string[] = [];
  for (let at = 0; at < ids.length; at += mostAssigned) {
    const body = { staffId, failureIds: ids.slice(at, at + mostAssigned), dueOn };
    const done = bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: Assigned }));
    changed.push(...done.failureIds);
  }
  if (options.json) printJson(context, { municipality: session.municipality, dueOn, failureIds: changed });
  else print(context, say(context, 'errors.due.done', { count: changed.length }));
  for (const id of ids.filter((each) => !changed.includes(each))) note(context, say(context, 'errors.notOpen', { id }));
  return changed.length === ids.length ? exitCodes.ok : exitCodes.refused;
}
