import { runPart } from '../stack/parts.ts';
import type { Context } from '../terminal/context.ts';
import type { ExitCode } from '../terminal/exit.ts';

/** `fugo monitor`: the monitor as a process of its own. */
export function runMonitor(context: Context, options: { port?: number }): Promise<ExitCode> {
  return runPart(context, 'monitor', [], options);
}
