import type { Language } from '../../config/language.ts';
import { text } from '../messages.ts';
import { elapsedText, tableLines } from '../terminal/table.ts';
import { sampleMunicipalities } from './municipalities.ts';
import { addUp, type Progress } from './progress.ts';
import { createRedraw } from '../terminal/redraw.ts';

/** What the board shows at one moment. */
export interface Moment {
  progress: ReadonlyMap<string, Progress>;
  transfers: number;
  millis: number;
}

export interface Board {
  show: (moment: Moment) => void;
  /** Leaves the last moment on the screen. */
  end: (moment: Moment) => void;
}

const plainEveryMs = 3_000;

/** Redraws a table in place in a terminal, and writes a line every few seconds elsewhere. */
export function createBoard(stream: NodeJS.WriteStream, language: Language): Board {
  return stream.isTTY ? liveBoard(stream, language) : plainBoard(stream, language);
}

function liveBoard(stream: NodeJS.WriteStream, language: Language): Board {
  const redraw = createRedraw(stream);
  const show = (moment: Moment): void => redraw(boardLines(moment, language));
  return { show, end: show };
}

function plainBoard(stream: NodeJS.WriteStream, language: Language): Board {
  let shownAt = -Infinity;
  return {
    show(moment) {
      if (moment.millis - shownAt < plainEveryMs) return;
      shownAt = moment.millis;
      stream.write(`${boardLine(moment, language)}\n`);
    },
    end(moment) {
      stream.write(`${boardLines(moment, language).join('\n')}\n`);
    },
  };
}

export function boardLines(moment: Moment, language: Language): string[] {
  const rows = sampleMunicipalities.map(({ municipality, name, nameEn }) => {
    const progress = moment.progress.get(municipality);
    return [`${language === 'ja' ? name : nameEn} (${municipality})`, ...(progress ? cellsOf(progress) : [])];
  });
  const head = [
    'demo.municipality',
    'status.NOT_REQUESTED',
    'status.REQUESTING',
    'status.REQUESTED',
    'demo.errors',
  ] as const;
  return [
    ...tableLines(
      head.map((title) => text(title, language)),
      rows,
      new Set([1, 2, 3]),
    ),
    speedLine(moment, language),
  ];
}

function cellsOf({ notRequested, requesting, requested, errors }: Progress): string[] {
  return [String(notRequested), String(requesting), String(requested), errorsText(errors)];
}

export function errorsText(errors: Progress['errors']): string {
  return Object.entries(errors)
    .map(([code, count]) => `${code} ${count}`)
    .join(', ');
}

function speedLine({ transfers, millis }: Moment, language: Language): string {
  const perSecond = (transfers / Math.max(0.001, millis / 1_000)).toFixed(1);
  return text('demo.speed', language, { transfers, perSecond, elapsed: elapsedText(millis) });
}

function boardLine(moment: Moment, language: Language): string {
  const { notRequested, requesting, requested, errors } = addUp([...moment.progress.values()]);
  const parts = [
    `${text('status.NOT_REQUESTED', language)} ${notRequested}`,
    `${text('status.REQUESTING', language)} ${requesting}`,
    `${text('status.REQUESTED', language)} ${requested}`,
    `${text('demo.errors', language)} ${errorsText(errors) || '0'}`,
  ];
  return `${parts.join('  ')}  ${speedLine(moment, language)}`;
}
