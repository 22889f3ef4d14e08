/**
 * The signed repository of deliveries, for whoever asks: what it says is proved by its signatures, not by who fetches it.
 * Files are sent in ranges, so that a target goes on where it was cut off.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiApp, ApiEnv } from '../context.ts';
import { createByteStream } from '../http/byte-stream.ts';
import { describeRefusal } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { findRange } from './ranges.ts';

const rooms = {
  metadata: { name: /^(?:\d{1,10}\.(?:root|snapshot|targets)|timestamp)\.json$/u, mediaType: 'application/json' },
  files: { name: /^[0-9a-f]{64}\.[a-z0-9][a-z0-9-]{0,80}$/u, mediaType: 'application/octet-stream' },
} as const;
type Room = keyof typeof rooms;

const repositoryPath = '/v1/deliveries/repository';
/** Read at once, so that a slow disk is asked seldom and little is kept for each of many targets. Bytes. */
const chunkBytes = 256 * 1024;

/** `folder`: undefined where this installation delivers nothing. */
export function addDeliveryRepository(app: ApiApp, folder: string | undefined): void {
  describe(app);
  app.get(`${repositoryPath}/metadata/:file`, (c) => sendFile(c, folder, 'metadata'));
  app.get(`${repositoryPath}/files/:file`, (c) => sendFile(c, folder, 'files'));
}

async function sendFile(c: Context<ApiEnv>, folder: string | undefined, room: Room): Promise<Response> {
  const name = c.req.param('file') ?? '';
  if (folder === undefined || !rooms[room].name.test(name)) throw new ProblemError('NOT_FOUND');
  const path = join(folder, room, name);
  const length = await findLength(path);
  if (length === undefined) throw new ProblemError('NOT_FOUND');
  const headers = new Headers({
    'content-type': rooms[room].mediaType,
    'accept-ranges': 'bytes',
    etag: `"${name}"`,
    'cache-control': name === 'timestamp.json' ? 'no-store' : 'public, max-age=86400, immutable',
  });
  const range = findRange(c.req.header('range'), length);
  if (range === 'none') {
    headers.set('content-range', `bytes */${length}`);
    return new Response(null, { status: 416, headers });
  }
  const { from, end } = range ?? { from: 0, end: length };
  headers.set('content-length', String(end - from));
  if (range) headers.set('content-range', `bytes ${from}-${end - 1}/${length}`);
  const status = range ? 206 : 200;
  if (end === from || c.req.method === 'HEAD') return new Response(null, { status, headers });
  // What cannot be read cuts the answer off, and the target asks again.
  return new Response(
    createByteStream(readPart(path, from, end), () => undefined),
    { status, headers },
  );
}

async function* readPart(path: string, from: number, end: number): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (let at = from; at < end;) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, end - at));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) throw new Error('A file of the repository became shorter while it was read');
      yield chunk.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

async function findLength(path: string): Promise<number | undefined> {
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

const fileOf = (room: Room) => z.object({ file: z.string().regex(rooms[room].name) });

function describe(app: ApiApp): void {
  const common = { method: 'get' as const, tags: ['deliveries'], security: [] };
  const binary = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } as const } };
  app.openAPIRegistry.registerPath({
    ...common,
    path: `${repositoryPath}/metadata/{file}`,
    operationId: 'getDeliveryMetadata',
    summary: '配信の署名情報 / Metadata of The Update Framework',
    description:
      '`timestamp.json`, `N.snapshot.json`, `N.targets.json` and `N.root.json`; all but the first never change.',
    request: { params: fileOf('metadata') },
    responses: {
      200: { description: 'Signed.', content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } } },
      404: describeRefusal('NOT_FOUND'),
    },
  });
  app.openAPIRegistry.registerPath({
    ...common,
    path: `${repositoryPath}/files/{file}`,
    operationId: 'getDeliveredFile',
    summary: '配信するファイル / A delivered file, whole or in a range',
    description: 'Named by its SHA-256, its name and its version. One range a request (`Range: bytes=0-1048575`).',
    request: { params: fileOf('files') },
    responses: {
      200: { description: 'The whole file.', content: binary },
      206: { description: 'The range.', content: binary },
      404: describeRefusal('NOT_FOUND'),
      416: { description: 'No such range; `Content-Range` says how long the file is.' },
    },
  });
}
