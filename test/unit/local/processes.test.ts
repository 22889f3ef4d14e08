import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { takeLock } from '../../../local/locks.ts';
import {
  findIdentity,
  inheritedEnvironment,
  isRunning,
  parseIdentity,
  signalProcess,
  startTimeOfStat,
  stopProcess,
  type ProcessIdentity,
} from '../../../local/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'fugo-unit-'));
const started: ProcessIdentity[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((identity) => stopProcess(identity, 'SIGKILL')));
  rmSync(join(folder, 'lock'), { force: true });
});

/** A process of our own that does nothing, until it is told to end or even then not. */
function idle(script = 'setInterval(() => {}, 1000)'): ProcessIdentity {
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
  const identity = child.pid === undefined ? undefined : findIdentity(child.pid);
  if (!identity) throw new Error('no process');
  started.push(identity);
  return identity;
}

test('a running process is recognised, one that ended is not', async () => {
  const identity = idle();
  expect(isRunning(identity)).toBe(true);
  await stopProcess(identity);
  expect(isRunning(identity)).toBe(false);
});

test('a recycled pid is another process and gets no signal', async () => {
  const now = idle();
  const before = { ...now, startedAt: `${now.startedAt}0` };
  expect(isRunning(before)).toBe(false);
  signalProcess(before, 'SIGKILL');
  await stopProcess(before);
  expect(isRunning(now)).toBe(true);
});

test('a process that does not end when asked is ended by force', async () => {
  const identity = idle("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)");
  await vi.waitFor(() => expect(isRunning(identity)).toBe(true));
  await stopProcess(identity, 'SIGTERM', 100);
  expect(isRunning(identity)).toBe(false);
});

test('the start time is found behind a name with spaces and brackets; a zombie does not run', () => {
  const fields = Array.from({ length: 18 }, (_, index) => String(index + 4)).join(' ');
  expect(startTimeOfStat(`42 (a) b (c) S ${fields} 987654 0 0`)).toBe('987654');
  expect(startTimeOfStat(`42 (a) Z ${fields} 987654 0 0`)).toBeUndefined();
});

test.each([[{ pid: 1 }], [{ pid: '1', startedAt: '2' }], [undefined], [null], ['x']])(
  '%o is not an identity',
  (value) => expect(parseIdentity(value)).toBeUndefined(),
);

test('a lock has one holder at a time', () => {
  const path = join(folder, 'lock');
  const other = idle();
  const release = takeLock(path, other);
  expect(release).toBeDefined();
  expect(takeLock(path)).toBeUndefined();
  release?.();
  expect(takeLock(path)).toBeDefined();
});

test('whoever holds a lock may take it again', () => {
  const path = join(folder, 'lock');
  expect(takeLock(path)).toBeDefined();
  expect(takeLock(path)).toBeDefined();
});

test('a lock whose owner is gone, or that was cut short, is free', async () => {
  const path = join(folder, 'lock');
  const other = idle();
  takeLock(path, other);
  await stopProcess(other);
  expect(takeLock(path)).toBeDefined();
  writeFileSync(path, '{"pid":');
  expect(takeLock(path)).toBeDefined();
});

test('parts inherit neither addresses nor passwords meant for others', () => {
  const env = { PATH: '/bin', LC_ALL: 'C', FUGO_LOG_LEVEL: 'debug', PGPASSWORD: 'x', DATABASE_URL: 'x', AWS_KEY: 'x' };
  expect(inheritedEnvironment(env)).toEqual({ PATH: '/bin', LC_ALL: 'C', FUGO_LOG_LEVEL: 'debug' });
});
