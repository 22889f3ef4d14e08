import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ApiApp } from '../context.ts';

const compress = promisify(gzip);

interface PageFile {
  type: string;
  /** Whether its address changes with its content. */
  isKept: boolean;
  read: () => Promise<Uint8Array>;
}

/** Read and compressed once, by the first who asks. */
export function addFile(app: ApiApp, address: string, { type, isKept, read }: PageFile): void {
  const load = async () => {
    const plain = new Uint8Array(await read());
    return { plain, compressed: new Uint8Array(await compress(plain)) };
  };
  let file: ReturnType<typeof load> | undefined;
  app.get(address, async (c) => {
    const { plain, compressed } = await (file ??= load());
    const isCompressed = /\bgzip\b/u.test(c.req.header('accept-encoding') ?? '');
    return c.body(isCompressed ? compressed : plain, 200, {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': isKept ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(isCompressed && { 'content-encoding': 'gzip' }),
    });
  });
}
