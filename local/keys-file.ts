import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import postgres from 'postgres';
import { writePrivateJson } from './files.ts';
import { LocalError } from './messages.ts';

/**
 * Makes fugo's key ring if there is none. It never touches an existing one: nothing that was encrypted could be read
 * without it. The first key's id is the day it was made.
 */
export function ensureKeysFile(path: string, now: Date = new Date()): void {
  if (existsSync(path)) return;
  const id = `k${now.toISOString().slice(0, 10).replaceAll('-', '')}`;
  writePrivateJson(path, { current: id, keys: { [id]: { data: newKey(), index: newKey(), payload: newKey() } } });
}

/** Refuses to make a new key ring beside existing data: everybody would be numbered again. `url`: the API's address. */
export async function requireNoData(path: string, url: string): Promise<void> {
  if (existsSync(path)) return;
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    const [found] = await sql`select where exists (select from key_checks) or exists (select from municipalities)`;
    if (found) throw new LocalError({ key: 'keysMissing', values: { path } });
  } finally {
    await sql.end();
  }
}

/** Makes the administrator's client, with whose rights the `fugo` command registers municipalities and clients. */
export function ensureAdminClientFile(path: string): void {
  if (existsSync(path)) return;
  writePrivateJson(path, { clientId: 'administrator', clientSecret: randomBytes(32).toString('base64url') });
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}
