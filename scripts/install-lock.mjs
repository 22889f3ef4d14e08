/**
 * One `npm ci` at a time in a checkout: two at once delete each other's files. Node has no lock of the kernel's, so it is
 * a file that names its holders by pid and start time, on Node's own modules only.
 *
 * - Held while one of its holders runs: the command, and the npm that it started, which outlives a command that is
 *   killed. Both are looked up by the system, so a lock that was left behind is free at once.
 * - The holders of another machine (or container) that shares the folder cannot be looked up. A holder touches the file
 *   every few seconds; when it stays the same for `strangerMs` *of the waiting one's own clock*, it was left behind. No
 *   machine's time of day is compared with another's.
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
 * Waits for the lock. `onWait` is told who has it, first at once and then again and again.
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
      // Deleted by hand; whoever did so knows why.
    }
  }, beatMs);
  beating.unref();
  return {
    /** The lock is held by this child too, for as long as it runs. */
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

/** Who holds the lock; undefined when it has gone meanwhile. */
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
    // Just being written, or cut short: it is treated like one that nobody here can look up.
    return { text, mark, isOurs: false, running: false, pid: undefined };
  }
}

/** Moved away before it is deleted: between the look and the deletion somebody else may have taken the lock. */
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

/** When a process started, in the system's own words, as local/processes.ts has it; undefined when it does not run. */
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

/** Where a pid and a start time mean something: this machine, since it was started, in this container. */
function machine() {
  const parts = [hostname()];
  try {
    parts.push(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), readlinkSync('/proc/self/ns/pid'));
  } catch {
    // Another system than Linux: the name has to do, and the start time is a date there.
  }
  return parts.join(' ');
}
