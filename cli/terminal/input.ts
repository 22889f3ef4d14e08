import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { textOf as localText } from '../../local/messages.ts';
import { findSystemNote } from '../../local/system-errors.ts';
import { note, say, usageError, type Context } from './context.ts';
import { withoutNumbers } from './exit.ts';
import { createAsking } from './prompts.ts';

/** Opens a file; standard input for `-` and for no file at all. */
function openInput(context: Context, file: string | undefined): Readable {
  if (file !== undefined && file !== '-') return createReadStream(file);
  if (context.stdin.isTTY) note(context, say(context, 'input.waiting'));
  return context.stdin;
}

/** Reads line by line, so that the file may have any length. */
export async function* readLines(context: Context, file: string | undefined): AsyncGenerator<string> {
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

/** Reads the whole text and refuses bytes that are no UTF-8, because no name with a lost character may be sent. */
export async function readText(context: Context, file: string | undefined): Promise<string> {
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

/** Names the file in an error of reading or writing, in the words of local/system-errors. */
export function pathError(context: Context, error: unknown, file: string | undefined, name = 'FILE'): unknown {
  const known = findSystemNote(error instanceof Error ? Object.assign(error, { path: file }) : error);
  if (known?.kind !== 'path') return error;
  return usageError(context, name, withoutNumbers(localText(known.note, context.language)));
}

/** Reads one line that nobody may see: typed without an echo, or from a pipe. */
export async function readSecret(context: Context, prompt: string): Promise<string> {
  if (!context.stdin.isTTY) return (await readText(context, undefined)).trim();
  return createAsking(context).hidden(prompt);
}
