/** Programs killed while a load is under way, at moments drawn from a seed; the supervisor starts them again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createRandom } from '../../../fictitious/random.ts';
import { signalProcess } from '../../../local/processes.ts';
import { grouped } from '../../common/markdown.ts';
import { say } from '../../common/say.ts';
import { untilRunning, type LoadStack } from '../stack.ts';
import { readProgress, untilProgress, type WatchedLoad } from './progress.ts';

/** What a load goes through, in the order in which they are killed. */
export const killable = ['load-worker', 'api', 'temporal'] as const;
type Killable = (typeof killable)[number];

const Kill = z.object({
  program: z.enum(killable),
  /** How much of the load was done by then, 0 to 1. */
  share: z.number(),
  /** Seconds from the kill until the program was there again. */
  away: z.number(),
  /** Until anything of the load moved, if only what was on its way. */
  next: z.number(),
  /** Until something moved after the program was there again; at once where the load does without it. */
  again: z.number(),
});
export type Kill = z.infer<typeof Kill>;

export const KillFigures = z.object({
  residents: z.number(),
  kills: z.array(Kill),
  /** From the first byte of the file to the last route. */
  seconds: z.object({ interrupted: z.number(), quiet: z.number() }),
  acquired: z.number(),
  otherwise: z.number(),
  serials: z.number(),
  duplicates: z.number(),
  lost: z.number(),
  /** Rows that were found the same after both loads, by table. */
  sameRows: z.record(z.string(), z.number()),
});
export type KillFigures = z.infer<typeof KillFigures>;

/** Of the load's way: the file is being read already, and the last kill leaves something to do. */
const [first, last] = [0.02, 0.9];
/** What moves a load is seen when it is written, so a kill right then would always fall between two steps. */
const delayOf = ({ lines }: WatchedLoad): number => Math.min(500, Math.ceil(lines / 100));
/** Without the API a load goes on. */
const isNeeded: Record<Killable, boolean> = { 'load-worker': true, api: false, temporal: true };

/** One in each of as many equal parts of the load's way. */
export async function killInTurn(
  stack: LoadStack,
  load: WatchedLoad,
  { kills, seed }: { kills: number; seed: number },
): Promise<Kill[]> {
  const random = createRandom(seed);
  const done: { kill: Omit<Kill, 'away'>; away: Promise<number> }[] = [];
  for (let nth = 0; nth < kills; nth += 1) {
    const program = killable[nth % killable.length] ?? 'load-worker';
    const share = first + ((last - first) * (nth + random.next())) / kills;
    const delayMs = random.below(delayOf(load));
    await untilProgress(stack, load, (progress) => progress.share >= share);
    await sleep(delayMs);
    done.push(await killOne(stack, load, program));
  }
  // The next one does not wait until the API is there again, or the load would be over before the last.
  return Promise.all(done.map(async ({ kill, away }) => ({ ...kill, away: await away })));
}

async function killOne(stack: LoadStack, load: WatchedLoad, program: Killable) {
  const { identity, restarts } = await untilRunning(stack, program, 0);
  const atKill = await readProgress(stack, load);
  if (atKill.state === 'DONE') throw new Error('The result is void: the load was over before the last kill.');
  const killedAt = Date.now();
  const secondsSince = (): number => (Date.now() - killedAt) / 1_000;
  signalProcess(identity, 'SIGKILL');
  let isBack = false;
  const away = untilRunning(stack, program, restarts + 1).then(() => {
    isBack = true;
    return secondsSince();
  });
  // Awaited at the end; a failure must not count as unhandled until then.
  away.catch(() => undefined);

  let next: number | undefined;
  let movedAtBack: string | undefined;
  await untilProgress(stack, load, ({ moved, state }) => {
    if (moved !== atKill.moved) next ??= secondsSince();
    if (isBack) movedAtBack ??= moved;
    const goesOn = isNeeded[program] ? movedAtBack !== undefined && moved !== movedAtBack : next !== undefined;
    return goesOn || (state === 'DONE' && isBack);
  });
  const again = secondsSince();
  say(`killed ${program} at ${grouped(atKill.share * 100)} %: the load goes on after ${again.toFixed(1)} s`);
  return { kill: { program, share: atKill.share, next: next ?? again, again }, away };
}
