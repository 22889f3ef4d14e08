import { randomBytes } from 'node:crypto';
import { keyRingFrom, type KeyRing } from '../../../keys/key-ring.ts';

const randomKey = (): string => randomBytes(32).toString('base64');

type Keys = Record<string, { data: string; index: string; payload: string }>;
export function randomKeys(...ids: string[]): Keys {
  return Object.fromEntries(ids.map((id) => [id, { data: randomKey(), index: randomKey(), payload: randomKey() }]));
}

/** A ring of random keys, unless they are given. */
export function keyRing(current: string, keys: Keys = randomKeys(current)): KeyRing {
  return keyRingFrom({ current, keys }, 'test');
}
