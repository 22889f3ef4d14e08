import { randomFillSync } from 'node:crypto';

const nonceLength = 12;
/** Random bytes are requested for many nonces at a time, because each request costs more than the bytes. */
const noncesAtOnce = 1_024;

/** Random nonces for AES-GCM; each is returned once. */
export function createNonces(): () => Uint8Array {
  const pool = Buffer.alloc(nonceLength * noncesAtOnce);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += nonceLength;
    return pool.subarray(at - nonceLength, at);
  };
}
