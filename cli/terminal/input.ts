import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { textOf as localText } from '../../local/messages.ts';
import { findSystemNote } from '../../local/system-errors.ts';
import { note, say, usageError, type Context } from './context.ts';
import { withoutNumbers } from './exit.ts';
import { createAsking } from './prompts.ts';

/** A file, or standard input for `-` and for no file at all. */
function openInput(context: Context, file: string | undefined): Readable {
  if (file !== undefined && file !== '-') return createReadStream(file);
  if (context.stdin.isTTY) note(context, say(context, 'input.waiting'));
  return context.stdin;
}

/** Line by line, however long the file is. */
export async function* linesOf(context: Context, file: string | undefined): AsyncGenerator<string> {
  let first = true;
  try {
    for await (const line of createInterface({ input: openInput(context, file), crlfDelay: Infinity })) {
      yield first ? line.replace(/^\u{feff}/u, '') : line;
      first = false;
    }
  } catch (error) {
    throw pathError(context, error, file);
  }
}

/** The whole text. Bytes that are no UTF-8 are refused: a name with a lost character must not be sent. */
export async function textOf(context: Context, file: string | undefined): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await buffer(openInput(context, file));
  } catch (error) {
    throw pathError(context, error, file);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageError(context, 'FILE', say(context, 'input.notUtf8'));
  }
}

/** An error while reading or writing names no file; what went wrong with this one is told by local/system-errors. */
export function pathError(context: Context, error: unknown, file: string | undefined, name = 'FILE'): unknown {
  const known = findSystemNote(error instanceof Error ? Object.assign(error, { path: file }) : error);
  if (known?.kind !== 'path') return error;
  return usageError(context, name, withoutNumbers(localText(known.note, context.language)));
}

/** One line that must not be seen: typed without an echo, or read from a pipe. */
export async function secretOf(context: Context, prompt: string): Promise<string> {
  if (!context.stdin.isTTY) return (await textOf(context, undefined)).trim();
  return createAsking(context).hidden(prompt);
}
