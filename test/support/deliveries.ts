/** A signed repository in a folder of its own, served by fugo's own route, and targets that fetch from it. */
import { createHash, createPublicKey, randomBytes, randomUUID, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiApp, ApiEnv } from '../../api/context.ts';
import { addDeliveryRepository } from '../../api/deliveries/repository.ts';
import { ProblemError } from '../../api/http/problem.ts';
import { Receipt, ReceiptStatement, type DeliveryOrder } from '../../contracts/deliveries.ts';
import { openKeyVault, type KeyVault } from '../../deliveries/keys.ts';
import {
  createPublisher,
  type FileToPublish,
  type Publisher,
  type PublisherOptions,
} from '../../deliveries/publisher.ts';
import { storeFile } from '../../deliveries/store.ts';
import type { ReleaseKind } from '../../domain/deliveries/names.ts';
import { keyRingFrom, type KeyRing } from '../../keys/key-ring.ts';
import { openDeliveryTarget, type DeliveryTarget, type TargetOptions } from '../../simulators/deliveries/target.ts';

/** A municipality of the fictitious prefecture. */
export const municipality = '993018';
/** Bytes of a small release. */
export const smallBytes = 40_000;

export function makeKeyRing(): KeyRing {
  const key = (): string => randomBytes(32).toString('base64');
  return keyRingFrom({ current: 'k1', keys: { k1: { data: key(), index: key(), payload: key() } } }, 'test');
}

/** `cut` ends the connection. */
export type Gate = (
  request: Request,
  respond: () => Promise<Response>,
  cut: () => void,
) => Response | Promise<Response>;

export interface Repository {
  folder: string;
  trustedRoot: string;
  deliveriesUrl: string;
  vault: KeyVault;
  publisher: Publisher;
  /** Another publisher over the same folder and keys. */
  publisherWith: (options: Partial<PublisherOptions>) => Publisher;
  /** What the targets have said, in the order in which it came. */
  receipts: ReceiptStatement[];
  /** The same, as it was signed. */
  signed: Receipt[];
  /** Bytes of file bodies that have been sent. */
  sent: () => number;
  /** Decides about each answer from now on. */
  gate: (gate: Gate | undefined) => void;
  target: (options?: Partial<TargetOptions>) => Promise<DeliveryTarget>;
  newFolder: () => string;
  close: () => Promise<void>;
}

export async function openRepository(options: Partial<PublisherOptions> = {}): Promise<Repository> {
  const home = mkdtempSync(join(tmpdir(), 'fugo-deliveries-'));
  const folder = join(home, 'repository');
  const vault = openKeyVault(join(home, 'keys'), makeKeyRing());
  const publisherWith = (more: Partial<PublisherOptions>): Publisher =>
    createPublisher({ folder, vault, ...options, ...more });
  const publisher = publisherWith({});
  await publisher.publish([]);

  const receipts: ReceiptStatement[] = [];
  const signed: Receipt[] = [];
  let gate: Gate | undefined;
  let sent = 0;
  const app: ApiApp = new OpenAPIHono<ApiEnv>();
  app.onError((error) => new Response(null, { status: error instanceof ProblemError ? 404 : 500 }));
  addDeliveryRepository(app, folder);
  app.post('/v1/deliveries/receipts', async (c) => {
    const receipt = Receipt.parse(await c.req.json());
    signed.push(receipt);
    receipts.push(ReceiptStatement.parse(JSON.parse(receipt.statement)));
    return c.json({}, 202);
  });
  const answer = async (request: Request): Promise<Response> => app.fetch(request);
  const server = serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request, env) => {
      const cut = (): void => void ('incoming' in env && env.incoming.socket.destroy());
      const response = await (gate ? gate(request, () => answer(request), cut) : answer(request));
      return request.url.includes('/files/') ? counted(response, (bytes) => (sent += bytes)) : response;
    },
  });
  const { port } = await new Promise<AddressInfo>((resolve) => {
    server.on('listening', () => resolve(server.address() as AddressInfo));
  });
  let folders = 0;
  const newFolder = (): string => join(home, `target-${String((folders += 1))}`);
  const trustedRoot = join(folder, 'metadata', '1.root.json');
  const deliveriesUrl = `http://127.0.0.1:${String(port)}/v1/deliveries`;
  return {
    folder,
    trustedRoot,
    deliveriesUrl,
    vault,
    publisher,
    publisherWith,
    receipts,
    signed,
    sent: () => sent,
    gate: (next) => (gate = next),
    newFolder,
    target: (more = {}) =>
      openDeliveryTarget({
        organisation: municipality,
        folder: newFolder(),
        deliveriesUrl,
        trustedRoot,
        download: { tries: 2, reserveBytes: 0 },
        retryWrongMs: 0,
        ...more,
      }),
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function counted(response: Response, count: (bytes: number) => void): Response {
  if (!response.body) return response;
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        count(chunk.length);
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(body, { status: response.status, headers: response.headers });
}

/** Puts bytes into the store, and orders them for the organisations. */
export async function orderedFile(
  { folder }: Pick<Repository, 'folder'>,
  given: {
    version: number;
    name?: string;
    kind?: ReleaseKind;
    content?: Uint8Array;
    order?: Partial<DeliveryOrder>;
  },
): Promise<FileToPublish> {
  const { version, name = 'simulator', kind = 'program', content = seededBytes(smallBytes, version) } = given;
  async function* chunks() {
    yield content;
  }
  const stored = await storeFile(folder, chunks(), { limitBytes: 1 << 30 });
  const order = {
    rollout: randomUUID(),
    applyAfter: '2026-01-01T00:00:00.000Z',
    organisations: [municipality],
    ...given.order,
  };
  return { name, version, kind, ...stored, orders: [order] };
}

/** The same bytes for the same seed. */
export function seededBytes(length: number, seed: number): Buffer {
  const block = createHash('sha512')
    .update(`fugo ${String(seed)}`)
    .digest();
  const bytes = Buffer.alloc(length);
  for (let at = 0, state = seed + 1; at < length; at += 4) {
    // xorshift, so that no two blocks are equal.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    if (at + 4 <= length) bytes.writeInt32LE(state ^ block.readInt32LE(at % 60), at);
  }
  return bytes;
}

export function isSignedBy(publicKey: string, receipt: Receipt): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(receipt.statement), key, Buffer.from(receipt.signature, 'base64'));
}
