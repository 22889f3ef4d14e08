import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { findIdentity } from '../../../local/processes.ts';
import { startTimeOf, takeInstallLock } from '../../../scripts/install-lock.mjs';

const patience = { timeout: 120_000, interval: 20 };
const scripts = fileURLToPath(new URL('../../../scripts/', import.meta.url));
const left: (() => void)[] = [];
afterEach(() => left.splice(0).forEach((remove) => remove()));

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fugo-unit-'));
  left.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A checkout without packages, and an npm that says when it begins and ends only when it is let. */
function createCheckout() {
  const root = createFolder();
  mkdirSync(join(root, 'scripts'));
  mkdirSync(join(root, 'patches'));
  for (const name of ['bootstrap.mjs', 'install-lock.mjs', 'patch-packages.mjs', 'runtime.mjs'])
    copyFileSync(join(scripts, name), join(root, 'scripts', name));
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }),
  );
  writeFileSync(join(root, 'log'), '');
  writeFileSync(
    join(root, 'npm-cli.cjs'),
    `const fs = require('node:fs');
     fs.appendFileSync('log', 'begin ' + process.pid + '\\n');
     const waiting = setInterval(() => {
       if (!fs.existsSync('go')) return;
       clearInterval(waiting);
       fs.mkdirSync('node_modules', { recursive: true });
       fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
       fs.appendFileSync('log', 'end\\n');
     }, 20);`,
  );
  const go = (): void => writeFileSync(join(root, 'go'), '');
  left.unshift(go);
  const log = (): string[] => readFileSync(join(root, 'log'), 'utf8').trim().split('\n');
  const command = (): { child: ChildProcess; said: () => string; ended: Promise<number | null> } => {
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', "await (await import('./scripts/bootstrap.mjs')).bootstrap()"],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, FUGO_LANG: 'en', npm_execpath: join(root, 'npm-cli.cjs') },
      },
    );
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    left.push(() => child.kill('SIGKILL'));
    return { child, said: () => said, ended: new Promise((resolve) => child.once('close', resolve)) };
  };
  return { go, log, command };
}

test('of two commands at once in a fresh checkout one installs, and the other waits and says for whom', async () => {
  const { go, log, command } = createCheckout();
  const first = command();
  await vi.waitFor(() => expect(log()[0]).toMatch(/^begin/u), patience);
  const second = command();
  await vi.waitFor(() => expect(second.said()).toContain(`another command (process ${first.child.pid})`), patience);
  go();
  expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0]);
  expect(log()).toEqual([expect.stringMatching(/^begin/u), 'end']);
});

test('an npm whose command was killed is waited for, and its work is enough', async () => {
  const { go, log, command } = createCheckout();
  const first = command();
  await vi.waitFor(() => expect(log()[0]).toMatch(/^begin/u), patience);
  first.child.kill('SIGKILL');
  await first.ended.catch(() => undefined);
  const second = command();
  const npm = log()[0]?.split(' ')[1] ?? '';
  await vi.waitFor(() => expect(second.said()).toContain(`another command (process ${npm})`), patience);
  go();
  expect(await second.ended).toBe(0);
  expect(log()).toEqual([`begin ${npm}`, 'end']);
});

test('the lock of holders that have ended is free at once', async () => {
  const path = join(createFolder(), 'lock');
  await takeInstallLock(path);
  const holder = spawn(process.execPath, ['-e', '']);
  const startedAt = holder.pid === undefined ? '' : findIdentity(holder.pid)?.startedAt;
  await new Promise((resolve) => holder.once('close', resolve));
  const text: unknown = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...(text as object), holders: [{ pid: holder.pid, startedAt }] }));
  const onWait = vi.fn<() => void>();
  (await takeInstallLock(path, { onWait })).release();
  expect(onWait).not.toHaveBeenCalled();
});

test('the lock of another machine is kept while it is touched, whatever the time there, and free when it is not', async () => {
  const path = join(createFolder(), 'lock');
  writeFileSync(path, JSON.stringify({ machine: 'elsewhere', holders: [{ pid: 1, startedAt: '1' }] }));
  let time = 1_000; // long ago by the clock here
  const touch = (): void => utimesSync(path, (time += 1), time);
  const touching = setInterval(touch, 20);
  let waits = 0;
  const onWait = (): void => {
    if (++waits === 4) clearInterval(touching);
  };
  const lock = await takeInstallLock(path, { onWait, pollMs: 50, tellMs: 400, strangerMs: 1_000 });
  expect(waits).toBeGreaterThanOrEqual(4); // longer than it would have taken untouched
  lock.release();
});

test('processes are named as fugo itself names them', () => {
  expect(startTimeOf(process.pid)).toBe(findIdentity(process.pid)?.startedAt);
});
