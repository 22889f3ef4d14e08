import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordOf } from '../../../local/records.ts';
import { participantNames } from '../../../domain/participants.ts';
import { takeLock } from '../../../local/locks.ts';
import { defaultPorts, offerFreePort } from '../../../local/ports.ts';
import { findIdentity, stopProcess, type ProcessIdentity } from '../../../local/processes.ts';
import { supervisorLockPath, writeRun, type Run } from '../../../local/run-file.ts';
import { startStack, type Step } from '../../../local/stack.ts';
import { readStatus } from '../../../local/status.ts';

let home: string;
const processes: ProcessIdentity[] = [];
const servers: Server[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fugo-unit-'));
  mkdirSync(join(home, 'logs'));
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((identity) => stopProcess(identity, 'SIGKILL')));
  for (const server of servers.splice(0)) server.close();
  rmSync(home, { recursive: true, force: true });
});

/** A process that stands for a supervisor, or for a part. */
function idle(): ProcessIdentity {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const identity = child.pid === undefined ? undefined : findIdentity(child.pid);
  if (!identity) throw new Error('no process');
  processes.push(identity);
  return identity;
}

function runOf(supervisor: ProcessIdentity, changes: Partial<Run> = {}): Run {
  const address = 'http://127.0.0.1:1';
  return {
    state: 'ready',
    startedAt: Date.now(),
    supervisor,
    ports: defaultPorts,
    addresses: {
      api: address,
      temporal: address,
      temporalNamespace: 'default',
      workerHealth: address,
      simulators: recordOf(participantNames, () => address),
    },
    files: { keys: '', credentials: '', adminClient: '', clients: '' },
    steps: [],
    parts: [],
    ...changes,
  };
}

const part = (identity: ProcessIdentity, port: number): Run['parts'][number] => ({
  name: 'api',
  state: 'running',
  signal: 'SIGTERM',
  identity,
  restarts: 0,
  logPath: '',
  healthUrl: `http://127.0.0.1:${port}/healthz`,
});

function answerOn(port: number): void {
  servers.push(createServer((_request, response) => response.end('ok')).listen(port, '127.0.0.1'));
}

test('a file that says "ready" and is of a killed supervisor is not taken for the run that is being started', async () => {
  const killed = idle();
  writeRun(home, runOf(killed));
  await stopProcess(killed, 'SIGKILL');
  const supervisor = idle();
  takeLock(supervisorLockPath(home), supervisor);
  expect(await readStatus(home)).toMatchObject({ state: 'starting', parts: [] });

  const told: Step[] = [];
  const followed = startStack({ home, onStep: (step) => told.push(step) });
  const step: Step = { name: 'api', state: 'running', startedAt: 0 };
  writeRun(home, runOf(supervisor, { state: 'starting', steps: [step] }));
  await expect.poll(() => told.length, { timeout: 120_000 }).toBe(1);
  writeRun(home, runOf(supervisor, { steps: [{ ...step, state: 'done', endedAt: 1 }] }));
  expect((await followed).run.supervisor).toEqual(supervisor);
});

test('a stack runs when every part of it has answered', async () => {
  const supervisor = idle();
  takeLock(supervisorLockPath(home), supervisor);
  const port = await offerFreePort();
  writeRun(home, runOf(supervisor, { parts: [part(idle(), port)] }));
  await expect(startStack({ home, patienceMs: 300 })).rejects.toThrow(/api should be running and does not answer/u);
  const waiting = startStack({ home });
  answerOn(port);
  expect(await waiting).toMatchObject({ alreadyRunning: true });
});
