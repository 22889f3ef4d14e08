import { createHmac } from 'node:crypto';
import { assert, property, string } from '../../support/fast-check.ts';
import { expect, test } from 'vitest';
import { createKeyedHash } from '../../../simulators/base/keyed-hash.ts';

test('the keyed hash is HMAC-SHA-256, text after text', () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef');
  const keyedHash = createKeyedHash(key);
  assert(
    property(string({ unit: 'grapheme', maxLength: 2_000, size: 'max' }), (text) => {
      const expected = createHmac('sha256', key).update(text);
      expect(keyedHash(text, 'hex')).toBe(expected.digest('hex'));
      expect(keyedHash(text)).toMatch(/^[\w-]{43}$/);
    }),
  );
});
