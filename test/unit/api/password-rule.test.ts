import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeBackupCodes } from '../../../api/sign-in/backup-codes.ts';
import { findPasswordFault } from '../../../api/sign-in/password-rule.ts';

const known = ['見本 花子', 'hanako.mihon@mihon-city.example', '見本市', 'Mihon City', 'fugo'];

test.each([
  ['eleven char', 'PASSWORD_SHORT'],
  ['password1234', 'PASSWORD_KNOWN'],
  ['Password12345', 'PASSWORD_KNOWN'],
  ['iloveyou1234', 'PASSWORD_KNOWN'],
  ['1qaz2wsx3edc', 'PASSWORD_KNOWN'],
  ['aaaaaaaaaaaa', 'PASSWORD_PATTERN'],
  ['さくらさくらさくらさくら', 'PASSWORD_PATTERN'],
  ['ABCDEFGHIJKL', 'PASSWORD_PATTERN'],
  ['hanako.mihon', 'PASSWORD_OF_PERSON'],
  ['mihon-city2026', 'PASSWORD_OF_PERSON'],
])('%s is refused: %s', async (password, rule) => {
  expect(await findPasswordFault(password, known)).toBe(rule);
});

test.each(['kumo to yama to kawa', 'correct horse battery', '雲と山と川と四つの石ころ', 'k9$Lm2!qPz8w'])(
  '%s is taken',
  async (password) => {
    expect(await findPasswordFault(password, known)).toBeUndefined();
  },
);

test('the passwords of the sample staff are taken', async () => {
  for (let made = 0; made < 20; made += 1) {
    expect(await findPasswordFault(randomBytes(12).toString('base64url'), known)).toBeUndefined();
  }
});

test('backup codes have no letters that look alike, and none twice', () => {
  const codes = Array.from({ length: 50 }, makeBackupCodes).flat();
  expect(codes.join('')).not.toMatch(/[IilOo01]/u);
  expect(codes.filter((code) => !/^[a-z2-9]{5}-[a-z2-9]{5}$/u.test(code))).toEqual([]);
  expect(new Set(codes).size).toBe(500);
});
