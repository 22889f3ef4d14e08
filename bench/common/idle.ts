/** Figures taken beside other work mean nothing, so a part begins only while the machine is at rest. */
import { setTimeout as sleep } from 'node:timers/promises';
import { measureIdle } from './machine.ts';
import { say } from './say.ts';

const leastIdle = 70;
/** What came before may still be writing; another program's work is not over by then. */
const patienceMs = 60_000;

export class NotIdle extends Error {}

/** How idle the machine is, in percent; throws NotIdle when it does not come to rest. */
export async function getIdle({ force }: { force: boolean }): Promise<number> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const idle = await measureIdle();
    if (idle >= leastIdle || force) return idle;
    if (Date.now() > deadline) {
      throw new NotIdle(
        `Only ${Math.round(idle)} % of this machine is idle, and figures taken beside other work mean nothing. ` +
          `Please end that work, or measure all the same with --force.`,
      );
    }
    say(`waiting for the machine: ${Math.round(idle)} % idle`);
    await sleep(3_000);
  }
}
