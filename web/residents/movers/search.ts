/** What the movers list takes from its address. */
import type { MoverKind } from '../../../contracts/api/movers.ts';
import {
  readId,
  readPeriod,
  readText,
  withoutUndefined,
  type Period,
  type Search,
} from '../../components/search-values.ts';

export const shownKinds = [
  'registered',
  'address',
  'name',
  'correction',
  'load',
] as const satisfies readonly MoverKind[];

export interface MoverChoice {
  moverKind?: MoverKind;
  numberSystem?: string;
  /** A load; `all`: whoever came by a load stands among the others. */
  load?: string;
}
export type MoverSearch = Partial<Period> & MoverChoice;
export type MoverFilter = Period & MoverChoice;

export function readMoverSearch(search: Search): MoverSearch {
  const system = readText(search['numberSystem'])?.padStart(2, '0');
  return {
    ...readPeriod(search),
    ...withoutUndefined({
      moverKind: shownKinds.find((each) => each === search['moverKind']),
      numberSystem: system !== undefined && /^[0-9]{2}$/u.test(system) ? system : undefined,
      load: search['load'] === 'all' ? 'all' : readId(search['load']),
    }),
  };
}

/** The residents of loads stand apart: a load of a city would hide who moved on that day. */
export function queryOfMovers({ from, to, moverKind, numberSystem, load }: MoverFilter): Record<string, string> {
  const apart = moverKind === 'load' ? undefined : 'none';
  const asked = load === 'all' ? undefined : (load ?? apart);
  return {
    from,
    to,
    ...(moverKind !== undefined && { kind: moverKind }),
    ...(numberSystem !== undefined && { numberSystem }),
    ...(asked !== undefined && { load: asked }),
  };
}
