import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { hasAnswered, note, printJson, say, type Context } from './terminal/context.ts';
import { CommandError, exitCodes, withoutNumbers, type ExitCode } from './terminal/exit.ts';
import type { Ending } from './terminal/builder.ts';
import { setTerminalWidth } from './terminal/table.ts';
import { usageSentence } from './terminal/usage.ts';

/** Runs what the person wrote, and answers with an exit code. */
export async function runFugo(args: readonly string[], context: Context): Promise<ExitCode> {
  const ending: Ending = { exitCode: exitCodes.ok };
  setTerminalWidth(context.stdout.isTTY ? context.stdout.columns : undefined);
  const program = createProgram(context, ending);
  try {
    await program.parseAsync(args, { from: 'user' });
    return ending.exitCode;
  } catch (error) {
    return reportError(context, error, args.includes('--json'));
  }
}

/** The sentence is for people, on standard error; a program that asked for JSON gets it as JSON besides. */
async function reportError(context: Context, error: unknown, json: boolean): Promise<ExitCode> {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok; // --help and --version
  const { message, exitCode } = await commandErrorOf(context, error);
  note(context, message);
  // A list of which something was written already would be no JSON with a second document behind it.
  if (json && !hasAnswered(context)) printJson(context, { error: { exitCode, message } });
  return exitCode;
}

async function commandErrorOf(context: Context, error: unknown): Promise<CommandError> {
  if (error instanceof CommandError) return error;
  if (error instanceof CommanderError) return new CommandError(exitCodes.usage, usageSentence(context, error));
  return toCommandError(context, error);
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
