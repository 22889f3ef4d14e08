import { say, type Context } from '../terminal/context.ts';

/** One line that is redrawn in a terminal while a large file is made; nothing elsewhere. */
export interface Progress {
  show: (lines: number) => void;
  /** Takes the line away again. */
  end: () => void;
}

const everyMs = 200;

export function createProgress(context: Context): Progress {
  const { stderr } = context;
  if (!stderr.isTTY) return { show: () => undefined, end: () => undefined };
  const startedAt = performance.now();
  let shownAt = startedAt;
  return {
    show(lines) {
      const now = performance.now();
      if (now - shownAt < everyMs) return;
      shownAt = now;
      const perSecond = Math.round((lines / (now - startedAt)) * 1_000);
      stderr.write(`\r\u001b[K${say(context, 'generate.progress', { lines, perSecond })}`);
    },
    end() {
      if (shownAt > startedAt) stderr.write('\r\u001b[K');
    },
  };
}
