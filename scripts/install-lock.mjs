/**
 * Lets one `npm ci` run at a time in a checkout, because two delete each other's files. Node has no lock of the
 * kernel's, so the lock is a file that names its holders by pid and start time. Uses Node's own modules only.
 *
 * - The lock is held while one of its holders runs: the command, or the npm that it started, which outlives a killed
 * command. Holders of this machine are looked up, so a lock that was left behind is free at once.
 * - Holders on another machine (or container) that shares the folder cannot be looked up, but touch the file every few
 *     seconds. A file that stays the same for `strangerMs` by the waiting process's own clock was left behind; clocks
 *     of two machines are never compared.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 3_000;

/**
 * Waits for the lock. `onWait` is called with its holder, at once and then every `tellMs`.
 * @param {string} path
 * @param {{ onWait?: (holder: { pid: number | undefined, waitedMs: number }) => void,
 *           pollMs?: number, tellMs?: number, strangerMs?: number }} [options]
 */
export async function takeInstallLock(
  path,
  { onWait = () => undefined, pollMs = 250, tellMs = 15_000, strangerMs = 60_000 } = {},
) {
  const started = performance.now();
  let told = -Infinity;
  let seen;
  for (;;) {
    const lock = tryToTake(path);
    if (lock) return lock;
    const now = performance.now();
    const held = look(path);
    if (held === undefined) continue;
    if (seen?.mark !== held.mark) seen = { mark: held.mark, since: now };
    const isFree = held.isOurs ? !held.running : now - seen.since > strangerMs;
    if (isFree) {
      removeLeft(path, held);
      continue;
    }
    if (now - told >= tellMs) {
      told = now;
      onWait({ pid: held.pid, waitedMs: now - started });
    }
    await sleep(pollMs);
  }
}

function tryToTake(path) {
  const holders = [identityOf(process.pid)];
  const textNow = () => JSON.stringify({ machine: machine(), holders });
  let mine = textNow();
  try {
    writeFileSync(path, mine, { flag: 'wx', mode: 0o644 });
  } catch (error) {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  }
  const isMine = () => readText(path) === mine;
  const beating = setInterval(() => {
    try {
      if (isMine()) utimesSync(path, new Date(), new Date());
    } catch {
      // Somebody deleted the file by hand, and knows why.
    }
  }, beatMs);
  beating.unref();
  return {
    /** Makes a child a holder of the lock too, for as long as it runs. */
    share(pid) {
      const identity = pid === undefined ? undefined : identityOf(pid);
      if (identity === undefined || !isMine()) return;
      holders.push(identity);
      mine = textNow();
      const beside = `${path}.${process.pid}`;
      writeFileSync(beside, mine);
      renameSync(beside, path);
    },
    release() {
      clearInterval(beating);
      if (isMine()) rmSync(path, { force: true });
    },
  };
}

/** Reads who holds the lock; undefined if it has been released. */
function look(path) {
  const text = readText(path);
  const at = statSync(path, { throwIfNoEntry: false });
  if (text === undefined || at === undefined) return undefined;
  const mark = `${at.mtimeMs} ${text}`;
  try {
    const { machine: theirs, holders } = JSON.parse(text);
    const running = holders.find(({ pid, startedAt }) => startTimeOf(pid) === startedAt);
    return { text, mark, isOurs: theirs === machine(), running: running !== undefined, pid: running?.pid };
  } catch {
    // The file is being written, or was cut short: its holder cannot be looked up, as one of another machine.
    return { text, mark, isOurs: false, running: false, pid: undefined };
  }
}

/** Renames the lock before deleting it, because somebody else may have taken it since it was read. */
function removeLeft(path, { text }) {
  const aside = `${path}.left.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readText(aside) !== text) linkSync(aside, path);
  } catch {
    // Somebody else was quicker.
  } finally {
    rmSync(aside, { force: true });
  }
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function identityOf(pid) {
  const startedAt = startTimeOf(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** When a process started, in the system's own words, as in local/processes.ts; undefined if it does not run. */
export function startTimeOf(pid) {
  try {
    if (existsSync('/proc/self/stat')) {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started === '' ? undefined : started;
  } catch {
    return undefined;
  }
}

/** Names the place in which pids and start times are valid: this machine since its start, in this container. */
function machine() {
  const parts = [hostname()];
  try {
    parts.push(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), readlinkSync('/proc/self/ns/pid'));
  } catch {
    // Other systems than Linux: the host name must do, and start times are dates there.
  }
  return parts.join(' ');
}
