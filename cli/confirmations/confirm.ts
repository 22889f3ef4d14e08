import { setTimeout as sleep } from 'node:timers/promises';
import { ConfirmationRuns, ConfirmationStarted } from '../../contracts/api/confirmations.ts';
import { below } from '../../contracts/http.ts';
import { note, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf, municipalitySessions, type MunicipalitySession, type SessionOptions } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';

type Run = ConfirmationRuns['runs'][number];
const limitMs = 120_000;

/** `fugo confirm` runs the confirmation (確認処理) now, waits for it and says what it found. */
export async function runConfirm(context: Context, options: SessionOptions & { json?: boolean }): Promise<ExitCode> {
  const done: { municipality: string; run: Run }[] = [];
  for (const session of municipalitySessions(context, options)) {
    note(context, say(context, 'confirm.running', { municipality: session.municipality }));
    done.push({ municipality: session.municipality, run: await confirmOne(context, session) });
  }
  if (options.json) {
    printJson(
      context,
      done.map(({ municipality, run }) => ({ municipality, ...run })),
    );
    return exitCodes.ok;
  }
  const figures = ['asked', 'acquired', 'errors', 'unknown', 'overdue'] as const;
  const rows = done.map(({ municipality, run }) => [municipality, ...figures.map((figure) => String(run[figure]))]);
  const head = [say(context, 'resident.municipality'), ...figures.map((figure) => say(context, `confirm.${figure}`))];
  printLines(context, tableLines(head, rows, new Set([1, 2, 3, 4, 5])));
  return exitCodes.ok;
}

/** Waits for a run that began after the request; one that was under way before it does not count. */
async function confirmOne(context: Context, { municipality, api }: MunicipalitySession): Promise<Run> {
  const path = below(municipality, 'confirmations');
  const before = bodyOf(context, await api.call({ path, answer: ConfirmationRuns }));
  const known = new Set(before.runs.map(({ runId }) => runId));
  bodyOf(context, await api.call({ method: 'POST', path, answer: ConfirmationStarted }));
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    const { runs } = bodyOf(context, await api.call({ path, answer: ConfirmationRuns }));
    const run = runs.findLast(({ runId, finishedAt }) => finishedAt !== null && !known.has(runId));
    if (run) return run;
    await sleep(250);
  }
  throw new CommandError(exitCodes.refused, say(context, 'confirm.slow', { municipality }));
}
