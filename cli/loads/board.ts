import type { Load } from '../../contracts/api/loads.ts';
import type { Language } from '../../config/language.ts';
import { boardLines, plainLine, type Speed } from './progress-lines.ts';
import { createRedraw } from '../terminal/redraw.ts';

export interface LoadBoard {
  show: (load: Load, speed: Speed, now: number) => void;
  /** Leaves the last lines on the screen. */
  end: () => void;
}

const plainEveryMs = 10_000;

/** Redraws the lines in place in a terminal. Elsewhere it writes a line every few seconds and at each new state. */
export function createLoadBoard(stream: NodeJS.WriteStream, language: Language): LoadBoard {
  return stream.isTTY ? liveBoard(stream, language) : plainBoard(stream, language);
}

function liveBoard(stream: NodeJS.WriteStream, language: Language): LoadBoard {
  const redraw = createRedraw(stream);
  return {
    show: (load, speed) => redraw(boardLines(load, speed, { language, columns: stream.columns || 80 })),
    end: () => undefined,
  };
}

function plainBoard(stream: NodeJS.WriteStream, language: Language): LoadBoard {
  let last = { at: -Infinity, state: '', line: '' };
  let unshown = '';
  const write = (line: string): void => {
    stream.write(`${line}\n`);
    unshown = '';
  };
  return {
    show(load, speed, now) {
      const line = plainLine(load, speed, language);
      if (now - last.at < plainEveryMs && load.state === last.state) {
        unshown = line === last.line ? '' : line;
        return;
      }
      last = { at: now, state: load.state, line };
      write(line);
    },
    end() {
      if (unshown !== '') write(unshown);
    },
  };
}
