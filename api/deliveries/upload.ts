/** A file that is proposed, as it comes in: bounded, hashed on the way, never held in memory. */
import { readFile } from 'node:fs/promises';
import type { Context } from 'hono';
import { largestReleaseBytes } from '../../contracts/api/deliveries.ts';
import { isUsable, largestTableBytes } from '../../contracts/delivered-files.ts';
import { ReleaseTooLarge, storedPathOf, storeFile, type StoredFile } from '../../deliveries/store.ts';
import type { ReleaseKind } from '../../domain/deliveries/names.ts';
import type { ApiEnv } from '../context.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { mediaTypeOf } from '../http/validation.ts';

export const releaseMediaType = 'application/octet-stream';

/** @throws ProblemError UNSUPPORTED_MEDIA_TYPE, TOO_LARGE, or INVALID_INPUT for a file without a byte */
export async function storeReleaseFile(c: Context<ApiEnv>, folder: string): Promise<StoredFile> {
  if (mediaTypeOf(c.req.header('content-type')) !== releaseMediaType) throw new ProblemError('UNSUPPORTED_MEDIA_TYPE');
  if (Number(c.req.header('content-length') ?? 0) > largestReleaseBytes) throw new ProblemError('TOO_LARGE');
  c.get('bodyWatch')?.allowLong();
  try {
    const stored = await storeFile(folder, readBody(c.req.raw.body), { limitBytes: largestReleaseBytes });
    if (stored.lengthBytes === 0) throw invalidInput([{ field: 'file', rule: 'EMPTY' }]);
    return stored;
  } catch (err) {
    if (err instanceof ReleaseTooLarge) throw new ProblemError('TOO_LARGE');
    throw err;
  }
}

/** Whether the servers could use it. A program is taken as it is. */
export async function isFileOfKind(
  folder: string,
  kind: ReleaseKind,
  { sha256, lengthBytes }: StoredFile,
): Promise<boolean> {
  if (kind === 'program') return true;
  if (lengthBytes > largestTableBytes) return false;
  return isUsable(kind, await readFile(storedPathOf(folder, sha256)));
}

async function* readBody(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
