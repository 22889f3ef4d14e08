import { ErrorList, type ErrorEntry } from '../../contracts/api/error-list.ts';
import { ErrorView } from '../../contracts/api/error-views.ts';
import { below } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { note, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { exportCsv, type CsvOptions } from '../client/export-csv.ts';
import {
  bodyOf,
  municipalitySession,
  municipalitySessions,
  type MunicipalitySession,
  type SessionOptions,
} from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { checkFilter, filterOf, type Filter, type FilterOptions } from './filter.ts';
import { viewPath } from './path.ts';

export interface ErrorsListOptions extends SessionOptions, FilterOptions, CsvOptions {
  view?: string;
  limit?: number;
}

/** An entry and the municipality it belongs to. */
export interface FoundError {
  session: MunicipalitySession;
  entry: ErrorEntry;
}

/** `fugo errors list` covers every municipality that this person may operate, or the named one. */
export async function runErrorsList(context: Context, options: ErrorsListOptions): Promise<ExitCode> {
  checkFilter(context, options);
  const filter = { ...(await readViewFilter(context, options)), ...filterOf(options) };
  if (options.csv !== undefined) {
    const session = municipalitySession(context, options);
    return exportCsv(
      context,
      session,
      { path: below(session.municipality, 'errors.csv'), query: { ...filter, language: context.language } },
      options,
    );
  }
  const limit = options.limit ?? 100;
  const found = await findErrors(context, options, limit + 1, filter);
  const shown = found.slice(0, limit);
  if (options.json) {
    printJson(
      context,
      shown.map(({ session: { municipality }, entry }) => ({ municipality, ...entry })),
    );
  } else {
    printLines(context, listLines(context, shown));
  }
  if (found.length > shown.length) note(context, say(context, 'list.more'));
  return exitCodes.ok;
}

/** Reads the filter of a kept view. Options beside it win. */
async function readViewFilter(context: Context, { view, ...options }: ErrorsListOptions): Promise<Filter> {
  if (view === undefined) return {};
  const session = municipalitySession(context, options);
  const path = viewPath(context, session, view);
  return bodyOf(context, await session.api.call({ path, answer: ErrorView })).filter;
}

/** Finds up to `most` entries in the order of the list, municipality by municipality. */
export async function findErrors(
  context: Context,
  options: SessionOptions,
  most: number,
  filter: Filter,
): Promise<FoundError[]> {
  const found: FoundError[] = [];
  for (const each of municipalitySessions(context, options)) {
    let after: string | undefined;
    do {
      const limit = Math.min(500, most - found.length);
      if (limit <= 0) return found;
      const path = below(each.municipality, 'errors');
      const query = { ...filter, limit, after };
      const { entries, next } = bodyOf(context, await each.api.call({ path, query, answer: ErrorList }));
      found.push(...entries.map((entry) => ({ session: each, entry })));
      after = next ?? undefined;
    } while (after !== undefined);
  }
  return found;
}

function listLines(context: Context, found: readonly FoundError[]): string[] {
  if (found.length === 0) return [say(context, 'errors.none')];
  const { language } = context;
  const rows = found.map(({ session, entry }) => [
    entry.failureId,
    session.municipality,
    entry.code,
    entry.step ?? '',
    entry.integratedAddressNumber ?? entry.personId,
    tokyoTimeOf(entry.firstSeenAt),
    entry.tries === 0 ? '' : `${String(entry.tries)}${entry.trying ? say(context, 'errors.tryingMark') : ''}`,
    entry.dueOn ?? '',
    entry.assignee?.name ?? entry.assignee?.staffId ?? '',
    entry.notes === 0 ? '' : String(entry.notes),
    entry.resolution ?? '',
    entry.title[language],
  ]);
  const head = [
    say(context, 'errors.id'),
    say(context, 'resident.municipality'),
    say(context, 'errors.code'),
    say(context, 'errors.step'),
    say(context, 'resident.number'),
    say(context, 'errors.since'),
    say(context, 'errors.tries'),
    say(context, 'errors.due'),
    say(context, 'errors.assignee'),
    say(context, 'errors.notes'),
    say(context, 'errors.resolution'),
    say(context, 'errors.text'),
  ];
  return [...tableLines(head, rows), '', say(context, 'errors.count', { count: found.length })];
}
