import type { Overview } from '../../contracts/api/overview.ts';

export type Ages = Overview['errors'];

/** The youngest first. */
export const ageBands = ['hour', 'day', 'threeDays', 'older'] as const satisfies readonly (keyof Ages)[];

export function totalOf(ages: Ages): number {
  return ageBands.reduce((sum, band) => sum + ages[band], 0);
}
