import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readKeyRing } from '../../../keys/key-ring.ts';

const folder = mkdtempSync(join(tmpdir(), 'fugo-ring-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const key = Buffer.alloc(32, 1).toString('base64');
const right = JSON.stringify({ current: 'k1', keys: { k1: { data: key, index: key, payload: key } } });

function ringFile(text: string, mode = 0o600): string {
  const path = join(folder, 'keys.json');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

test('a ring of its owner alone is read', () => {
  expect(readKeyRing(ringFile(right)).currentKeyId).toBe('k1');
});

test.each([
  ['that others may read', right, 0o640, 'chmod 600'],
  ['that is cut short', right.slice(0, -3), 0o600, 'JSON'],
  ['with a key that is too short', right.replace(key, 'AAAA'), 0o600, '"data" of key k1 is not 32 bytes'],
])('one %s is refused in one sentence a language, without a key in it', (_what, text, mode, rule) => {
  const path = ringFile(text, mode);
  const refused = (): unknown => readKeyRing(path);
  expect(refused).toThrow(rule);
  expect(refused).toThrow(`鍵リング ${path} を使えません`);
  expect(refused).toThrow(`The key ring ${path} is not usable`);
  expect(refused).not.toThrow(key.slice(0, 8));
});

test('one that is not there is said to be put back, and none is made', () => {
  const path = join(folder, 'nowhere.json');
  expect(() => readKeyRing(path)).toThrow('put it back from its copy');
});
