/** Draws lines over those that it drew before, so that a table stands still while its figures change. */
export function createRedraw(stream: NodeJS.WriteStream): (lines: readonly string[]) => void {
  let drawn = 0;
  return (lines) => {
    const up = drawn === 0 ? '' : `\u001b[${drawn}A\u001b[J`;
    stream.write(`${up}${lines.join('\n')}\n`);
    drawn = lines.length;
  };
}

export interface ProgressLine {
  /** `sentence` is called only when the line is drawn. */
  show: (sentence: () => string) => void;
  /** Takes the line away. */
  end: () => void;
}

const everyMs = 200;

/** One line on standard error that is drawn over itself while something long goes on; nothing where nobody watches. */
export function createProgressLine({ stderr }: { stderr: NodeJS.WriteStream }): ProgressLine {
  if (!stderr.isTTY) return { show: () => undefined, end: () => undefined };
  let drawnAt = Date.now();
  let isDrawn = false;
  return {
    show(sentence) {
      const now = Date.now();
      if (now - drawnAt < everyMs) return;
      drawnAt = now;
      isDrawn = true;
      stderr.write(`\r\u001b[K${sentence()}`);
    },
    end() {
      if (isDrawn) stderr.write('\r\u001b[K');
    },
  };
}
