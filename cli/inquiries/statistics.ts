import type { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { InquiryStatistics } from '../../contracts/api/inquiries.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { saveAnswer } from '../terminal/destination.ts';
import { printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { readPeriod } from '../terminal/period.ts';
import { section } from '../terminal/sections.ts';
import { grouped } from '../terminal/table.ts';
import type { OrganisationOptions } from './options.ts';

export interface StatisticsOptions extends OrganisationOptions {
  from?: string;
  to?: string;
  of?: string;
  csv?: string;
  encoding?: CsvEncoding;
}

/** How many days are shown without a period. */
const usualDays = 30;

/** `fugo inquiries statistics`: by kind, tier and time. */
export async function runInquiryStatistics(context: Context, options: StatisticsOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const to = options.to ?? tokyoDateOf(Date.now());
  const period = readPeriod(context, options, { from: addDays(to, 1 - usualDays), to });
  const { csv, encoding = 'utf-8', of } = options;
  const query = { ...period, of };
  if (csv !== undefined) {
    if (options.json) throw usageError(context, '--json', say(context, 'load.fileIsNoJson'));
    const path = ofOrganisation(organisation, 'inquiry-statistics.csv');
    const answer = bodyOf(context, await api.download({ path, query: { ...query, encoding }, mediaType: 'text/csv' }));
    await saveAnswer(context, '--csv', csv === '-' ? undefined : csv, answer);
    return exitCodes.ok;
  }
  const path = ofOrganisation(organisation, 'inquiry-statistics');
  const statistics = bodyOf(context, await api.call({ path, query, answer: InquiryStatistics }));
  if (options.json) printJson(context, statistics);
  else printLines(context, statisticsLines(context, statistics));
  return exitCodes.ok;
}

const figureColumns = new Set([1, 2, 3, 4]);

function statisticsLines(context: Context, statistics: InquiryStatistics): string[] {
  const { from, to, all, kinds, tiers, days, satisfaction } = statistics;
  const heads = (['asked', 'answered', 'late', 'median'] as const).map((key) =>
    say(context, `inquiryStatistics.${key}`),
  );
  const group = say(context, 'inquiryStatistics.group');
  return [
    ...section(
      `${from} – ${to}`,
      [group, ...heads],
      [
        rowOf(say(context, 'inquiryStatistics.all'), all),
        ...kinds.map(({ kind, ...figures }) => rowOf(say(context, `inquiryKind.${kind}`), figures)),
        ...tiers.map(({ tier, ...figures }) => rowOf(say(context, `tier.${tier}`), figures)),
      ],
      figureColumns,
    ),
    ...section(
      say(context, 'day.day'),
      [say(context, 'day.day'), ...heads.slice(0, 3)],
      days.map(({ day, asked, answered, late }) => [day, ...[asked, answered, late].map(grouped)]),
      figureColumns,
    ),
    ...section(
      say(context, 'inquiryStatistics.satisfaction'),
      [say(context, 'inquiryStatistics.satisfaction'), say(context, 'inquiryStatistics.count')],
      satisfaction.map((each) => [String(each.satisfaction), grouped(each.inquiries)]),
      new Set([1]),
    ),
  ].slice(1);
}

const rowOf = (name: string, { asked, answered, late, medianMinutes }: InquiryStatistics['all']): string[] => [
  name,
  ...[asked, answered, late].map(grouped),
  medianMinutes === null ? '–' : grouped(medianMinutes),
];
