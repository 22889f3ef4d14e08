import type { numberSystems } from '../domain/number-systems.ts';

export const allNumberSystems = ['01', '02', '03', '04'] as const satisfies (keyof typeof numberSystems)[];
export type NumberSystem = (typeof allNumberSystems)[number];

/**
 * What each backbone's file looks like: which share of the residents it has, and its business information about them.
 */
export interface Backbone {
  share: number;
  dataType: string;
  businessItems: readonly [string, ...string[]];
}

export const backbones: Readonly<Record<NumberSystem, Backbone>> = {
  '01': { share: 1, dataType: 'JM', businessItems: ['住民'] },
  '02': { share: 0.6, dataType: 'ZM', businessItems: ['課税', '非課税', '均等割のみ'] },
  '03': { share: 0.25, dataType: 'KH', businessItems: ['一般', '前期高齢者'] },
  '04': { share: 0.08, dataType: 'FK', businessItems: ['児童手当', '介護', '障害'] },
};
