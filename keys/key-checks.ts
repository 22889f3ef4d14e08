/**
 * Lets a database recognise its key ring: for each key, a constant sealed with it and the constant's blind index.
 * Neither is of use without the keys.
 */
import { keyRingOf, type KeyRing } from './key-ring.ts';

export interface KeyCheck {
  keyId: string;
  data: Uint8Array;
  payload: Uint8Array;
  index: Uint8Array;
  /** Whether this is the ring's first key, which makes all blind indexes. */
  isFirst: boolean;
}

export type KeyFault = { kind: 'missing' | 'another' | 'order'; keyId: string };

const constant = 'fugo';
const context = (purpose: string, keyId: string): string => `key-check/${purpose}/${keyId}`;

export function createKeyChecks(ring: KeyRing): KeyCheck[] {
  const [first] = ring.keys.sets.keys();
  return [...ring.keys.sets.keys()].map((keyId) => {
    const alone = aloneOf(ring, keyId);
    const plain = Buffer.from(constant, 'utf8');
    return {
      keyId,
      data: alone.encrypt('data', plain, context('data', keyId)),
      payload: alone.encrypt('payload', plain, context('payload', keyId)),
      index: alone.blindIndex('key-check', constant),
      isFirst: keyId === first,
    };
  });
}

/** The first fault of a ring for a database with these checks; undefined when there is none. */
export function findKeyFault(ring: KeyRing, kept: readonly KeyCheck[]): KeyFault | undefined {
  const [first] = ring.keys.sets.keys();
  for (const check of kept) {
    const { keyId } = check;
    if (!ring.keys.sets.has(keyId)) return { kind: 'missing', keyId };
    if (!isMadeWith(aloneOf(ring, keyId), check)) return { kind: 'another', keyId };
  }
  const firstCheck = kept.find(({ isFirst }) => isFirst);
  return firstCheck && firstCheck.keyId !== first ? { kind: 'order', keyId: firstCheck.keyId } : undefined;
}

function isMadeWith(alone: KeyRing, { keyId, data, payload, index }: KeyCheck): boolean {
  try {
    const plains = [
      alone.decrypt('data', data, context('data', keyId)),
      alone.decrypt('payload', payload, context('payload', keyId)),
    ];
    return (
      plains.every((plain) => Buffer.from(plain).toString('utf8') === constant) &&
      Buffer.from(alone.blindIndex('key-check', constant)).equals(index)
    );
  } catch {
    return false;
  }
}

/** The ring with this key alone. */
function aloneOf({ keys: { sets, name } }: KeyRing, keyId: string): KeyRing {
  const set = sets.get(keyId);
  if (!set) throw new Error(`Key ${keyId} is not in the key ring ${name}.`);
  return keyRingOf({ current: keyId, sets: new Map([[keyId, set]]), name });
}

/** Thrown when a key ring does not belong to the database. The sentence names the ring's file, never a key. */
export class WrongKeyRing extends Error {
  override readonly name = 'WrongKeyRing';

  constructor(ring: KeyRing, fault: KeyFault) {
    const { ja, en } = faultSentences(ring, fault);
    super(`${ja} / ${en}`);
  }
}

export function faultSentences(ring: KeyRing, { kind, keyId }: KeyFault): { ja: string; en: string } {
  const { ja, en } = sentences[kind](keyId);
  const file = ring.keys.name;
  return {
    ja: `鍵リング ${file} はこのデータベースのものではありません: ${ja}。正しい鍵リングに戻してください`,
    en: `The key ring ${file} is not the one of this database: ${en}. Put the right one back.`,
  };
}

const sentences = {
  missing: (keyId: string) => ({ ja: `鍵 ${keyId} がありません`, en: `key ${keyId} is not in it` }),
  another: (keyId: string) => ({ ja: `鍵 ${keyId} の内容が異なります`, en: `its key ${keyId} is another one` }),
  order: (keyId: string) => ({ ja: `鍵 ${keyId} が先頭にありません`, en: `key ${keyId} does not stand first in it` }),
};
