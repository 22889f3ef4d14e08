import type { Line } from './lines.ts';

/** The last lines without a defect. */
export interface RecentLines {
  add: (line: Line) => void;
  find: (fits: (line: Line) => boolean) => Line | undefined;
}

export function createRecentLines(size: number): RecentLines {
  const lines: Line[] = [];
  let next = 0;
  return {
    add(line) {
      lines[next] = line;
      next = (next + 1) % size;
    },
    find: (fits) => lines.find(fits),
  };
}
