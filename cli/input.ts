import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { note, say, usageError, type Context } from './context.ts';
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
    throw unreadable(context, error);
  }
}

/** The whole text. Bytes that are no UTF-8 are refused: a name with a lost character must not be sent. */
export async function textOf(context: Context, file: string | undefined): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await buffer(openInput(context, file));
  } catch (error) {
    throw unreadable(context, error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageError(context, 'FILE', say(context, 'input.notUtf8'));
  }
}

function unreadable(context: Context, error: unknown): unknown {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return usageError(context, 'FILE', say(context, 'input.missing'));
  if (code === 'EISDIR' || code === 'EACCES') return usageError(context, 'FILE', say(context, 'input.unreadable'));
  return error;
}

/** One line that must not be seen: typed without an echo, or read from a pipe. */
export async function secretOf(context: Context, prompt: string): Promise<string> {
  if (!context.stdin.isTTY) return (await textOf(context, undefined)).trim();
  return createAsking(context).hidden(prompt);
}
