import { Comparison, ErrorDetail } from '../../contracts/api/error-entry.ts';
import { print, printJson, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { stageWord, stepWord } from '../residents/codes.ts';
import { bodyOf, municipalitySessions, staffSessions, type SessionOptions } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { localTime } from '../terminal/time.ts';
import { sexWord } from '../residents/words.ts';
import { askAbout, checkFailureId } from './path.ts';
import { noteLine } from './work.ts';

type Options = SessionOptions & { json?: boolean };

/** `fugo errors show`: one entry with its notes, and what a retry would do. */
export async function runErrorShow(context: Context, failureId: string, options: Options): Promise<ExitCode> {
  checkFailureId(context, failureId);
  const { session, reply } = await askAbout(municipalitySessions(context, options), failureId, (each, path) =>
    each.api.call({ path, answer: ErrorDetail }),
  );
  const { municipality } = session;
  const entry = bodyOf(context, reply);
  if (options.json) printJson(context, { municipality, ...entry });
  else for (const line of entryLines(context, municipality, entry)) print(context, line);
  return exitCodes.ok;
}

function entryLines(context: Context, municipality: string, entry: ErrorDetail): string[] {
  const person = (who: ErrorDetail['assignee']): string => who?.name ?? who?.staffId ?? say(context, 'none');
  const lines: [string, string][] = [
    [say(context, 'errors.id'), entry.failureId],
    [say(context, 'resident.municipality'), municipality],
    [say(context, 'errors.code'), `${entry.code} ${entry.text[context.language]}`],
    [say(context, 'resident.number'), entry.integratedAddressNumber ?? entry.personId],
    [say(context, 'errors.step'), stepWord(context, entry.step) || say(context, 'none')],
    [say(context, 'resident.stage'), stageWord(context, entry.stage) || say(context, 'none')],
    [say(context, 'resident.status'), say(context, `status.${entry.codeRequestStatus}`)],
    [say(context, 'resident.attempt'), String(entry.attempt)],
    [say(context, 'errors.since'), localTime(entry.firstSeenAt)],
    [say(context, 'errors.assignee'), person(entry.assignee)],
  ];
  if (entry.reason !== null) lines.push([say(context, 'errors.theirReason'), entry.reason]);
  if (entry.loadId !== null) lines.push([say(context, 'load.id'), entry.loadId]);
  if (entry.resolution === null) lines.push([say(context, 'errors.retry'), retryText(context, entry.retry)]);
  else {
    const at = entry.resolvedAt === null ? '' : localTime(entry.resolvedAt);
    lines.push([say(context, 'errors.resolution'), `${entry.resolution} ${at} ${person(entry.resolvedBy)}`]);
    if (entry.resolvedBecause !== null) lines.push([say(context, 'errors.because'), entry.resolvedBecause]);
    if (entry.standing !== null) {
      lines.push([say(context, 'errors.standing'), say(context, `errors.standing.${entry.standing}`)]);
    }
  }
  const notes = entry.noteList.map(noteLine);
  return [
    ...lines.map(([title, value]) => `${title}: ${value}`),
    ...(notes.length === 0 ? [] : ['', `## ${say(context, 'errors.notes')}`, ...notes]),
  ];
}

function retryText(context: Context, { from, newAttempt }: ErrorDetail['retry']): string {
  const step = from === 'same' ? say(context, 'errors.retry.same') : stepWord(context, from);
  return newAttempt ? `${step} ${say(context, 'errors.retry.anew')}` : step;
}

/** `fugo errors compare`: a held transfer beside the address information that it would replace. */
export async function runCompare(context: Context, failureId: string, options: Options): Promise<ExitCode> {
  checkFailureId(context, failureId);
  const { session, reply } = await askAbout(staffSessions(context, options), failureId, (each, path) =>
    each.api.call({ path: `${path}/comparison`, answer: Comparison }),
  );
  const comparison = bodyOf(context, reply);
  if (options.json) printJson(context, { municipality: session.municipality, ...comparison });
  else for (const line of comparisonLines(context, comparison)) print(context, line);
  return exitCodes.ok;
}

function comparisonLines(context: Context, comparison: Comparison): string[] {
  const { fields, reasons, another } = comparison;
  const head = [
    '',
    say(context, 'compare.held'),
    say(context, `compare.with.${comparison.with}`),
    say(context, 'compare.differs'),
  ];
  const shown = (field: string, value: string | null): string =>
    value === null ? '-' : field === 'sex' ? sexWord(context, value) : value;
  const rows = fields.map(({ field, held, current, differs }) => [
    say(context, `residents.${field === 'birthDate' ? 'birthDateText' : field}`),
    shown(field, held),
    shown(field, current),
    differs ? '≠' : '',
  ]);
  return [
    `${say(context, 'resident.number')}: ${comparison.integratedAddressNumber ?? say(context, 'none')}`,
    `${say(context, 'transfer.id')}: ${comparison.transferId} (${localTime(comparison.operatedAt)})`,
    ...reasons.map((reason) => `- ${say(context, `compare.reason.${reason}`)}`),
    ...(another === null ? [] : [`${say(context, 'compare.another')}: ${another}`]),
    '',
    ...(comparison.masked ? [say(context, 'residents.maskedText')] : tableLines(head, rows)),
    `${say(context, 'residents.hasPersonalNumber')}: ${say(context, `compare.personalNumber.${comparison.personalNumber}`)}`,
  ];
}
