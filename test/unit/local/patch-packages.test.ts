import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { patchPackages } from '../../../scripts/patch-packages.mjs';

const folder = mkdtempSync(join(tmpdir(), 'fugo-patches-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const home = join(folder, 'node_modules', 'box');
const source = join(home, 'main.js');
const patch = ['Why.', '', '--- a/main.js', '+++ b/main.js', '@@ -1,3 +1,3 @@', ' one', '-two', '+zwei', ' three', ''];

const install = (text: string, version = '1.2.3'): void => {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ version }));
  writeFileSync(source, text);
};
beforeEach(() => {
  mkdirSync(join(folder, 'patches'), { recursive: true });
  writeFileSync(join(folder, 'patches', 'box@1.2.3.patch'), patch.join('\n'));
});

test('a package is corrected once, however often it is asked for', () => {
  install('one\ntwo\nthree\nfour\n');
  patchPackages(folder);
  patchPackages(folder);
  expect(readFileSync(source, 'utf8')).toBe('one\nzwei\nthree\nfour\n');
});

test('of another version nothing is changed, and the sentence names what to run', () => {
  install('one\ntwo\nthree\n', '1.3.0');
  expect(() => patchPackages(folder)).toThrow(/box 1\.2\.3, and 1\.3\.0 is installed: run npm ci/);
  expect(readFileSync(source, 'utf8')).toBe('one\ntwo\nthree\n');
});

test('a file that is neither as it was nor as it should be is refused', () => {
  install('one\ndeux\nthree\n');
  expect(() => patchPackages(folder)).toThrow('box/main.js cannot be corrected');
});

test('fugo’s own packages are corrected', () => {
  expect(() => patchPackages()).not.toThrow();
});
