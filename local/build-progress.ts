import type { Note } from './messages.ts';

/** Milliseconds a rate must be watched before the remaining time is estimated from it. */
const seenLongEnoughMs = 20_000;

/** Turns the output of `go install -v` into a sentence: modules while it downloads, then one line for each package. */
export interface BuildProgress {
  hear: (chunk: string) => void;
  note: (nowMs: number) => Note;
}

/**
 * `packages`: roughly how many packages there are. The remaining time is estimated from the speed of this machine so
 * far, and only after that was watched for a while.
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
      // Half minutes, because the estimate is no better than that.
      const minutes = Math.max(0.5, Math.round(leftMs / 30_000) / 2);
      return { key: 'temporalCompilingLeft', values: { ...values, minutes } };
    },
  };
}
