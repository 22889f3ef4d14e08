import type { SweepActivities } from '../contracts/sweep.ts';
import { listLoadsToStart } from '../storage/loads/starts.ts';
import type { Dependencies } from './dependencies.ts';

/** Younger loads are just being started by whoever created them. */
const olderThanSeconds = 5;

export function createSweepActivities({ db, readSettings, startLoad }: Dependencies): SweepActivities {
  return {
    async startLoads({ municipality }) {
      const { limits } = await readSettings(municipality);
      const loads = await listLoadsToStart(db, municipality, { olderThanSeconds, limits });
      let started = 0;
      for (const load of loads) if ((await startLoad(load)) === 'started') started += 1;
      return { started, left: loads.length - started };
    },
  };
}
