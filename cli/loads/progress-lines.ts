/** Lines that show a load under way: a bar and its figures. */
import type { Load } from '../../contracts/api/loads.ts';
import type { Language } from '../../config/language.ts';
import { stateText } from '../terminal/load-state.ts';
import { stages } from '../../domain/stages.ts';
import { text } from '../messages.ts';
import { elapsedText, grouped, widthOf } from '../terminal/table.ts';

/** How fast the load went while somebody watched. The API's own figures cover the whole load. */
export interface Speed {
  linesPerSecond: number | null;
  residentsPerSecond: number | null;
  secondsLeft: number | null;
}

const barWidth = 24;

/** Several lines for a terminal, none wider than its columns. */
export function boardLines(load: Load, speed: Speed, { language, columns }: { language: Language; columns: number }) {
  return [barLine(load, language), figuresLine(load, speed, language), ...stageLine(load, language)].map((line) =>
    fit(line, columns),
  );
}

/** One line for a log. */
export function plainLine(load: Load, speed: Speed, language: Language): string {
  return [`${stateText(load, language)} ${percentText(load)}`.trim(), figuresLine(load, speed, language)].join('  ');
}

function barLine(load: Load, language: Language): string {
  const share = load.done;
  const filled = share === null ? 0 : Math.floor(share * barWidth);
  const bar = share === null ? '·'.repeat(barWidth) : '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  return `${bar} ${percentText(load).padStart(4)}  ${stateText(load, language)}`;
}

function percentText(load: Load): string {
  const share = load.done;
  // 100 % is shown only when everything is done.
  return share === null ? '' : `${share >= 1 ? 100 : Math.min(99, Math.floor(share * 100))}%`;
}

function figuresLine(load: Load, speed: Speed, language: Language): string {
  const { linesPerSecond, residentsPerSecond, secondsLeft } = speed;
  const isReading = load.startedAt === null;
  const parts = [
    isReading
      ? text('load.read', language, { lines: grouped(load.linesRead) })
      : text('load.members', language, { count: grouped(load.members), lines: grouped(load.goodLines) }),
  ];
  const rate = isReading ? linesPerSecond : residentsPerSecond;
  if (rate !== null && rate > 0) {
    parts.push(text(isReading ? 'load.linesPerSecond' : 'load.perSecond', language, { count: grouped(rate) }));
  }
  parts.push(text('load.errors', language, { count: grouped(errorsOf(load)) }));
  if (secondsLeft !== null) parts.push(text('load.left', language, { time: elapsedText(secondsLeft * 1_000) }));
  return parts.join('  ');
}

/** Counts lines and residents that need a person. */
export function errorsOf({ badLines, inErrorList, results }: Load): number {
  return badLines + inErrorList + (results['held'] ?? 0) + (results['refused'] ?? 0);
}

function stageLine({ underWay, acquired, routed }: Load, language: Language): string[] {
  const parts = stages.flatMap((stage) => {
    const count = underWay[stage] ?? 0;
    return count > 0 ? [`${text(`load.stage.${stage}`, language)} ${grouped(count)}`] : [];
  });
  if (routed > 0) parts.push(`${text('load.routed', language)} ${grouped(routed)}`);
  if (acquired > 0) parts.push(`${text('load.acquired', language)} ${grouped(acquired)}`);
  return parts.length > 0 ? [parts.join('  ')] : [];
}

/** Cuts a line at the width of the terminal, because a wrapped line would break the redrawing. */
function fit(line: string, columns: number): string {
  if (widthOf(line) < columns) return line;
  let shown = '';
  for (const character of line) {
    if (widthOf(shown) + widthOf(character) > columns - 2) break;
    shown += character;
  }
  return `${shown}…`;
}
