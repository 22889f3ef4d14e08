import type { Note } from './messages.ts';

/** A rate that was seen for a shorter time says nothing about the rest. Milliseconds. */
const seenLongEnoughMs = 20_000;

/** What `go install -v` has said so far, as a sentence: modules while it downloads, then one line a compiled package. */
export interface BuildProgress {
  hear: (chunk: string) => void;
  note: (nowMs: number) => Note;
}

/**
 * `packages` is how many there are in all, near enough. The time that is left follows from how fast this machine has
 * compiled until now, and is not told before that has been seen for a while.
 */
export function createBuildProgress(packages: number, clock: () => number): BuildProgress {
  let rest = '';
  let modules = 0;
  let compiled = 0;
  let compilingSince: number | undefined;
  const hearLine = (line: string): void => {
    if (line.startsWith('go: downloading ')) modules += 1;
    // A package's path; anything else is a remark or an error.
    else if (/^[a-z][\w.~/-]*$/iu.test(line)) {
      compiled += 1;
      compilingSince ??= clock();
    }
  };
  return {
    hear(chunk) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(hearLine);
    },
    note(nowMs) {
      if (compilingSince === undefined) return { key: 'temporalBuilding', values: { modules } };
      const done = Math.min(compiled, packages);
      const values = { done, packages };
      if (done === packages) return { key: 'temporalLinking', values };
      const seenMs = nowMs - compilingSince;
      if (seenMs < seenLongEnoughMs) return { key: 'temporalCompiling', values };
      const leftMs = ((packages - done) * seenMs) / done;
      // Half minutes: more would pretend to be exact.
      const minutes = Math.max(0.5, Math.round(leftMs / 30_000) / 2);
      return { key: 'temporalCompilingLeft', values: { ...values, minutes } };
    },
  };
}
