import { ErrorNotes, type ErrorNote } from '../../contracts/api/error-entry.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { readText } from '../terminal/input.ts';
import {
  actingStaffId,
  bodyOf,
  municipalitySessions,
  type MunicipalitySession,
  type SessionOptions,
} from '../client/session.ts';
import { askEachMunicipality, checkFailureId } from './path.ts';

export interface NoteOptions extends SessionOptions {
  text?: string;
  staff?: string;
  json?: boolean;
}

/** `fugo errors note` takes the text from standard input where none is given. */
export async function runNote(context: Context, failureId: string, options: NoteOptions): Promise<ExitCode> {
  checkFailureId(context, failureId);
  const sessions = municipalitySessions(context, options);
  const text = (options.text ?? (await readText(context, undefined))).trim();
  if (text === '') throw usageError(context, '--text', say(context, 'input.empty'));
  const bodyFor = (session: MunicipalitySession) => ({
    staffId: actingStaffId(context, session, options.staff),
    note: text,
  });
  const { session, reply } = await askEachMunicipality(sessions, failureId, (each, path) =>
    each.api.call({ method: 'POST', path: `${path}/notes`, body: bodyFor(each), answer: ErrorNotes }),
  );
  const { notes } = bodyOf(context, reply);
  if (options.json) printJson(context, { municipality: session.municipality, failureId, notes });
  else print(context, say(context, 'errors.noted'));
  return exitCodes.ok;
}

export async function runNotes(
  context: Context,
  failureId: string,
  options: SessionOptions & { json?: boolean },
): Promise<ExitCode> {
  checkFailureId(context, failureId);
  const { reply } = await askEachMunicipality(municipalitySessions(context, options), failureId, (each, path) =>
    each.api.call({ path: `${path}/notes`, answer: ErrorNotes }),
  );
  const { notes } = bodyOf(context, reply);
  if (options.json) printJson(context, notes);
  else printLines(context, notes.length === 0 ? [say(context, 'errors.noNotes')] : notes.map(noteLine));
  return exitCodes.ok;
}

export const noteLine = ({ at, staff, note: text }: ErrorNote): string =>
  `${tokyoTimeOf(at)}  ${staff.name ?? staff.staffId}: ${text}`;
