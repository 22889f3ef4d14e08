import type { WholeFileRule } from '../contracts/load-file.ts';

export interface FileProblem {
  /** A field of the heading, or '' where no field is known to be meant. Never a text of the file. */
  field: string;
  rule: WholeFileRule;
  /** Counts from 1; of the heading. */
  column?: number;
}

/** The file as a whole cannot be read. Its first problem is also the error's own, as the reason of a load's state. */
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
