/**
 * A target in a process of its own, to be killed: looks until it has the version, and then ends. Says on standard output
 * how many bytes have come. `killAt`: the operation on its slots, from 0, at which it kills itself.
 */
import { openDeliveryTarget } from '../../simulators/deliveries/target.ts';
import { slotDisk, type SlotDisk } from '../../simulators/deliveries/slots.ts';

const {
  killAt = null,
  killEveryBytes = null,
  name,
  version,
  rangeBytes,
  ...options
} = JSON.parse(process.argv[2] ?? '{}') as {
  organisation: string;
  folder: string;
  deliveriesUrl: string;
  trustedRoot: string;
  name: string;
  version: number;
  killAt?: number | null;
  /** Kills itself whenever so many more bytes are there than at its start. */
  killEveryBytes?: number | null;
  rangeBytes?: number;
};

function kill(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

let no = 0;
/** Before an operation and, half a step on, after it. */
function killingDisk(at: number): SlotDisk {
  const wrap =
    <Args extends unknown[]>(operation: (...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<void> => {
      if (no++ === at) kill();
      await operation(...args);
      if (no++ === at) kill();
    };
  return {
    makeFolder: wrap(slotDisk.makeFolder),
    removeAll: wrap(slotDisk.removeAll),
    link: wrap(slotDisk.link),
    write: wrap(slotDisk.write),
    rename: wrap(slotDisk.rename),
    symlink: wrap(slotDisk.symlink),
  };
}

let first: number | undefined;
const target = await openDeliveryTarget({
  ...options,
  ...(killAt === null ? {} : { slotDisk: killingDisk(killAt) }),
  download: {
    reserveBytes: 0,
    ...(rangeBytes === undefined ? {} : { rangeBytes }),
    onProgress(bytes) {
      first ??= bytes;
      if (killEveryBytes !== null && Math.floor(bytes / killEveryBytes) > Math.floor((first - 1) / killEveryBytes))
        kill();
    },
  },
});
for (let time = 0; time < 50; time += 1) {
  await target.look();
  if ((await target.view()).holdings[name]?.version === version) process.exit(0);
}
process.exit(1);
