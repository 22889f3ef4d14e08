import { ErrorDetail } from '../../contracts/api/error-entry.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { stageWord, stepWord } from '../terminal/code-words.ts';
import { bodyOf, municipalitySessions, type SessionOptions } from '../client/session.ts';
import { askEachMunicipality, checkFailureId } from './path.ts';
import { noteLine } from './notes.ts';
import { titledLines } from '../terminal/sections.ts';

type Options = SessionOptions & { json?: boolean };

/** `fugo errors show` shows one entry with its notes, and says what a retry would do. */
export async function runErrorShow(context: Context, failureId: string, options: Options): Promise<ExitCode> {
  checkFailureId(context, failureId);
  const { session, reply } = await askEachMunicipality(
    municipalitySessions(context, options),
    failureId,
    (each, path) => each.api.call({ path, answer: ErrorDetail }),
  );
  const { municipality } = session;
  const entry = bodyOf(context, reply);
  if (options.json) printJson(context, { municipality, ...entry });
  else printLines(context, entryLines(context, municipality, entry));
  return exitCodes.ok;
}

function entryLines(context: Context, municipality: string, entry: ErrorDetail): string[] {
  const person = (who: ErrorDetail['assignee']): string => who?.name ?? who?.staffId ?? say(context, 'none');
  const lines: [string, string][] = [
    [say(context, 'errors.id'), entry.failureId],
    [say(context, 'resident.municipality'), municipality],
    [say(context, 'errors.code'), `${entry.code} ${entry.title[context.language]}: ${entry.text[context.language]}`],
    [say(context, 'resident.number'), entry.integratedAddressNumber ?? entry.personId],
    [say(context, 'errors.step'), stepWord(context, entry.step) || say(context, 'none')],
    [say(context, 'resident.stage'), stageWord(context, entry.stage) || say(context, 'none')],
    [say(context, 'resident.status'), say(context, `status.${entry.codeRequestStatus}`)],
    [say(context, 'resident.attempt'), String(entry.attempt)],
    [say(context, 'errors.since'), tokyoTimeOf(entry.firstSeenAt)],
    [say(context, 'errors.assignee'), person(entry.assignee)],
    [say(context, 'errors.due'), entry.dueOn ?? say(context, 'none')],
    [say(context, 'errors.tries'), String(entry.tries)],
  ];
  if (entry.reason !== null) lines.push([say(context, 'errors.theirReason'), entry.reason]);
  if (entry.loadId !== null) lines.push([say(context, 'load.id'), entry.loadId]);
  if (entry.resolution === null) lines.push([say(context, 'errors.retry'), retryText(context, entry.retry)]);
  else {
    const at = entry.resolvedAt === null ? '' : tokyoTimeOf(entry.resolvedAt);
    lines.push([say(context, 'errors.resolution'), `${entry.resolution} ${at} ${person(entry.resolvedBy)}`]);
    if (entry.resolvedBecause !== null) lines.push([say(context, 'errors.because'), entry.resolvedBecause]);
  }
  if (entry.standing !== null) {
    lines.push([say(context, 'errors.standing'), say(context, `errors.standing.${entry.standing}`)]);
  }
  const tries = entry.tryList.map(
    ({ tryNo, triedAt, staff, because, outcome, code, reason }) =>
      `${String(tryNo)}. ${tokyoTimeOf(triedAt)} ${person(staff)}: ${because} (${[code, reason].filter(Boolean).join(' ')}) → ${say(
        context,
        `errors.try.${outcome ?? 'open'}`,
      )}`,
  );
  const notes = entry.noteList.map(noteLine);
  return [
    ...titledLines(lines),
    ...(tries.length === 0 ? [] : ['', `## ${say(context, 'errors.triesTitle')}`, ...tries]),
    ...(notes.length === 0 ? [] : ['', `## ${say(context, 'errors.notes')}`, ...notes]),
  ];
}

function retryText(context: Context, { from, newAttempt }: ErrorDetail['retry']): string {
  const step = from === 'same' ? say(context, 'errors.retry.same') : stepWord(context, from);
  return newAttempt ? `${step} ${say(context, 'errors.retry.anew')}` : step;
}
