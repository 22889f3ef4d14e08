import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyRingFrom } from '../../../keys/key-ring.ts';
import { getCredentials } from '../../../local/credentials.ts';
import { scramVerifier, urlWith } from '../../../local/database.ts';
import { ensureKeysFile } from '../../../local/keys-file.ts';
import { mayEnter } from '../../../local/postgres-place.ts';

const home = mkdtempSync(join(tmpdir(), 'fugo-unit-'));

test('the key ring is made once, for its owner only, and is one that fugo can use', () => {
  const path = join(home, 'keys.json');
  ensureKeysFile(path, new Date('2026-04-01T00:00:00Z'));
  const first = readFileSync(path, 'utf8');
  ensureKeysFile(path);
  expect(readFileSync(path, 'utf8')).toBe(first);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(keyRingFrom(JSON.parse(first), path).currentKeyId).toBe('k20260401');
});

test('credentials are made once, for their owner only, and differ', () => {
  const first = getCredentials(home);
  expect(getCredentials(home)).toEqual(first);
  expect(statSync(join(home, 'credentials.json')).mode & 0o777).toBe(0o600);
  expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
});

test('a password reaches the server only as its SCRAM verifier (RFC 7677, the example)', () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  expect(scramVerifier('pencil', salt, 4096)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('an address is changed in its parts', () => {
  expect(urlWith('postgres://a:b@127.0.0.1:8643/postgres?x=1', { user: 'c', password: 'd/e', database: 'f' })).toBe(
    'postgres://c:d%2Fe@127.0.0.1:8643/f?x=1',
  );
});

test.each([
  [0o700, 0, 0, false],
  [0o711, 0, 0, true],
  [0o750, 0, 104, true],
  [0o740, 0, 104, false],
  [0o700, 101, 0, true],
  [0o077, 101, 0, false],
])('mode %o of user %i and group %i may be entered by user 101, group 104: %s', (mode, uid, gid, expected) => {
  expect(mayEnter({ mode, uid, gid }, 101, 104)).toBe(expected);
});
