import type { Note } from './messages.ts';

/** What must hold before fugo starts, in the order in which a start would meet it. */
export const checkNames = ['home', 'disk', 'files', 'ports', 'limits', 'temporal', 'database', 'keys'] as const;
export type CheckName = (typeof checkNames)[number];

/** `warning`: fugo starts, but somebody should know. The note says what is wrong and how to mend it. */
export interface Finding {
  check: CheckName;
  state: 'ok' | 'warning' | 'wrong';
  note: Note;
}

/** What a check found; empty if all is well. */
export type Findings = Omit<Finding, 'check'>[];
