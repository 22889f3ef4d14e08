import { expect, test } from 'vitest';
import { mayKeep } from '../../../web/components/drafts.ts';

test.each([
  '123456789018',
  '1234 5678 9018',
  '1234-5678-9018',
  '１２３４５６７８９０１８',
  '12345678901',
  '1234 5678 901',
])('a draft leaves out what could be a personal number, or most of one: %s', (text) =>
  expect(mayKeep(text)).toBe(false),
);

test.each(['', '架空市本町1-2-3', '03-1234-5678', '090-1234-5678', '000000000000019', '令和8年4月1日'])(
  'a draft keeps %s',
  (text) => expect(mayKeep(text)).toBe(true),
);
