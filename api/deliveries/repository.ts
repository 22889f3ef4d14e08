/**
 * The signed repository of deliveries, for whoever asks: what it says is proved by its signatures, not by who fetches it.
 * Files are sent in ranges, so that a target goes on where it was cut off.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiApp, ApiEnv } from '../context.ts';
import { describeRefusal } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { findRange } from './ranges.ts';

const metadataName = /^(?:\d{1,10}\.(?:root|snapshot|targets)|timestamp)\.json$/u;
const fileName = /^[0-9a-f]{64}\.[a-z0-9][a-z0-9-]{0,80}$/u;
/** Read at once, so that a slow disk is asked seldom and little is kept for each of many targets. Bytes. */
const chunkBytes = 256 * 1024;

const binary = { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } };

/** `folder`: undefined where this installation delivers nothing. */
export function addDeliveryRepository(app: ApiApp, folder: string | undefined): void {
  const path = '/v1/deliveries/repository';
  const open = { method: 'get' as const, tags: ['deliveries'], security: [] };

  app.openapi(
    createRoute({
      ...open,
      path: `${path}/metadata/{file}`,
      operationId: 'getDeliveryMetadata',
      summary: '配信の署名情報 / Metadata of The Update Framework',
      description:
        '`timestamp.json`, `N.snapshot.json`, `N.targets.json` and `N.root.json`; all but the first never change.',
      request: { params: z.object({ file: z.string().regex(metadataName) }) },
      responses: {
        200: { description: 'Signed.', content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } } },
        404: describeRefusal('NOT_FOUND'),
      },
    }),
    // The signed text is sent byte by byte, so no type describes it.
    (c): never => sendFile(c, folder, 'metadata') as never,
    (result, c) => (result.success ? undefined : notFound(c)),
  );

  app.openapi(
    createRoute({
      ...open,
      path: `${path}/files/{file}`,
      operationId: 'getDeliveredFile',
      summary: '配信するファイル / A delivered file, whole or in a range',
      description: 'Named by its SHA-256, its name and its version. One range a request (`Range: bytes=0-1048575`).',
      request: { params: z.object({ file: z.string().regex(fileName) }) },
      responses: {
        200: { description: 'The whole file.', content: binary },
        206: { description: 'The range.', content: binary },
        404: describeRefusal('NOT_FOUND'),
        416: { description: 'No such range; `Content-Range` says how long the file is.' },
      },
    }),
    (c): never => sendFile(c, folder, 'files') as never,
    (result, c) => (result.success ? undefined : notFound(c)),
  );
}

function notFound(_: Context<ApiEnv>): never {
  throw new ProblemError('NOT_FOUND');
}

async function sendFile(c: Context<ApiEnv>, folder: string | undefined, room: 'metadata' | 'files'): Promise<Response> {
  const name = c.req.param('file') ?? '';
  if (folder === undefined) throw new ProblemError('NOT_FOUND');
  const path = join(folder, room, name);
  const length = await lengthOf(path);
  if (length === undefined) throw new ProblemError('NOT_FOUND');
  const headers = new Headers({
    'content-type': room === 'metadata' ? 'application/json' : 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag: `"${name}"`,
    'cache-control': name === 'timestamp.json' ? 'no-store' : 'public, max-age=86400, immutable',
  });
  const range = findRange(c.req.header('range'), length);
  if (range === 'none') {
    headers.set('content-range', `bytes */${String(length)}`);
    return new Response(null, { status: 416, headers });
  }
  const { from, end } = range ?? { from: 0, end: length };
  headers.set('content-length', String(end - from));
  if (range) headers.set('content-range', `bytes ${String(from)}-${String(end - 1)}/${String(length)}`);
  const status = range ? 206 : 200;
  if (end === from || c.req.method === 'HEAD') return new Response(null, { status, headers });
  const stream = createReadStream(path, { start: from, end: end - 1, highWaterMark: chunkBytes });
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { status, headers });
}

async function lengthOf(path: string): Promise<number | undefined> {
  try {
    const file = await open(path);
    try {
      return (await file.stat()).size;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
