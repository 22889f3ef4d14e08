/** `fugo jobs diff`, `apply`, `export` and `versions`: the definition as a file. */
import { DefinitionDiff, DefinitionVersions, DefinitionView } from '../../contracts/api/jobs.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { parseStrictly, TooManySigns } from '../../domain/strict-json.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { note, print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { saveAnswer } from '../terminal/destination.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { readText } from '../terminal/input.ts';
import { tableLines } from '../terminal/table.ts';
import type { JobsOptions } from './session.ts';

/** `fugo jobs diff`: the file and what counts, compared by what they say. */
export async function runJobDiff(context: Context, file: string, options: JobsOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const definition = await readDefinition(context, file);
  const path = ofOrganisation(organisation, 'jobs/definition/differences');
  const diff = bodyOf(context, await api.call({ method: 'POST', path, body: { definition }, answer: DefinitionDiff }));
  if (options.json) {
    printJson(context, diff);
    return exitCodes.ok;
  }
  printLines(context, diffLines(diff));
  const { changes, schedules, expect } = diff;
  if (changes.length === 0) print(context, say(context, 'jobs.same'));
  else {
    note(context, say(context, 'jobs.changes', { count: changes.length }));
    note(context, `  fugo jobs apply ${file} --expect ${expect}`);
  }
  if (schedules && schedules.length > 0) note(context, say(context, 'jobs.schedules', { count: schedules.length }));
  return exitCodes.ok;
}

const line = (sign: string, path: string, value: unknown): string => `${sign} ${path}: ${JSON.stringify(value)}`;

/** A line for each difference, as a comparison shows them. */
export function diffLines({ changes }: Pick<DefinitionDiff, 'changes'>): string[] {
  return changes.flatMap(({ path, kind, before, after }) => [
    ...(kind === 'added' ? [] : [line('-', path, before)]),
    ...(kind === 'removed' ? [] : [line('+', path, after)]),
  ]);
}

export async function runJobApply(
  context: Context,
  file: string,
  options: JobsOptions & { expect: string },
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const definition = await readDefinition(context, file);
  const path = ofOrganisation(organisation, 'jobs/definition');
  const body = { definition, expect: options.expect };
  const now = bodyOf(context, await api.call({ method: 'PUT', path, body, answer: DefinitionView }));
  if (options.json) printJson(context, now);
  else if (now.hash === options.expect) print(context, say(context, 'jobs.same'));
  else print(context, say(context, 'jobs.applied', { version: now.version, hash: now.hash }));
  return exitCodes.ok;
}

async function readDefinition(context: Context, file: string): Promise<unknown> {
  const text = (await readText(context, file)).replace(/^\u{feff}/u, '');
  try {
    const { value, repeated } = parseStrictly(text);
    const [first] = repeated;
    if (first === undefined) return value;
    throw usageError(context, 'FILE', say(context, 'jobs.repeated', { field: first.join('.') }));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TooManySigns) {
      throw usageError(context, 'FILE', say(context, 'jobs.notJson'));
    }
    throw error;
  }
}

/** `fugo jobs export`: the file itself; with `--json` also its version and its hash. */
export async function runJobExport(
  context: Context,
  file: string | undefined,
  { ofVersion, ...options }: JobsOptions & { ofVersion?: number },
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'jobs/definition');
  const destination = file === '-' ? undefined : file;
  if (ofVersion === undefined && !options.json) {
    const answer = bodyOf(context, await api.download({ path: `${path}/file`, mediaType: 'application/octet-stream' }));
    await saveAnswer(context, 'FILE', destination, answer);
    return exitCodes.ok;
  }
  const of = ofVersion === undefined ? path : `${path}/versions/${String(ofVersion)}`;
  const view = bodyOf(context, await api.call({ path: of, answer: DefinitionView }));
  if (options.json) printJson(context, view);
  else await saveAnswer(context, 'FILE', destination, bytesOf(view.definition));
  return exitCodes.ok;
}

async function* bytesOf(definition: unknown): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(definition, null, 2)}\n`);
}

export async function runJobVersions(context: Context, options: JobsOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'jobs/definition/versions');
  const { versions } = bodyOf(context, await api.call({ path, answer: DefinitionVersions }));
  if (options.json) printJson(context, versions);
  else if (versions.length === 0) print(context, say(context, 'jobs.noVersions'));
  else {
    const head = ['jobs.version', 'jobs.appliedAt', 'jobs.by', 'jobs.nets', 'jobs.hash'] as const;
    printLines(
      context,
      tableLines(
        head.map((title) => say(context, title)),
        versions.map(({ version, appliedAt, appliedBy, nets, hash }) => [
          String(version),
          appliedAt === null ? '' : tokyoTimeOf(appliedAt).slice(0, 19),
          appliedBy ? (appliedBy.name ?? appliedBy.id) : '',
          String(nets),
          hash,
        ]),
        new Set([0, 3]),
      ),
    );
  }
  return exitCodes.ok;
}
