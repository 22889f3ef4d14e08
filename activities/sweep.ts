import type { SweepActivities } from '../contracts/sweep.ts';
import { loadsToStart } from '../storage/loads/starts.ts';
import type { Dependencies } from './dependencies.ts';

/** Younger loads are just being started by whoever created them. */
const olderThanSeconds = 5;

export function createSweepActivities({ db, settingsOf, startLoad }: Dependencies): SweepActivities {
  return {
    async startLoads({ municipality }) {
      const { limits } = await settingsOf(municipality);
      const loads = await loadsToStart(db, municipality, { olderThanSeconds, limits });
      let started = 0;
      for (const load of loads) if ((await startLoad(load)) === 'started') started += 1;
      return { started, left: loads.length - started };
    },
  };
}
