import { Assigned, Assignees, mostAssigned } from '../../contracts/api/error-actions.ts';
import { below } from '../../contracts/http.ts';
import { note, print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { actingStaffId, bodyOf, municipalitySession, type SessionOptions } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { checkFailureId } from './path.ts';

export interface AssignOptions extends SessionOptions {
  to: string;
  staff?: string;
  json?: boolean;
}

/** `fugo errors assign` assigns the open entries, and ends with 1 when some were not open any more. */
export async function runAssign(context: Context, ids: readonly string[], options: AssignOptions): Promise<ExitCode> {
  for (const id of ids) checkFailureId(context, id);
  const session = municipalitySession(context, options);
  const staffId = actingStaffId(context, session, options.staff);
  const assigneeId = options.to === 'nobody' ? null : options.to === 'me' ? staffId : options.to;
  const path = below(session.municipality, 'errors/assignments');
  const assigned: string[] = [];
  for (let at = 0; at < ids.length; at += mostAssigned) {
    const body = { staffId, failureIds: ids.slice(at, at + mostAssigned), assigneeId };
    const done = bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: Assigned }));
    assigned.push(...done.failureIds);
  }
  if (options.json) printJson(context, { municipality: session.municipality, assigneeId, failureIds: assigned });
  else
    print(
      context,
      say(context, assigneeId === null ? 'errors.unassigned' : 'errors.assigned', { count: assigned.length }),
    );
  for (const id of ids.filter((each) => !assigned.includes(each)))
    note(context, say(context, 'errors.notOpen', { id }));
  return assigned.length === ids.length ? exitCodes.ok : exitCodes.refused;
}

/** `fugo errors assignees` lists who may be given entries. */
export async function runAssignees(context: Context, options: SessionOptions & { json?: boolean }): Promise<ExitCode> {
  const session = municipalitySession(context, options);
  const path = below(session.municipality, 'errors/assignees');
  const { staff } = bodyOf(context, await session.api.call({ path, answer: Assignees }));
  if (options.json) printJson(context, staff);
  else {
    const head = [say(context, 'staff.id'), say(context, 'staff.name')];
    const rows = staff.map(({ staffId, name }) => [staffId, name]);
    printLines(context, tableLines(head, rows));
  }
  return exitCodes.ok;
}
