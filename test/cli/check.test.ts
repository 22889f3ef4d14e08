import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fugo } from './fugo.ts';

const folder = mkdtempSync(join(tmpdir(), 'fugo-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('fugo check, with nothing running', () => {
  test('answers a line for each line of standard input; 1 when one is invalid', async () => {
    const input = '621498320257\r\n９８３２０５６７３２１４\n\n123456789012\n000000000000';
    const { code, stdout } = await fugo(['check', 'personal-number'], { input });
    expect(code).toBe(1);
    expect(stdout.split('\n')).toEqual([
      'valid',
      'valid',
      'invalid: The value is empty.',
      'invalid: The check digit does not agree.',
      'invalid: A number of zeros only is not given to anyone.',
      '',
    ]);
  });

  test('reads a file, and ends with 0 when all are valid', async () => {
    const file = join(folder, 'codes.txt');
    writeFileSync(file, '\u{feff}010006\n130001\n202011\n372030\n');
    expect(await fugo(['check', 'municipality-code', file])).toMatchObject({ code: 0, stdout: 'valid\n'.repeat(4) });
  });

  test('--json is one document that never repeats a value', async () => {
    const { code, stdout } = await fugo(['check', 'resident-record-code', '-', '--json'], {
      input: '12345678903\n12345678904\n',
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([
      { line: 1, valid: true, rule: null, reason: null },
      { line: 2, valid: false, rule: 'UNOFFICIAL_CHECK_DIGIT' },
    ]);
    expect(stdout).not.toMatch(/[0-9]{11}/u);
  });

  test('speaks Japanese when nothing is said about the language', async () => {
    const { stdout } = await fugo(['check', 'personal-number'], {
      input: '123456789012\n',
      env: { FUGO_LANG: 'ja_JP.UTF-8' },
    });
    expect(stdout).toBe('invalid: 検査用数字が合いません。\n');
  });

  test('a hundred thousand lines come back in their order', async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) =>
      index % 1_000 === 7 ? '621498320258' : '621498320257',
    );
    const { stdout } = await fugo(['check', 'personal-number'], { input: lines.join('\n') });
    const answers = stdout.trimEnd().split('\n');
    expect(answers).toHaveLength(lines.length);
    const invalid = answers.flatMap((answer, index) => (answer === 'valid' ? [] : [index]));
    expect(invalid).toEqual(Array.from({ length: 100 }, (_, index) => index * 1_000 + 7));
  });

  test('a file that is missing is wrong usage', async () => {
    expect(await fugo(['check', 'personal-number', '/nowhere/none.txt'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'FILE: /nowhere/none.txt does not exist. Please check the path (ENOENT).\n',
    });
  });
});
