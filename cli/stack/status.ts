import { getHome } from '../../config/local.ts';
import { formatMib } from '../../local/disk-watch.ts';
import { text as localText, textOf } from '../../local/messages.ts';
import type { Run } from '../../local/stack.ts';
import { readStatus, type PartStatus, type StackStatus } from '../../local/status.ts';
import { printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';
import { addressesOf } from './addresses.ts';

/**
 * `fugo status` asks every part itself. It ends with 3 when fugo is not running, and with 1 when a part is not well.
 */
export async function runStatus(context: Context, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const status = await readStatus(getHome(context.env));
  if (json) printJson(context, statusForMachine(status));
  else printLines(context, statusLines(context, status));
  if (status.state === 'none' || status.state === 'stopped' || status.state === 'failed') return exitCodes.notRunning;
  const isWell = status.parts.every(({ healthy }) => healthy) && !status.disks.some(({ alarm }) => alarm);
  return status.state === 'ready' && isWell ? exitCodes.ok : exitCodes.refused;
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
      localText('diskNearlyFull', context.language, {
        folder,
        free: formatMib(freeBytes),
        limit: formatMib(alarmBytes),
      }),
    );
  return [head, '', ...table, ...(alarms.length > 0 ? ['', ...alarms] : [])];
}

function portOf(run: Run | undefined, { name }: PartStatus): number | null {
  if (!run) return null;
  return Object.entries(run.ports).find(([known]) => known === name || known === `${name}-health`)?.[1] ?? null;
}
