import type { SweepActivities } from '../contracts/sweep.ts';
import { loadsToStart } from '../storage/load-starts.ts';
import { unjudgedTransfers } from '../storage/inbox.ts';
import type { Dependencies } from './dependencies.ts';
import { sendDueNotices } from './notices.ts';

/** Younger ones are still being waited for by whoever took them. */
const olderThanSeconds = 5;
const limit = 200;
const concurrency = 8;

export function createSweepActivities(deps: Dependencies): SweepActivities {
  return {
    async sweepInbox({ municipality }) {
      const { limits } = await deps.settingsOf(municipality);
      const transfers = await unjudgedTransfers(deps.db, municipality, { olderThanSeconds, limit });
      let started = 0;
      const queue = transfers.values();
      await Promise.all(
        Array.from({ length: concurrency }, async () => {
          for (const transfer of queue) {
            const reply = await deps.sendTransfer({ municipality, ...transfer, limits });
            if (reply.kind === 'judged') started += 1;
          }
        }),
      );
      return { started, left: transfers.length - started };
    },
    async startLoads({ municipality }) {
      const { limits } = await deps.settingsOf(municipality);
      const loads = await loadsToStart(deps.db, municipality, { olderThanSeconds, limits });
      let started = 0;
      for (const load of loads) if ((await deps.startLoad(load)) === 'started') started += 1;
      return { started, left: loads.length - started };
    },
    deliverNotices: ({ municipality }) => sendDueNotices(deps, municipality),
  };
}
