import { generateKeyPairSync, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { deliveryErrors, Receipt, SwitchedBack } from '../../contracts/deliveries.ts';
import { Order } from './orders.ts';

/** What a target remembers beside its slots. Written whole, before anybody is told. */
const State = z.object({
  receiptNo: z.number().int().default(0),
  /** Receipts that nobody has taken yet, the oldest first. */
  outbox: z.array(Receipt).default([]),
  /** What is ordered, by the metadata verified last: what has come is applied without the network too. */
  orders: z.array(Order).default([]),
  /** By name: the order of which the last receipt was, and what it said. */
  said: z
    .record(z.string(), z.object({ key: z.string(), state: z.string(), error: z.string().nullable() }))
    .default({}),
  /** By name: the order that staff have switched back from. */
  declined: z.record(z.string(), z.string()).default({}),
  /** By name: versions that had to give way to an older one. Nobody switches back to them. */
  withdrawn: z.record(z.string(), z.array(z.number().int())).default({}),
  /** By request id, the latest last. */
  backs: z.array(SwitchedBack).default([]),
  metadataVersion: z.number().int().nullable().default(null),
  refreshedAt: z.string().nullable().default(null),
  error: z.enum(deliveryErrors).nullable().default(null),
});
export type State = z.infer<typeof State>;

export async function readState(folder: string): Promise<State> {
  try {
    return State.parse(JSON.parse(await readFile(join(folder, 'state.json'), 'utf8')));
  } catch (error) {
    // Only a target that begins has none: the file is replaced whole.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return State.parse({});
    throw error;
  }
}

export async function writeState(folder: string, state: State): Promise<void> {
  await writeWhole(join(folder, 'state.json'), JSON.stringify(state), 0o644);
}

async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const file = await open(`${path}.new`, 'w', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

export type ReceiptKey = { publicKey: string; sign: (statement: string) => string };

/** The key with which the target signs its receipts, made at its first start. */
export async function openReceiptKey(folder: string): Promise<ReceiptKey> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'receipt-key.pem');
  let secret: KeyObject;
  try {
    secret = createPrivateKey(await readFile(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    secret = generateKeyPairSync('ed25519').privateKey;
    await writeWhole(path, secret.export({ format: 'pem', type: 'pkcs8' }).toString(), 0o600);
  }
  const publicKey = createPublicKey(secret).export({ format: 'der', type: 'spki' }).toString('base64');
  return { publicKey, sign: (statement) => sign(null, Buffer.from(statement, 'utf8'), secret).toString('base64') };
}
