import * as fc from '../../support/fast-check.ts';
import { expect, test } from 'vitest';
import { parseStrictly, TooManySigns } from '../../../domain/strict-json.ts';

test('whatever is JSON is read as ever, and has no key twice where it was written from a value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(parseStrictly(text)).toMatchObject({ value: JSON.parse(text), repeated: [] });
    }),
  );
});

test('a key that is written again is found and named with its place, whatever stands around it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', '\\\\', ':', ',', '{', '}', '[', ' ') });
  fc.assert(
    fc.property(text, text, fc.jsonValue(), (key, other, value) => {
      const member = `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
      const list = `[${JSON.stringify(other)}, {${member} , "n": 1, ${member}}]`;
      const expected = key === 'n' ? [1, 'n'] : [1, key];
      expect(parseStrictly(list).repeated).toContainEqual(expected);
    }),
  );
});

test('keys are the same however they are escaped, and the same key of two objects is no repetition', () => {
  expect(parseStrictly('{"a":1,"\\u0061":2}').repeated).toEqual([['a']]);
  expect(parseStrictly('{"__proto__":1,"b":{"c":{"d":1,"d":2}},"__proto__":2}').repeated).toEqual([
    ['b', 'c', 'd'],
    ['__proto__'],
  ]);
  expect(parseStrictly('[{"a":{"a":1}},{"a":":a:"}]').repeated).toEqual([]);
});

test.each(['', '{', '{"a":1,}', "{'a':1}", '{"a":1}{}', 'NaN'])('what is no JSON is refused: %j', (text) => {
  expect(() => parseStrictly(text)).toThrow(SyntaxError);
});

test.each([
  ['members of an object', `{${Array.from({ length: 20_001 }, (_, at) => `"a${String(at)}":1`).join(',')}}`],
  ['members of a list', `[${'1,'.repeat(20_001)}1]`],
  ['lists in lists', '['.repeat(500_000) + ']'.repeat(500_000)],
  ['what is no JSON besides', '{'.repeat(30_000)],
])('more than 20,000 are refused before they are read: %s', (_name, text) => {
  expect(() => parseStrictly(text)).toThrow(TooManySigns);
});

test('signs in a string count for nothing', () => {
  const value = { a: ':,[{'.repeat(30_000) };
  expect(parseStrictly(JSON.stringify(value))).toEqual({ value, repeated: [] });
  expect(() => parseStrictly('"'.padEnd(30_000, ','))).toThrow(SyntaxError);
});

test('a text that is nested very deep is read', () => {
  const depth = 9_000;
  const text = `${'['.repeat(depth)}{"a":1,"a":2}${']'.repeat(depth)}`;
  expect(parseStrictly(text).repeated).toHaveLength(1);
});
