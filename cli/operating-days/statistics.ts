import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { DailyStatistics, type Figures } from '../../contracts/api/operating-days.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { saveAnswer } from '../terminal/destination.ts';
import { print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { elapsedText, grouped, tableLines } from '../terminal/table.ts';
import { periodOf, type DayOptions } from './day.ts';

export interface StatisticsOptions extends DayOptions {
  from?: string;
  to?: string;
  csv?: string;
  encoding?: CsvEncoding;
}

/** How many days are shown without a period. */
const usualDays = 31;

/** `fugo statistics`: the figures of each municipality's days, of the own organisation and of all below it. */
export async function runStatistics(context: Context, options: StatisticsOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const query = periodOf(context, options, usualDays);
  const { csv, encoding = 'utf-8' } = options;
  if (csv !== undefined) {
    if (options.json) throw usageError(context, '--json', say(context, 'load.fileIsNoJson'));
    const path = ofOrganisation(organisation, 'statistics.csv');
    const answer = bodyOf(context, await api.download({ path, query: { ...query, encoding }, mediaType: 'text/csv' }));
    await saveAnswer(context, '--csv', csv === '-' ? undefined : csv, answer);
    return exitCodes.ok;
  }
  const path = ofOrganisation(organisation, 'statistics');
  const found = bodyOf(context, await api.call({ path, query, answer: DailyStatistics }));
  if (options.json) printJson(context, found);
  else if (found.statistics.length === 0) print(context, say(context, 'statistics.none'));
  else printLines(context, statisticsLines(context, found, organisation));
  return exitCodes.ok;
}

/** The days, then the whole period of each municipality, and of all that there are of the organisation together. */
export function statisticsLines(
  context: Context,
  { statistics, municipalities, period }: DailyStatistics,
  organisation: string,
): string[] {
  const head = [
    'day.day',
    'demo.municipality',
    'statistics.new',
    'statistics.requested',
    'statistics.confirmed',
    'statistics.errors',
    'statistics.mean',
    'statistics.p50',
    'statistics.p95',
  ] as const;
  const whole = say(context, 'statistics.whole');
  return tableLines(
    head.map((title) => say(context, title)),
    [
      ...statistics.map((row) => [row.day, row.municipality, ...cellsOf(row)]),
      ...municipalities.map((row) => [whole, row.municipality, ...cellsOf(row)]),
      ...(municipalities.length > 1 ? [[whole, organisation, ...cellsOf(period)]] : []),
    ],
    new Set([2, 3, 4, 5, 6, 7, 8]),
  );
}

function cellsOf(row: Figures): string[] {
  return [
    ...[row.newRequests, row.requested, row.confirmed, row.errors].map(grouped),
    ...[row.secondsToCodeMean, row.secondsToCodeP50, row.secondsToCodeP95].map(timeText),
  ];
}

const timeText = (seconds: number | null): string => (seconds === null ? '–' : elapsedText(seconds * 1_000));
