import { randomFillSync } from 'node:crypto';

const nonceLength = 12;
/** Random bytes are asked for many at a time: each asking costs more than they do. */
const noncesAtOnce = 1_024;

/** Random nonces of AES-GCM, each given out once. */
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
