import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writePrivateJson } from './files.ts';

/**
 * Makes fugo's key ring when there is none; an existing one is never touched, because without it nothing that was
 * encrypted can be read again. The first key's id is the day it was made on.
 */
export function ensureKeysFile(path: string, now: Date = new Date()): void {
  if (existsSync(path)) return;
  const id = `k${now.toISOString().slice(0, 10).replaceAll('-', '')}`;
  writePrivateJson(path, { current: id, keys: { [id]: { data: newKey(), index: newKey(), payload: newKey() } } });
}

/** The administrator's client of the API, with whose rights `fugo` registers municipalities and further clients. */
export function ensureAdminClientFile(path: string): void {
  if (existsSync(path)) return;
  writePrivateJson(path, { clientId: 'administrator', clientSecret: randomBytes(32).toString('base64url') });
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}
