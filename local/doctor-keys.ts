import { existsSync } from 'node:fs';
import postgres from 'postgres';
import { z } from 'zod';
import type { LocalConfig } from '../config/local.ts';
import { faultSentences, findKeyFault } from '../keys/key-checks.ts';
import { readKeyRing, type KeyRing } from '../keys/key-ring.ts';
import type { Findings } from './doctor-findings.ts';
import { keysFileOf } from './doctor-machine.ts';
import { getDatabaseUrls } from './stack.ts';
import { findSupervisor } from './status.ts';

const bytes = z.instanceof(Uint8Array);
const Kept = z.array(z.object({ keyId: z.string(), data: bytes, payload: bytes, index: bytes, isFirst: z.boolean() }));

/**
 * Whether the key ring is the one of the database, as each process asks at its start. The database is the installation's
 * own, or fugo's while it runs. One that cannot be entered, and a ring that cannot be read, are told by other checks.
 */
export async function checkKeys(config: LocalConfig, env: NodeJS.ProcessEnv): Promise<Findings> {
  const url = config.databaseUrl ?? (findSupervisor(config.home) && getDatabaseUrls(config.home).owner);
  if (url === undefined) return [];
  const kept = await readKept(url).catch(() => []);
  if (kept.length === 0) return [];
  const path = keysFileOf(config.home, env);
  if (!existsSync(path)) return [{ state: 'wrong', note: { key: 'keysMissing', values: { path } } }];
  const ring = readable(path);
  const fault = ring && findKeyFault(ring, kept);
  return fault ? [{ state: 'wrong', note: { key: 'doctorWrongKeys', values: faultSentences(ring, fault) } }] : [];
}

function readable(path: string): KeyRing | undefined {
  try {
    return readKeyRing(path);
  } catch {
    return undefined;
  }
}

async function readKept(url: string): Promise<z.infer<typeof Kept>> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 5 });
  try {
    return Kept.parse([
      ...(await sql`select key_id as "keyId", data, payload, index, is_first as "isFirst" from key_checks`),
    ]);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
