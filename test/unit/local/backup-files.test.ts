import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { listBackups, Manifest, nextBackupId, readManifest, writeManifest } from '../../../local/backup/manifest.ts';
import { parseMoment } from '../../../local/backup/moment.ts';

const folder = mkdtempSync(join(tmpdir(), 'fugo-manifest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const manifest: Manifest = {
  format: 1,
  id: '2026-11-30-083015',
  tool: 'fugo',
  startedAt: '2026-11-29T23:30:15.000Z',
  endedAt: '2026-11-29T23:30:20.000Z',
  postgres: { version: '18.4', systemIdentifier: '7713', segmentBytes: 16_777_216, database: 'fugo' },
  wal: { timeline: 1, start: '0/2000028', stop: '0/3000000' },
  folders: ['data/pg_wal'],
  files: [{ path: 'data/base/1/1259', bytes: 8192, sha256: 'ab'.repeat(32) }],
  walFiles: [{ name: '000000010000000000000002', sha256: 'cd'.repeat(32) }],
};

describe('a manifest', () => {
  test('comes back as it was written, and not when a byte of it was changed', () => {
    writeManifest(folder, manifest);
    expect(readManifest(folder)).toEqual(manifest);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    expect(() => readManifest(folder)).toThrow(/manifest\.json/u);
  });

  test.each(['data/../../etc/passwd', '/etc/passwd', 'data/./a', 'data//a', 'other/a', 'data/..', 'data/a\0b'])(
    'names no file outside its folder: %j',
    (path) => {
      const files = [{ path, bytes: 1, sha256: 'ab'.repeat(32) }];
      expect(Manifest.safeParse({ ...manifest, files }).success).toBe(false);
    },
  );

  test('a backup whose manifest cannot be read is listed, without one', () => {
    const home = join(folder, 'home');
    mkdirSync(join(home, 'backups', manifest.id), { recursive: true });
    mkdirSync(join(home, 'backups', '2026-11-30-090000.partial'));
    expect(listBackups(home)).toMatchObject([{ id: manifest.id, manifest: undefined, verified: undefined }]);
    expect(nextBackupId(home, new Date(manifest.startedAt))).toBe(`${manifest.id}-2`);
  });
});

describe('a moment', () => {
  test.each([
    ['2026-11-30 16:59', '2026-11-30T07:59:00.000Z'],
    ['2026-11-30T16:59:30', '2026-11-30T07:59:30.000Z'],
    ['2026-11-30 16:59:30.5', '2026-11-30T07:59:30.500Z'],
    ['2026-11-30T07:59Z', '2026-11-30T07:59:00.000Z'],
    ['2026-11-30T16:59:00+09:00', '2026-11-30T07:59:00.000Z'],
  ])('%s is read by the clocks of Japan, or by its offset', (text, instant) => {
    expect(parseMoment(text)).toEqual({ kind: 'moment', at: Date.parse(instant) });
  });

  test.each([
    '',
    'now',
    '2026-11-30',
    '16:59',
    '2026-02-30 10:00',
    '2026-11-30 24:00',
    '2026-11-30 9:00',
    '30/11/2026',
  ])('%j is none', (text) => {
    expect(parseMoment(text)).toBeUndefined();
  });

  test('latest is the end of the WAL', () => {
    expect(parseMoment('latest')).toEqual({ kind: 'latest' });
  });
});
