import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { note, say, type Context } from './terminal/context.ts';
import { CommandError, exitCodes, withoutNumbers, type ExitCode } from './terminal/exit.ts';
import type { Ending } from './terminal/builder.ts';
import { usageSentence } from './terminal/usage.ts';

/** Runs what the person wrote, and answers with an exit code. */
export async function runFugo(args: readonly string[], context: Context): Promise<ExitCode> {
  const ending: Ending = { exitCode: exitCodes.ok };
  const program = createProgram(context, ending);
  try {
    await program.parseAsync(args, { from: 'user' });
    return ending.exitCode;
  } catch (error) {
    return reportError(context, error);
  }
}

async function reportError(context: Context, error: unknown): Promise<ExitCode> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.ok; // --help and --version
    note(context, usageSentence(context, error));
    return exitCodes.usage;
  }
  const known = error instanceof CommandError ? error : await toCommandError(context, error);
  note(context, known.message);
  return known.exitCode;
}

/** Translates errors of the parts that a command used. It loads them late: a part that can throw is loaded already. */
async function toCommandError(context: Context, error: unknown): Promise<CommandError> {
  const { failureOf } = await import('./client/failures.ts');
  const known = failureOf(context, error);
  if (known) return known;
  const reason = withoutNumbers(error instanceof Error ? error.message : String(error));
  if (context.env['FUGO_LOG_LEVEL'] === 'debug' && error instanceof Error)
    note(context, withoutNumbers(error.stack ?? ''));
  return new CommandError(exitCodes.internal, say(context, 'internal', { reason }), { cause: error });
}
