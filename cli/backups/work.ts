import { backupTexts } from '../../local/backup/messages.ts';
import { parseMoment } from '../../local/backup/moment.ts';
import type { Target } from '../../local/backup/plan.ts';
import type { OnProgress, Progress } from '../../local/backup/progress.ts';
import { removeScratches } from '../../local/backup/scratch.ts';
import { LocalError, textOf } from '../../local/messages.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, interruptedCode } from '../terminal/exit.ts';
import { createProgressLine } from '../terminal/redraw.ts';
import { grouped } from '../terminal/table.ts';

const inMib = new Set<Progress['step']>(['copying', 'laying-out']);

/**
 * Does long work with backups: shows how far it is, says in one sentence why it was refused, and leaves no cluster behind
 * when it is interrupted.
 */
export async function withProgress<Value>(
  context: Context,
  work: (onProgress: OnProgress) => Promise<Value>,
): Promise<Value> {
  const line = createProgressLine(context);
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  try {
    return await work((progress) => line.show(() => progressText(context, progress)));
  } catch (error) {
    if (error instanceof LocalError && Object.hasOwn(backupTexts, error.note.key)) {
      throw new CommandError(exitCodes.refused, textOf(error.note, context.language), { cause: error });
    }
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    line.end();
  }
}

function progressText(context: Context, { step, done, total }: Progress): string {
  const shown = (figure: number): string => (inMib.has(step) ? `${grouped(figure / 1_048_576)} MiB` : grouped(figure));
  const of = total === undefined ? '' : ` / ${shown(total)}`;
  const figures = done === 0 && total === undefined ? '' : `${shown(done)}${of}`;
  return `${say(context, `backup.step.${step}`)} ${figures}`.trimEnd();
}

function interrupt(): void {
  void removeScratches().finally(() => process.exit(interruptedCode));
}

/** Reads the value of `--to`. */
export function readMoment(context: Context, text: string): Target {
  const target = parseMoment(text);
  if (target) return target;
  throw usageError(context, '--to', say(context, 'backup.momentRule'));
}
