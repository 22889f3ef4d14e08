import type { Note } from './messages.ts';

/** What must hold before fugo starts, in the order in which it would be noticed. */
export const checkNames = ['home', 'disk', 'files', 'ports', 'limits', 'temporal', 'database', 'keys'] as const;
export type CheckName = (typeof checkNames)[number];

/** `warning`: fugo starts, and somebody should know. The note says what is wrong, and its remedy. */
export interface Finding {
  check: CheckName;
  state: 'ok' | 'warning' | 'wrong';
  note: Note;
}

/** What a check found; nothing when all is well. */
export type Findings = Omit<Finding, 'check'>[];
