import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeyedHash } from '../../../keys/keyed-hash.ts';

const key = randomBytes(32);

test.each([
  ['nothing', ''],
  ['a number', 'personal-number/990019\u0000123456789018'],
  ['characters of three and of four bytes', '髙橋𠮷'.repeat(20)],
  ['half of a character', 'a\ud800b'],
  ['as much as is hashed in place', 'あ'.repeat(2_730)],
  ['more than is hashed in place', 'あ'.repeat(2_731)],
])('of %s is the HMAC of the library', (_, text) => {
  const keyed = createKeyedHash(key);
  keyed('what was hashed before, and was longer than anything that comes after it'.repeat(200));
  const expected = createHmac('sha256', key).update(text).digest();
  expect(Buffer.from(keyed(text)).equals(expected)).toBe(true);
  expect(Buffer.from(keyed(text)).equals(expected)).toBe(true);
});

test('has no key that would have to be hashed first', () => {
  expect(() => createKeyedHash(randomBytes(65))).toThrow(/block/u);
});
