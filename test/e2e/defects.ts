import { z } from 'zod';

/** Kinds of defect that leave a line good on its own: only the judge can find them. */
const goodAlone = ['repeated-line', 'number-of-another', 'address-number-of-another'];

export interface DefectCounts {
  lines: number;
  /** Lines that break a rule by themselves. */
  bad: number;
}

/** What `fugo generate residents --json` says of the file it made. */
export function defectsIn(summary: string): DefectCounts {
  const { lines, defects } = z
    .object({ lines: z.number(), defects: z.record(z.string(), z.number()) })
    .parse(JSON.parse(summary));
  const bad = Object.entries(defects).filter(([kind]) => !goodAlone.includes(kind));
  return { lines, bad: bad.reduce((sum, [, count]) => sum + count, 0) };
}
