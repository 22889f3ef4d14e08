/** A peer in a process of its own, as the bench sees it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findIdentity, stopProcess, type ProcessIdentity } from '../../local/processes.ts';
import type { BenchStack } from '../common/stack.ts';
import { PeerMessage, type PeerName, type Work, type WorkDone } from './messages.ts';

export interface RunningPeer {
  pid: number;
  /** Of an engine that it has brought along: a child of its process, which ends with it. */
  enginePid?: number | undefined;
  work: (work: Work) => Promise<WorkDone>;
}

/** Runs until the stack is closed. */
export async function startPeer(name: PeerName, stack: BenchStack): Promise<RunningPeer> {
  const { home, onClose } = stack;
  const entry = fileURLToPath(new URL('peer.ts', import.meta.url));
  const child = spawn(process.execPath, [entry, name, home], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let engine: ProcessIdentity | undefined;
  onClose(async () => {
    await stopPeer(child);
    // It has ended with its peer, unless the peer was killed.
    if (engine) await stopProcess(engine);
  });
  const { enginePid } = await nextMessage(child, 'ready', 120_000);
  engine = enginePid === undefined ? undefined : findIdentity(enginePid);
  return {
    pid: child.pid ?? 0,
    enginePid,
    work: (work) =>
      withWorkersStopped(stack, () => {
        child.send(work);
        return nextMessage(child, 'finished', 600_000);
      }),
  };
}

/** fugo's reconciler would drive the peer's residents; stopped, its workers take neither them nor any of the machine. */
async function withWorkersStopped<T>(stack: BenchStack, work: () => Promise<T>): Promise<T> {
  const workers = Object.entries(stack.pids()).flatMap(([name, pid]) => (/worker/.test(name) ? [pid] : []));
  for (const pid of workers) process.kill(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    for (const pid of workers) process.kill(pid, 'SIGCONT');
  }
}

async function stopPeer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.disconnect();
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(force);
}

function nextMessage<Kind extends PeerMessage['kind']>(
  child: ChildProcess,
  kind: Kind,
  limitMs: number,
): Promise<Extract<PeerMessage, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const failed = (): void => finish(() => reject(new Error('A peer ended before its work was done.')));
    const limit = setTimeout(() => finish(() => reject(new Error('A peer did not finish in time.'))), limitMs);
    const listen = (raw: unknown): void => {
      const message = PeerMessage.parse(raw);
      if (isOf(message, kind)) finish(() => resolve(message));
    };
    const finish = (end: () => void): void => {
      clearTimeout(limit);
      child.off('message', listen).off('exit', failed);
      end();
    };
    child.on('message', listen).once('exit', failed);
  });
}

function isOf<Kind extends PeerMessage['kind']>(
  message: PeerMessage,
  kind: Kind,
): message is Extract<PeerMessage, { kind: Kind }> {
  return message.kind === kind;
}
