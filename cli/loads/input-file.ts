import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { loadMediaTypes } from '../../contracts/api/loads.ts';
import type { Context } from '../terminal/context.ts';
import { pathError } from '../terminal/input.ts';

export interface FileToLoad {
  path: string;
  /** The name without folders. */
  name: string;
  bytes: number;
  mediaType: (typeof loadMediaTypes)[number];
}

/** Looks at the file before anything is asked of fugo. */
export async function examineFile(context: Context, path: string): Promise<FileToLoad> {
  const found = await stat(path).catch((error: unknown) => {
    throw pathError(context, error, path);
  });
  if (!found.isFile()) throw pathError(context, Object.assign(new Error(path), { code: 'EISDIR' }), path);
  const name = basename(path);
  return { path, name, bytes: found.size, mediaType: isZip(name) ? 'application/zip' : 'application/octet-stream' };
}

const isZip = (name: string): boolean => /\.zip$/iu.test(name);
