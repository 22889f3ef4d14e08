import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { note, noteAnswer, say, type Context } from './context.ts';
import { pathError } from './input.ts';
import { grouped } from './table.ts';

export interface Destination {
  write: (piece: Uint8Array) => Promise<void>;
  close: () => Promise<void>;
}

/**
 * Opens a file that is written anew, or standard output. `option` names the file in an error; a private file only its
 * owner may read.
 */
export async function openDestination(
  context: Context,
  option: string,
  file: string | undefined,
  { isPrivate = false } = {},
): Promise<Destination> {
  if (file === undefined) return standardOutput(context);
  const handle = await open(file, 'w', isPrivate ? 0o600 : 0o666).catch((error: unknown) => {
    throw pathError(context, error, file, option);
  });
  // Each piece goes where the one before it ended.
  const write = (piece: Uint8Array): Promise<void> =>
    handle.writeFile(piece).catch((error: unknown) => {
      throw pathError(context, error, file, option);
    });
  return { write, close: () => handle.close() };
}

function standardOutput(context: Context): Destination {
  const { stdout } = context;
  return {
    async write(piece) {
      noteAnswer(context);
      if (!stdout.write(piece)) await once(stdout, 'drain');
    },
    close: () => Promise.resolve(),
  };
}

/** Writes an answer into a private file, or to standard output where none is named, and says how long the file is. */
export async function saveAnswer(
  context: Context,
  option: string,
  file: string | undefined,
  answer: AsyncIterable<Uint8Array>,
): Promise<void> {
  const destination = await openDestination(context, option, file, { isPrivate: true });
  let bytes = 0;
  try {
    for await (const piece of answer) {
      bytes += piece.length;
      await destination.write(piece);
    }
  } finally {
    await destination.close();
  }
  if (file !== undefined) note(context, say(context, 'load.saved', { bytes: grouped(bytes) }));
}
