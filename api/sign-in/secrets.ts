import type { KeyRing } from '../../keys/key-ring.ts';

const purpose = new TextEncoder().encode('fugo/staff-sign-in');

/**
 * The secrets with which better-auth signs cookies and encrypts second factors: one for each key of the ring, the
 * current first. A key keeps its version, because keys are only ever appended to the ring.
 */
export function signInSecrets(keys: KeyRing): { version: number; value: string }[] {
  const all = [...keys.keys.sets.keys()].map((id, index) => ({
    isCurrent: id === keys.currentKeyId,
    secret: { version: index + 1, value: Buffer.from(keys.fileKey(purpose, id)).toString('base64url') },
  }));
  return all.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)).map(({ secret }) => secret);
}
