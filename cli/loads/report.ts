import { LoadReport } from '../../contracts/api/load-report.ts';
import { printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf } from '../client/session.ts';
import { grouped, tableLines } from '../terminal/table.ts';
import type { LoadOptions } from './options.ts';
import { findLoad, loadPath } from './find.ts';

/** The report shows the first lines; the file of bad lines has all of them. */
const linesShown = 50;

/** Shows what is wrong with the lines of a load, and ends with 1 when something is. */
export async function showReport(context: Context, loadId: string, options: LoadOptions): Promise<ExitCode> {
  const { session } = await findLoad(context, options, loadId);
  const path = loadPath(session, loadId, '/report');
  const limit = options.json ? 10_000 : linesShown;
  const report = bodyOf(context, await session.api.call({ path, query: { limit }, answer: LoadReport }));
  if (options.json) printJson(context, { municipality: session.municipality, ...(await readAllLines()) });
  else printLines(context, reportLines(context, report));
  return report.badLines === 0 ? exitCodes.ok : exitCodes.refused;

  async function readAllLines(): Promise<LoadReport> {
    const lines = [...report.lines];
    for (let after = report.next; after !== null;) {
      const page = bodyOf(context, await session.api.call({ path, query: { limit, after }, answer: LoadReport }));
      lines.push(...page.lines);
      after = page.next;
    }
    return { ...report, lines, next: null };
  }
}

function reportLines(context: Context, { goodLines, badLines, problems, warnings, lines, next }: LoadReport): string[] {
  const { language } = context;
  const counts = `${say(context, 'load.lines')}: ${grouped(goodLines)} / ${grouped(goodLines + badLines)}`;
  const unusual =
    warnings.length === 0
      ? []
      : [
          '',
          ...tableLines(
            [say(context, 'load.linesTitle'), say(context, 'load.field'), say(context, 'load.warning')],
            warnings.map(({ field, lines: numbers, text }) => [numbers.join(', '), field, text[language]]),
          ),
        ];
  if (badLines === 0) return [counts, ...unusual];
  const byRule = tableLines(
    [
      say(context, 'load.field'),
      say(context, 'load.rule'),
      say(context, 'load.linesTitle'),
      say(context, 'errors.text'),
    ],
    problems.map(({ field, rule, lines: count, text }) => [field, rule, grouped(count), text[language]]),
    new Set([2]),
  );
  const byLine = tableLines(
    ['#', say(context, 'load.field'), say(context, 'load.rule')],
    lines.flatMap((each) => each.problems.map(({ field, rule }) => [String(each.line), field, rule])),
    new Set([0]),
  );
  return [
    counts,
    '',
    ...byRule,
    '',
    ...byLine,
    ...(next === null ? [] : [say(context, 'load.moreBadLines')]),
    ...unusual,
  ];
}
