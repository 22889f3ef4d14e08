import type { WholeFileRule } from '../contracts/load-file.ts';

export interface FileProblem {
  /** A field of the heading, or '' if no field is known. Never text of the file. */
  field: string;
  rule: WholeFileRule;
  /** Column of the heading, from 1. */
  column?: number;
}

/**
 * The file as a whole cannot be read. Its first problem is also the error's own, and becomes the reason of the load.
 */
export class LoadFileProblem extends Error {
  override name = 'LoadFileProblem';
  readonly field: string;
  readonly rule: WholeFileRule;
  readonly problems: readonly FileProblem[];

  constructor(first: FileProblem, ...others: FileProblem[]) {
    super(`the file cannot be read: ${first.rule}${first.field && ` (${first.field})`}`);
    this.field = first.field;
    this.rule = first.rule;
    this.problems = [first, ...others];
  }
}
