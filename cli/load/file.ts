import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { loadMediaTypes } from '../../contracts/api/loads.ts';
import { say, usageError, type Context } from '../context.ts';

export interface FileToLoad {
  path: string;
  /** Its name without folders. */
  name: string;
  bytes: number;
  mediaType: (typeof loadMediaTypes)[number];
}

/** Looked at before anything is asked of fugo. */
export async function fileToLoad(context: Context, path: string): Promise<FileToLoad> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(context, error);
  });
  if (!found.isFile()) throw usageError(context, 'FILE', say(context, 'input.unreadable'));
  const name = basename(path);
  return { path, name, bytes: found.size, mediaType: isZip(name) ? 'application/zip' : 'application/octet-stream' };
}

function unreadable(context: Context, error: unknown): unknown {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return usageError(context, 'FILE', say(context, 'input.missing'));
  if (code === 'EACCES' || code === 'ENOTDIR') return usageError(context, 'FILE', say(context, 'input.unreadable'));
  return error;
}

const isZip = (name: string): boolean => /\.zip$/iu.test(name);
