/**
 * Where a process writes its log: a descriptor, at once, and never at the cost of the work that is told of. A line that
 * cannot be written (a full disk, a reader that has gone) is dropped and counted; as soon as there is room again the log
 * says how many are missing.
 */
import { writeSync } from 'node:fs';

export interface LogDestination {
  write: (line: string) => void;
}

/** Writes bytes to where the log goes and says how many were taken, as fs.writeSync does. */
export type WriteBytes = (bytes: Uint8Array) => number;

/** Lines this process could not write since its start. */
export const logLines = { dropped: 0 };

/** A reader that is slow gets this long to take a line. Milliseconds. */
const patienceMs = 50;

export function createLogDestination(write: WriteBytes = (bytes) => writeSync(1, bytes)): LogDestination {
  /** Not yet told in the log. */
  let missing = 0;
  /** A line stands there in part: what comes next begins on a line of its own. */
  let cut = false;
  const writeWhole = (line: string): boolean => {
    let rest: Uint8Array = Buffer.from(cut ? `\n${line}` : line);
    const deadline = performance.now() + patienceMs;
    while (rest.length > 0) {
      try {
        const taken = write(rest);
        cut ||= taken > 0;
        rest = rest.subarray(taken);
      } catch (err) {
        const isFull = err instanceof Error && 'code' in err && err.code === 'EAGAIN';
        if (!isFull || performance.now() > deadline) return false;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
    cut = false;
    return true;
  };
  return {
    write(line) {
      if (missing > 0 && writeWhole(missingLine(missing))) missing = 0;
      if (missing === 0 && writeWhole(line)) return;
      missing += 1;
      logLines.dropped += 1;
    },
  };
}

function missingLine(dropped: number): string {
  const time = new Date().toISOString();
  const msg = 'Lines of this log are missing: they could not be written';
  return `${JSON.stringify({ level: 'error', time, pid: process.pid, dropped, msg })}\n`;
}
