import type { Language } from '../../config/language.ts';
import { CommandError, exitCodes } from './exit.ts';
import { text, type MessageKey, type Values } from '../messages.ts';

/** What every command is given from outside. */
export interface Context {
  env: NodeJS.ProcessEnv;
  language: Language;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/** The sentence in the reader's language. */
export function say({ language }: Pick<Context, 'language'>, key: MessageKey, values?: Values): string {
  return text(key, language, values);
}

/** A line of the answer. What was stored somewhere must not move the cursor of whoever reads it here. */
export function print({ stdout }: Context, line: string): void {
  stdout.write(`${line.replaceAll(/[^\P{Cc}\n\t]+/gu, ' ')}\n`);
}

/** The whole answer for a machine: one document on standard output. */
export function printJson({ stdout }: Context, value: unknown): void {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Everything that is not the answer. */
export function note({ stderr }: Context, line: string): void {
  stderr.write(`${line}\n`);
}

/** Wrong usage: names the option or argument, and the rule that it breaks. */
export function usageError(context: Pick<Context, 'language'>, name: string, rule: string): CommandError {
  return new CommandError(exitCodes.usage, say(context, 'usage.rule', { name, rule }));
}
