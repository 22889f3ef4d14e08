import * as fc from '../../support/fast-check.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { anyText, line, lines } from '../../../contracts/api/text.ts';
import { countCodePoints } from '../../../domain/values/name-folding.ts';
import { hasPersonalNumber } from '../../../domain/values/personal-number.ts';

const Said = z.object({ minLength: z.number().default(0), maxLength: z.number(), pattern: z.string().default('') });
const unit = fc.constantFrom(
  'a',
  '9',
  ' ',
  '　',
  '\ufeff',
  '\n',
  '\t',
  '\u0000',
  '\u0007',
  '\u0085',
  '山',
  '𠮷',
  '\u{E0100}',
);

test.each([
  ['a line', line({ most: 5 })],
  ['lines', lines({ most: 5 })],
  ['lines of some length', lines({ least: 3, most: 6 })],
  ['any text', anyText(5)],
])('whatever the description calls %s is taken: lengths in code points, the same characters', (_name, schema) => {
  const { minLength, maxLength, pattern } = Said.parse(schema.meta());
  const written = new RegExp(pattern, 'u');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 8 }), (text) => {
      const length = countCodePoints(text);
      fc.pre(length >= minLength && length <= maxLength && written.test(text));
      expect(schema.safeParse(text).success).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('a personal number is taken in neither, and what is refused is named by its rule', () => {
  expect(hasPersonalNumber('123456789018')).toBe(true);
  const ruleOf = (schema: z.ZodType, text: string): unknown[] | undefined =>
    schema
      .safeParse(text)
      .error?.issues.map((issue): unknown => (issue.code === 'custom' ? issue.params?.['rule'] : issue.code));
  expect(ruleOf(line({ most: 40 }), '123456789018')).toEqual(['PERSONAL_NUMBER_INSIDE']);
  expect(ruleOf(lines({ most: 40 }), '1234 5678 9018 の件')).toEqual(['PERSONAL_NUMBER_INSIDE']);
  expect(ruleOf(line({ most: 40 }), '0198c5a2-7b1e-7c3d-8e4f-123456789018')).toBeUndefined();
  expect(ruleOf(line({ most: 3 }), 'abcd')).toEqual(['TOO_LONG']);
  expect(ruleOf(line({ most: 3 }), ' ')).toEqual(['EMPTY']);
  expect(ruleOf(line({ most: 3 }), 'a\nb')).toEqual(['CONTROL_CHARACTER']);
});
