/** Limits that figures must keep, and by how much one that does not misses its own. */
import { line, number } from './markdown.ts';

export interface Aim {
  aim: string;
  measured: string;
  /** How many times the aim is missed by; 1 or less is reached. */
  missedBy: number;
}

/** An aim that is a least value. */
export const atLeast = (aim: string, measured: string, found: number, limit: number): Aim => ({
  aim,
  measured,
  missedBy: found >= limit ? 1 : limit / found,
});

/** An aim that is a largest value. */
export const atMost = (aim: string, measured: string, found: number, limit: number): Aim => ({
  aim,
  measured,
  missedBy: found <= limit ? 1 : found / limit,
});

/** Where there should be none at all, there is no telling how many times too many. */
const missesOf = (missedBy: number): string => (Number.isFinite(missedBy) ? `no: ${number(missedBy)} times` : 'no');

export function aimsTable(aims: readonly Aim[]): string {
  if (aims.length === 0) return '';
  const rows = aims.map(({ aim, measured, missedBy }) =>
    line([aim, measured, missedBy <= 1 ? 'reached' : missesOf(missedBy)]),
  );
  return [line(['aim', 'measured', 'reached']), line(['---', '--:', '---']), ...rows].join('\n');
}
