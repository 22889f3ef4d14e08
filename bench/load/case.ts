/** What a case of the load bench is: parts that are measured in rounds and stored, and what they say together. */
import type { z } from 'zod';
import type { Aim } from '../common/aims.ts';
import type { Part } from '../common/store.ts';
import type { Options } from './options.ts';
import type { StackSource } from './stack.ts';

export interface Measured<Figures> {
  part: Part;
  rounds: readonly Figures[];
}

interface Surroundings {
  options: Options;
  openStack: StackSource;
  /** Counts from 1. */
  round: number;
}

interface CaseOf<Figures> {
  name: string;
  /** Heading of its section. */
  title: string;
  parts: (options: Options) => Part[];
  /** Of one round. What is stored is read back by it. */
  Figures: z.ZodType<Figures>;
  /** Throws where the result would not be correct: then there is none. */
  measure: (part: Part, surroundings: Surroundings) => Promise<Figures>;
  /** Markdown. */
  report: (measured: readonly Measured<Figures>[]) => string;
  aims: (measured: readonly Measured<Figures>[]) => Aim[];
}

export interface Case {
  name: string;
  title: string;
  parts: (options: Options) => Part[];
  measure: (part: Part, surroundings: Surroundings) => Promise<unknown>;
  report: (measured: readonly Measured<unknown>[]) => string;
  aims: (measured: readonly Measured<unknown>[]) => Aim[];
}

/** Cases of different figures in one list; each reads its own back. */
export function caseOf<Figures>({ Figures, ...rest }: CaseOf<Figures>): Case {
  const parsed = (measured: readonly Measured<unknown>[]): Measured<Figures>[] =>
    measured.map(({ part, rounds }) => ({ part, rounds: rounds.map((round) => Figures.parse(round)) }));
  return {
    ...rest,
    parts: (options) => rest.parts(options).filter((part) => isAskedFor(part, options)),
    report: (measured) => rest.report(parsed(measured)),
    aims: (measured) => rest.aims(parsed(measured)),
  };
}

const isAskedFor = ({ name }: Part, { parts }: Options): boolean =>
  parts === undefined || parts.some((part) => name.startsWith(part));
