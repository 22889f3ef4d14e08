import { ConfigError } from '../../config/environment.ts';
import { getHome } from '../../config/local.ts';
import { LocalError, textOf } from '../../local/messages.ts';
import { findSystemNote, type SystemErrorKind } from '../../local/system-errors.ts';
import { say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes, withoutNumbers, type ExitCode } from '../terminal/exit.ts';
import { StrangeAnswer, Unreachable } from './http.ts';
import { SessionOver } from './staff-identity.ts';

/** Says what an error means for the command; undefined when no part of fugo is known to throw it. */
export function failureOf(context: Pick<Context, 'env' | 'language'>, error: unknown): CommandError | undefined {
  if (error instanceof Unreachable) {
    return new CommandError(exitCodes.notRunning, say(context, 'unreachable', { url: error.message }));
  }
  if (error instanceof StrangeAnswer) {
    return new CommandError(exitCodes.internal, say(context, 'strangeAnswer', { what: error.message }));
  }
  if (error instanceof SessionOver) return new CommandError(exitCodes.noRights, say(context, 'signIn.over'));
  if (error instanceof LocalError) {
    return new CommandError(exitCodes.notRunning, textOf(error.note, context.language));
  }
  if (error instanceof ConfigError) return new CommandError(exitCodes.usage, error.message);
  const system = findSystemNote(error, getHome(context.env));
  if (!system) return undefined;
  return new CommandError(exitOf[system.kind], withoutNumbers(textOf(system.note, context.language)), { cause: error });
}

const exitOf: Record<SystemErrorKind, ExitCode> = {
  path: exitCodes.usage,
  network: exitCodes.notRunning,
  machine: exitCodes.internal,
};
