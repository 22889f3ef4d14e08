import type { Load } from '../../contracts/api/loads.ts';
import { partsOfAccepted, partsOfRead, sumNames, type LineSum } from '../../domain/load-sums.ts';
import { say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { elapsedText, grouped } from '../terminal/table.ts';
import { stateText } from '../terminal/load-state.ts';
import { errorsOf } from './progress-lines.ts';
import { titledLines } from '../terminal/sections.ts';

/** The exit code of a command that followed a load. */
export function exitCodeOf(load: Load): ExitCode {
  // The file is not what its options say, which is wrong input.
  if (load.state === 'FAILED') return exitCodes.usage;
  if (load.state === 'CANCELLED' || load.state === 'STOPPED') return exitCodes.refused;
  return errorsOf(load) > 0 ? exitCodes.refused : exitCodes.ok;
}

/** What became of the load, and what can be done next. */
export function summaryLines(context: Context, load: Load): string[] {
  const { language } = context;
  const sumRow = (whole: LineSum, parts: readonly LineSum[]): [string, string] => [
    sumNames[whole][language],
    [
      `${grouped(load.sums[whole])} =`,
      parts
        .filter((part) => load.sums[part] > 0)
        .map((part) => `${sumNames[part][language]} ${grouped(load.sums[part])}`)
        .join(' + '),
    ].join(' '),
  ];
  const rows: [string, string][] = [
    [say(context, 'load.id'), load.loadId],
    [say(context, 'load.file'), load.fileName],
    [say(context, 'load.stateTitle'), stateText(load, language)],
  ];
  if (load.reasonText) rows.push([say(context, 'load.reason'), load.reasonText[language]]);
  rows.push(sumRow('read', partsOfRead));
  if (load.sums.accepted > 0) rows.push(sumRow('accepted', partsOfAccepted));
  if (load.finishedAt !== null) rows.push([say(context, 'load.time'), timeText(context, load)]);
  return [...titledLines(rows), ...hints(context, load)];
}

function timeText(context: Context, { createdAt, finishedAt, residentsPerSecond }: Load): string {
  const elapsed = elapsedText(Date.parse(finishedAt ?? createdAt) - Date.parse(createdAt));
  if (residentsPerSecond === null) return elapsed;
  return say(context, 'load.timeText', { elapsed, perSecond: grouped(residentsPerSecond) });
}

/**
 * Suggests a file name that says format and encoding. People copy the command, so it never contains the name of their
 * own file.
 */
function badLinesFile({ format, encoding }: Load): string {
  const ending = { csv: 'csv', ndjson: 'ndjson', fixed: 'dat' }[format];
  return encoding === 'utf-8' ? `bad-lines.${ending}` : `bad-lines.${encoding}.${ending}`;
}

function hints(context: Context, load: Load): string[] {
  const { loadId, state } = load;
  const hasBadLines = load.badLines + (load.results['refused'] ?? 0) > 0;
  const commands: [boolean, string, string][] = [
    [state === 'STOPPED', `fugo load --resume ${loadId}`, say(context, 'load.tryResume')],
    [state === 'STOPPED', `fugo load --cancel ${loadId}`, say(context, 'load.tryCancel')],
    [hasBadLines, `fugo load --report ${loadId}`, say(context, 'load.tryReport')],
    [hasBadLines, `fugo load --bad-lines ${loadId} --output ${badLinesFile(load)}`, say(context, 'load.tryBadLines')],
    [load.inErrorList > 0, 'fugo errors list', say(context, 'load.tryErrors')],
  ];
  const wanted = commands.filter(([isWanted]) => isWanted);
  return wanted.length === 0 ? [] : ['', ...wanted.map(([, command, what]) => `  ${command}  # ${what}`)];
}
