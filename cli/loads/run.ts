import { Load, LoadActionResult } from '../../contracts/api/loads.ts';
import { sumNames } from '../../domain/load-sums.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { actingStaffId, bodyOf } from '../client/session.ts';
import { grouped, tableLines } from '../terminal/table.ts';
import { isUuid } from '../terminal/values.ts';
import { follow } from './follow.ts';
import { writeTemplate } from './heading.ts';
import { stateText } from '../terminal/load-state.ts';
import { errorsOf } from './progress-lines.ts';
import { showReport } from './report.ts';
import { sendLoad } from './send.ts';
import type { LoadOptions } from './options.ts';
import { findLoad, listLoads, loadPath, type FoundLoad } from './find.ts';
import { exitCodeOf, summaryLines } from './summary.ts';
import { saveFile } from './save.ts';

const actions = ['pause', 'resume', 'cancel'] as const;
/** Options that ask about a load that exists. */
const questions = ['attach', 'start', ...actions, 'report', 'badLines', 'results'] as const;

/** `fugo load` sends a file of residents, or answers a question about a load. */
export async function runLoad(context: Context, file: string | undefined, options: LoadOptions): Promise<ExitCode> {
  if (options.template && file === undefined) return writeTemplate(context, options);
  requireOneOf(context, file, options);
  if (file !== undefined) return tell(context, await sendLoad(context, file, options), options);
  if (options.list) return showList(context, options);
  if (options.attach !== undefined) return tell(context, await findLoad(context, options, options.attach), options);
  if (options.start !== undefined) return tell(context, await startChecked(context, options.start, options), options);
  for (const action of actions) {
    const loadId = options[action];
    if (loadId !== undefined) return act(context, action, loadId, options);
  }
  if (options.report !== undefined) return showReport(context, options.report, options);
  if (options.badLines !== undefined) return saveFile(context, 'badLines', options.badLines, options);
  if (options.results !== undefined) return saveFile(context, 'results', options.results, options);
  throw usageError(context, 'load', say(context, 'usage.fileOrLoad'));
}

function requireOneOf(context: Context, file: string | undefined, options: LoadOptions): void {
  const asked = questions.filter((question) => options[question] !== undefined);
  if (asked.length + (file === undefined ? 0 : 1) + (options.list ? 1 : 0) !== 1) {
    throw usageError(context, 'load', say(context, 'usage.fileOrLoad'));
  }
  for (const question of asked) {
    if (isUuid(options[question] ?? '')) continue;
    const option = `--${question === 'badLines' ? 'bad-lines' : question}`;
    throw usageError(context, option, say(context, 'usage.loadId'));
  }
}

async function tell(context: Context, found: FoundLoad, options: LoadOptions): Promise<ExitCode> {
  const load = await follow(context, found, { watch: options.watch ?? false });
  if (options.json) printJson(context, { municipality: found.session.municipality, ...load });
  else printLines(context, summaryLines(context, load));
  return exitCodeOf(load);
}

/** Starts the load of a file that was checked with `--dry-run`, without sending it again. */
async function startChecked(context: Context, loadId: string, options: LoadOptions): Promise<FoundLoad> {
  const { session } = await findLoad(context, options, loadId);
  const body = { staffId: actingStaffId(context, session, options.staff), again: options.again ?? false };
  const path = loadPath(session, loadId, '/start');
  return { session, load: bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: Load })) };
}

async function showList(context: Context, options: LoadOptions): Promise<ExitCode> {
  const found = await listLoads(context, options);
  if (options.json) {
    printJson(
      context,
      found.map(({ session: { municipality }, load }) => ({ municipality, ...load })),
    );
    return exitCodes.ok;
  }
  if (found.length === 0) print(context, say(context, 'load.none'));
  else printLines(context, listLines(context, found));
  return exitCodes.ok;
}

const shownSums = ['read', 'accepted', 'wrong', 'confirmed'] as const;

function listLines(context: Context, found: readonly FoundLoad[]): string[] {
  const { language } = context;
  const titles = ['load.id', 'resident.municipality', 'load.created', 'load.stateTitle', 'load.file'] as const;
  const rows = found.map(({ session, load }) => [
    load.loadId,
    session.municipality,
    tokyoTimeOf(load.createdAt),
    stateText(load, language),
    load.fileName,
    ...shownSums.map((sum) => grouped(load.sums[sum])),
    grouped(errorsOf(load)),
  ]);
  const head = [
    ...titles.map((title) => say(context, title)),
    ...shownSums.map((sum) => sumNames[sum][language]),
    say(context, 'demo.errors'),
  ];
  return tableLines(head, rows, new Set([5, 6, 7, 8, 9]));
}

async function act(
  context: Context,
  action: (typeof actions)[number],
  loadId: string,
  options: LoadOptions,
): Promise<ExitCode> {
  const { session } = await findLoad(context, options, loadId);
  const result = bodyOf(
    context,
    await session.api.call({
      method: 'POST',
      path: loadPath(session, loadId, `/${action}`),
      body: { staffId: actingStaffId(context, session, options.staff) },
      answer: LoadActionResult,
    }),
  );
  if (options.json) printJson(context, { municipality: session.municipality, ...result });
  else print(context, say(context, `load.done.${action}`));
  return exitCodes.ok;
}
