import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureAdminClientFile, ensureKeysFile } from '../../local/keys-file.ts';
import { offerFreePort } from '../../local/ports.ts';
import { runHere } from './here.ts';

interface Check {
  check: string;
  state: 'ok' | 'warning' | 'wrong';
  text: string;
}
let home: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fugo-cli-'));
  const program = join(home, 'temporal');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  env = { FUGO_HOME: join(home, 'state'), FUGO_LANG: 'en' };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** What is not fine, by check. */
async function examined(more: NodeJS.ProcessEnv = {}): Promise<{ code: number; found: Record<string, string> }> {
  const { code, stdout } = await runHere(['doctor', '--json'], { input: '', env: { ...env, ...more } });
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  const wrong = checks.filter(({ state }) => state === 'wrong');
  return { code, found: Object.fromEntries(wrong.map(({ check, text }) => [check, text])) };
}

test('of a home that was never started nothing is wrong, and nothing is made', async () => {
  expect(await examined()).toEqual({ code: 0, found: {} });
  expect(readdirSync(home)).toEqual(['temporal']);
});

test('secrets that are broken or open to others are named with what to do, and not quoted', async () => {
  const state = join(home, 'state');
  mkdirSync(state);
  ensureKeysFile(join(state, 'keys.json'));
  ensureAdminClientFile(join(state, 'admin-client.json'));
  expect(await examined()).toEqual({ code: 0, found: {} });
  chmodSync(join(state, 'keys.json'), 0o644);
  expect((await examined()).found['files']).toContain('others than its owner may read it (chmod 600)');
  chmodSync(join(state, 'keys.json'), 0o600);
  writeFileSync(join(state, 'admin-client.json'), '{"clientSecret": "top-secret', { mode: 0o600 });
  const { code, found } = await examined();
  expect(code).toBe(1);
  expect(found['files']).toContain('admin-client.json is broken');
  expect(found['files']).not.toContain('top-secret');
});

test('a port of the last start that is taken is wrong', async () => {
  const port = await offerFreePort();
  mkdirSync(join(home, 'state'));
  writeFileSync(join(home, 'state', 'ports.json'), JSON.stringify({ api: port }));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  expect((await examined()).found['ports']).toContain(`api ${port}`);
  await new Promise((resolve) => server.close(resolve));
});

test('a home where nothing can be written, and servers that do not answer, are named', async () => {
  const port = await offerFreePort();
  const { code, found } = await examined({
    FUGO_HOME: join(home, 'temporal', 'below'),
    DATABASE_URL: `postgres://fugo_owner:top-secret@127.0.0.1:${port}/fugo`,
  });
  expect(code).toBe(1);
  expect(found['home']).toContain('is not a folder');
  expect(found['database']).toContain(`Nothing listens at 127.0.0.1:${port}`);
  expect(JSON.stringify(found)).not.toContain('top-secret');
});
