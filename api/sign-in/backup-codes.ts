import { randomInt } from 'node:crypto';

/** Without what looks alike on paper: i and l and 1, o and 0. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const amount = 10;
const half = 5;

/** Ten codes such as `k7qme-x3rt9`, of about 49 bits each; who lost the device enters one, and it works once. */
export function makeBackupCodes(): string[] {
  return Array.from({ length: amount }, () => `${pick()}-${pick()}`);
}

function pick(): string {
  return Array.from({ length: half }, () => letters.charAt(randomInt(letters.length))).join('');
}
