/**
 * Writes the log to a file descriptor, never at the cost of the work: a line that cannot be written (full disk, reader
 * gone) is dropped, and the log states their number as soon as it can.
 */
import { writeSync } from 'node:fs';

export interface LogDestination {
  write: (line: string) => void;
}

/** Writes bytes to the log and returns how many were written, as fs.writeSync does. */
export type WriteBytes = (bytes: Uint8Array) => number;

/** Lines that this process could not write since its start. */
export const logLines = { dropped: 0 };

/** How long a slow reader may take for a line. Milliseconds. */
const patienceMs = 50;

export function createLogDestination(write: WriteBytes = (bytes) => writeSync(1, bytes)): LogDestination {
  /** Dropped lines that the log has not stated yet. */
  let missingCount = 0;
  /** A part of a line was written, so the next one begins on a new line. */
  let cut = false;
  const writeWhole = (line: string): boolean => {
    let rest: Uint8Array = Buffer.from(cut ? `\n${line}` : line);
    const deadline = performance.now() + patienceMs;
    while (rest.length > 0) {
      try {
        const writtenBytes = write(rest);
        cut ||= writtenBytes > 0;
        rest = rest.subarray(writtenBytes);
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
      if (missingCount > 0 && writeWhole(missingLine(missingCount))) missingCount = 0;
      if (missingCount === 0 && writeWhole(line)) return;
      missingCount += 1;
      logLines.dropped += 1;
    },
  };
}

function missingLine(dropped: number): string {
  const time = new Date().toISOString();
  const msg = 'Lines of this log are missing: they could not be written';
  return `${JSON.stringify({ level: 'error', time, pid: process.pid, dropped, msg })}\n`;
}
