/** What a part of the operations bench is: one thing that is measured once, in a size, and what it says. */
import type { z } from 'zod';
import type { Aim } from '../common/aims.ts';
import type { Part as StoredAs } from '../common/store.ts';
import type { Versions } from '../common/versions.ts';

export const partNames = [
  'targets',
  'alarm',
  'flaps',
  'kills',
  'restore',
  'flips',
  'recovery',
  'day',
  'calendar',
  'workflows',
  'delivery',
  'call-centre',
  'jobs',
] as const;
export type PartName = (typeof partNames)[number];

/** What a part opens it hands over here, so that it is closed whatever becomes of the part, also on Ctrl-C. */
export interface Surroundings {
  onClose: (closer: () => unknown) => void;
  /** Told of what was measured, for whoever reads the result. */
  note: (versions: Partial<Versions>) => void;
}

interface PartOf<Figures> {
  name: PartName;
  /** Heading of its section. */
  title: string;
  /** What a size counts, in the plural. */
  counts: string;
  sizes: { usual: number; full: number; most: number };
  /** What is stored is read back by it. */
  Figures: z.ZodType<Figures>;
  /** Throws where the result would not be correct: then there is none. */
  measure: (size: number, surroundings: Surroundings) => Promise<Figures>;
  /** Markdown. */
  report: (figures: Figures) => string;
  aims: (figures: Figures) => Aim[];
}

export type Part = Omit<PartOf<unknown>, 'Figures'>;

/** Parts of different figures in one list; each reads its own back. */
export function partOf<Figures>({ Figures, report, aims, ...rest }: PartOf<Figures>): Part {
  return {
    ...rest,
    report: (figures) => report(Figures.parse(figures)),
    aims: (figures) => aims(Figures.parse(figures)),
  };
}

/** Its file: another size is another result. */
export const storedAs = ({ name }: Pick<Part, 'name'>, size: number): StoredAs => ({
  name: `${name}-${size}`,
  rounds: 1,
  settings: { size },
});
