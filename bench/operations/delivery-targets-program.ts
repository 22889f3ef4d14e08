/** Many targets in one program, as a server's program holds them; says in how many seconds all have applied. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openDeliveryTarget } from '../../simulators/deliveries/target.ts';

const Settings = z.object({
  organisations: z.array(z.string()),
  atOnce: z.number(),
  folder: z.string(),
  deliveriesUrl: z.string(),
  trustedRoot: z.string(),
  name: z.string(),
});
const { organisations, atOnce, folder, name, ...where } = Settings.parse(JSON.parse(process.env['SETTINGS'] ?? ''));

let applied = 0;
const waiting = [...organisations];
const began = performance.now();
async function serveOne(): Promise<void> {
  for (let organisation = waiting.shift(); organisation !== undefined; organisation = waiting.shift()) {
    const own = join(folder, organisation);
    const target = await openDeliveryTarget({ organisation, folder: own, ...where });
    await target.look();
    const { holdings, error } = await target.view();
    if (holdings[name]) applied += 1;
    else throw new Error(`${organisation} has nothing: ${String(error)}`);
    // So that hundreds need no more room than a few; what they have written, they have written.
    await rm(own, { recursive: true });
  }
}
await Promise.all(Array.from({ length: atOnce }, serveOne));
process.stdout.write(`${JSON.stringify({ applied, seconds: (performance.now() - began) / 1_000 })}\n`);
