import { languageOf } from '../../config/language.ts';
import { getHome, readLocalConfig } from '../../config/local.ts';
import { mibText } from '../../local/disk-watch.ts';
import { text as localText, textOf } from '../../local/messages.ts';
import { startStack, stopStack, type Run, type Stack } from '../../local/stack.ts';
import { statusOf, type PartStatus, type StackStatus } from '../../local/status.ts';
import { errorListUrl } from '../../temporal/ui-addresses.ts';
import { note, print, printJson, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { createStepBoard } from '../terminal/step-board.ts';
import { elapsedText, tableLines } from '../terminal/table.ts';

export interface StartOptions {
  movePorts?: boolean;
}

/** Starts what does not run yet and shows how; a part that does not start ends the command with its reason. */
export async function startShown(context: Context, { movePorts = false }: StartOptions = {}): Promise<Stack> {
  const { env, stderr } = context;
  const { home } = readLocalConfig(env); // a wrong variable is told before anything is started
  const board = createStepBoard(stderr, languageOf(env));
  try {
    return await startStack({ home, env, movePorts, onStep: board.tell });
  } finally {
    board.end();
  }
}

/** `fugo up`. */
export async function runUp(
  context: Context,
  { json = false, ...options }: StartOptions & { json?: boolean },
): Promise<ExitCode> {
  const startedAt = Date.now();
  const { run, alreadyRunning } = await startShown(context, options);
  const elapsed = elapsedText(Date.now() - startedAt);
  note(context, alreadyRunning ? say(context, 'up.already') : say(context, 'up.ready', { elapsed }));
  if (json) printJson(context, { state: run.state, alreadyRunning, ...addressesOf(run) });
  else for (const line of addressLines(context, run)) print(context, line);
  return exitCodes.ok;
}

/** `fugo down`. */
export async function runDown(context: Context, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const startedAt = Date.now();
  note(context, say(context, 'down.stopping'));
  const stopped = await stopStack(getHome(context.env));
  const elapsed = elapsedText(Date.now() - startedAt);
  note(context, stopped ? say(context, 'down.stopped', { elapsed }) : say(context, 'down.nothing'));
  if (json) printJson(context, { stopped });
  return exitCodes.ok;
}

/** `fugo status`: asks every part itself. 3 when fugo is not running, 1 when a part is not well. */
export async function runStatus(context: Context, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const status = await statusOf(getHome(context.env));
  if (json) printJson(context, statusForMachine(status));
  else for (const line of statusLines(context, status)) print(context, line);
  if (status.state === 'none' || status.state === 'stopped' || status.state === 'failed') return exitCodes.notRunning;
  const isWell = status.parts.every(({ healthy }) => healthy) && !status.disks.some(({ alarm }) => alarm);
  return status.state === 'ready' && isWell ? exitCodes.ok : exitCodes.refused;
}

export interface Addresses {
  /** The pages of staff. */
  web: string;
  api: string;
  apiDocs: string;
  temporal: string;
  temporalUi: string | null;
  errorList: string | null;
  simulators: Run['addresses']['simulators'];
}

export function addressesOf({ addresses }: Pick<Run, 'addresses'>): Addresses {
  const { api, temporal, temporalUi, temporalNamespace, simulators } = addresses;
  return {
    web: `${api}/`,
    api,
    apiDocs: `${api}/docs`,
    temporal,
    temporalUi: temporalUi ?? null,
    errorList: temporalUi === undefined ? null : errorListUrl(temporalUi, temporalNamespace),
    simulators,
  };
}

export function addressLines(context: Pick<Context, 'language'>, run: Pick<Run, 'addresses'>): string[] {
  const { web, api, apiDocs, temporalUi, errorList, simulators } = addressesOf(run);
  const lines: [string, string | null][] = [
    [say(context, 'address.web'), web],
    [say(context, 'address.api'), api],
    [say(context, 'address.docs'), apiDocs],
    [say(context, 'address.temporalUi'), temporalUi],
    [say(context, 'address.errorList'), errorList],
    [say(context, 'address.simulators'), simulators['juki-system']],
  ];
  return lines.flatMap(([title, url]) => (url === null ? [] : [`  ${title}`, `    ${url}`]));
}

function statusForMachine({ state, run, parts, disks }: StackStatus) {
  return {
    state,
    startedAt: run ? new Date(run.startedAt).toISOString() : null,
    addresses: run ? addressesOf(run) : null,
    parts: parts.map((part) => ({
      name: part.name,
      state: part.state,
      healthy: part.healthy,
      pid: part.identity?.pid ?? null,
      port: portOf(run, part),
      restarts: part.restarts,
      log: part.logPath,
    })),
    disks,
  };
}

function statusLines(context: Context, { state, run, parts, disks }: StackStatus): string[] {
  const head = say(context, 'status.state', { state: say(context, `state.${state}`) });
  const problem = run?.problem && state === 'failed' ? [textOf(run.problem, context.language)] : [];
  if (parts.length === 0 || state === 'stopped' || state === 'failed') return [head, ...problem];
  const rows = parts.map((part) => [
    part.name,
    String(portOf(run, part) ?? ''),
    String(part.identity?.pid ?? ''),
    say(context, part.healthy ? 'health.up' : part.running ? 'health.unwell' : 'health.gone'),
    part.restarts === 0 ? '' : say(context, 'status.restarts', { count: part.restarts }),
  ]);
  const titles = ['status.part', 'status.port', 'status.process', 'status.health', 'status.remark'] as const;
  const table = tableLines(
    titles.map((title) => say(context, title)),
    rows,
    new Set([1, 2]),
  );
  const alarms = disks
    .filter(({ alarm }) => alarm)
    .map(({ folder, freeBytes, alarmBytes }) =>
      localText('diskNearlyFull', context.language, { folder, free: mibText(freeBytes), limit: mibText(alarmBytes) }),
    );
  return [head, '', ...table, ...(alarms.length > 0 ? ['', ...alarms] : [])];
}

function portOf(run: Run | undefined, { name }: PartStatus): number | null {
  if (!run) return null;
  return Object.entries(run.ports).find(([known]) => known === name || known === `${name}-health`)?.[1] ?? null;
}
