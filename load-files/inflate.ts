import { once } from 'node:events';
import { createInflateRaw } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { LoadFileProblem } from './problem.ts';

/**
 * Inflates up to the end of the DEFLATE data and gives back what follows it. Only the data themselves say where they
 * end: a zip that was written as a stream states its sizes after them.
 */
export async function* inflate(source: Pick<ByteSource, 'next' | 'putBack'>): AsyncGenerator<Uint8Array> {
  const inflater = createInflateRaw({ chunkSize: 65_536 });
  const pieces: Uint8Array[] = [];
  let forgottenBytes = 0;
  const ending = new AbortController();

  const feed = async (): Promise<void> => {
    for (let piece = await source.next(); piece; piece = await source.next()) {
      pieces.push(piece);
      if (ending.signal.aborted) return;
      // An error of the inflater is thrown where its output is read.
      if (!inflater.write(piece)) await once(inflater, 'drain', { signal: ending.signal }).catch(() => undefined);
      for (const first of pieces.slice(0, -1)) {
        if (forgottenBytes + first.length > inflater.bytesWritten) break;
        forgottenBytes += first.length;
        pieces.shift();
      }
    }
    inflater.end();
  };
  const feeding = feed();
  feeding.catch((err: unknown) => inflater.destroy(err instanceof Error ? err : new Error('the source failed')));
  try {
    for await (const chunk of inflater) if (chunk instanceof Uint8Array) yield chunk;
  } catch (err) {
    throw isZlibError(err) ? new LoadFileProblem({ field: '', rule: 'BROKEN_ZIP' }) : err;
  } finally {
    ending.abort();
  }
  await feeding;
  source.putBack(Buffer.concat(pieces).subarray(inflater.bytesWritten - forgottenBytes));
}

function isZlibError(err: unknown): boolean {
  return err instanceof Error && 'code' in err && typeof err.code === 'string' && err.code.startsWith('Z_');
}
