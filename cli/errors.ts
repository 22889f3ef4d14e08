import { ErrorList, type ErrorEntry } from '../contracts/api/operations.ts';
import { isAcquisitionFailureCode } from '../domain/failures.ts';
import { stages } from '../domain/stages.ts';
import { note, print, printJson, say, usageError, type Context } from './context.ts';
import { exitCodes, type ExitCode } from './exit.ts';
import { bodyOf, municipalitySessions, type MunicipalitySession, type SessionOptions } from './session.ts';
import { tableLines } from './table.ts';
import { localTime } from './time.ts';
import { oneOf } from './values.ts';

export interface ErrorsListOptions extends SessionOptions {
  code?: string;
  stage?: string;
  state?: 'open' | 'resolved' | 'all';
  limit?: number;
  json?: boolean;
}

/** An entry and the municipality it belongs to. */
export interface FoundError {
  session: MunicipalitySession;
  entry: ErrorEntry;
}

/** `fugo errors list`: of every municipality this person may operate, or of one. */
export async function runErrorsList(context: Context, options: ErrorsListOptions): Promise<ExitCode> {
  checkFilter(context, options);
  const limit = options.limit ?? 100;
  const found = await findErrors(context, options, limit + 1);
  const shown = found.slice(0, limit);
  if (options.json) {
    printJson(
      context,
      shown.map(({ session: { municipality }, entry }) => ({ municipality, ...entry })),
    );
  } else {
    for (const line of listLines(context, shown)) print(context, line);
  }
  if (found.length > shown.length) note(context, say(context, 'errors.more'));
  return exitCodes.ok;
}

export function checkFilter(context: Pick<Context, 'language'>, { code, stage }: ErrorsListOptions): void {
  if (code !== undefined && !isAcquisitionFailureCode(code)) {
    throw usageError(context, '--code', say(context, 'usage.oneOf', { values: 'docs/failures.md' }));
  }
  if (stage !== undefined) oneOf(context, '--stage', stages)(stage);
}

/** The oldest first, municipality by municipality, up to `most`. */
export async function findErrors(
  context: Context,
  { code, stage, state = 'open', ...session }: ErrorsListOptions,
  most: number,
): Promise<FoundError[]> {
  const found: FoundError[] = [];
  for (const each of municipalitySessions(context, session)) {
    let after: string | undefined;
    do {
      const limit = Math.min(500, most - found.length);
      if (limit <= 0) return found;
      const path = `/v1/municipalities/${each.municipality}/errors`;
      const query = { code, stage, state, limit, after };
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
    entry.integratedAddressNumber ?? '',
    localTime(entry.firstSeenAt),
    entry.resolution ?? '',
    entry.text[language],
  ]);
  const head = [
    say(context, 'errors.id'),
    say(context, 'resident.municipality'),
    say(context, 'errors.code'),
    say(context, 'errors.step'),
    say(context, 'resident.number'),
    say(context, 'resident.since'),
    '',
    say(context, 'errors.text'),
  ];
  return [...tableLines(head, rows), '', say(context, 'errors.count', { count: found.length })];
}
