/**
 * Encrypts personal numbers and finds them by a blind index. A sealed number is bound to its municipality and person,
 * so a value copied into another row cannot be opened there.
 */
import type { KeyRing } from '../../keys/key-ring.ts';

export function sealPersonalNumber(
  keys: KeyRing,
  municipality: string,
  personId: string,
  personalNumber: string,
): Uint8Array {
  return keys.encrypt('data', Buffer.from(personalNumber, 'utf8'), personalNumberContext(municipality, personId));
}

export function openPersonalNumber(keys: KeyRing, municipality: string, personId: string, sealed: Uint8Array): string {
  return Buffer.from(keys.decrypt('data', sealed, personalNumberContext(municipality, personId))).toString('utf8');
}

export function personalNumberIndex(keys: KeyRing, municipality: string, personalNumber: string): Uint8Array {
  return keys.blindIndex(`personal-number/${municipality}`, personalNumber);
}

const personalNumberContext = (municipality: string, personId: string): string =>
  `personal-number/${municipality}/${personId}`;
