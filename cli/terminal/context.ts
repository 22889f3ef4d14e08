import type { Language } from '../../config/language.ts';
import { CommandError, exitCodes } from './exit.ts';
import { text, type MessageKey, type Values } from '../messages.ts';

/** What a command gets from outside. */
export interface Context {
  env: NodeJS.ProcessEnv;
  language: Language;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

export function say({ language }: Pick<Context, 'language'>, key: MessageKey, values?: Values): string {
  return text(key, language, values);
}

/**
 * Writes a line of the answer. Control characters are taken out, so that stored data cannot move the reader's cursor.
 */
export function print({ stdout }: Context, line: string): void {
  answered.add(stdout);
  stdout.write(`${line.replaceAll(/[^\P{Cc}\n\t]+/gu, ' ')}\n`);
}

export function printLines(context: Context, lines: Iterable<string>): void {
  for (const line of lines) print(context, line);
}

/** Writes the whole answer for a machine: one document on standard output. */
export function printJson({ stdout }: Context, value: unknown): void {
  answered.add(stdout);
  stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

const answered = new WeakSet<NodeJS.WriteStream>();

/** Whether a part of the answer has been written. */
export function hasAnswered({ stdout }: Pick<Context, 'stdout'>): boolean {
  return answered.has(stdout);
}

/** To be called by what writes an answer itself. */
export function noteAnswer({ stdout }: Pick<Context, 'stdout'>): void {
  answered.add(stdout);
}

/** Writes everything that is no part of the answer. */
export function note({ stderr }: Context, line: string): void {
  stderr.write(`${line}\n`);
}

/** Wrong usage: names the option or argument and the rule that it breaks. */
export function usageError(context: Pick<Context, 'language'>, name: string, rule: string): CommandError {
  return new CommandError(exitCodes.usage, say(context, 'usage.rule', { name, rule }));
}
