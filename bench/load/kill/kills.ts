/** Programs killed while a load is under way, at moments drawn from a seed; the supervisor starts them again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../../cli/fictitious/random.ts';
import { signalProcess } from '../../../local/processes.ts';
import { readRun } from '../../../local/stack.ts';
import { grouped } from '../../common/markdown.ts';
import { say } from '../../common/say.ts';
import type { LoadStack } from '../stack.ts';
import { killable, type Kill, type Killable } from './figures.ts';
import { readProgress, untilProgress, type WatchedLoad } from './progress.ts';

/** Of the load's way: the file is being read already, and the last kill leaves something to do. */
const [first, last] = [0.02, 0.9];
/** What moves a load is seen when it is written, so a kill right then would always fall between two steps. */
const mostDelayMs = 500;

/** One in each of as many equal parts of the load's way. */
export async function killInTurn(
  stack: LoadStack,
  load: WatchedLoad,
  { kills, seed }: { kills: number; seed: number },
): Promise<Kill[]> {
  const random = createRandom(seed);
  const done: Kill[] = [];
  for (let nth = 0; nth < kills; nth += 1) {
    const program = killable[nth % killable.length] ?? 'load-worker';
    const share = first + ((last - first) * (nth + random.next())) / kills;
    const delayMs = random.below(mostDelayMs);
    await untilProgress(stack, load, (progress) => progress.share >= share);
    await sleep(delayMs);
    const kill = await killOne(stack, load, program);
    done.push(kill);
    say(
      `killed ${program} at ${grouped(kill.share * 100)} %: there again after ${kill.away.toFixed(1)} s, ` +
        `the load goes on after ${kill.again.toFixed(1)} s`,
    );
  }
  return done;
}

async function killOne(stack: LoadStack, load: WatchedLoad, program: Killable): Promise<Kill> {
  const { identity, restarts } = findPart(stack, program);
  const atKill = await readProgress(stack, load);
  if (atKill.state === 'DONE') throw new Error('The result is void: the load was over before the last kill.');
  const killedAt = Date.now();
  if (!identity) throw new Error(`${program} is not running.`);
  signalProcess(identity, 'SIGKILL');

  let nextAt: number | undefined;
  let back: { at: number; moved: string } | undefined;
  const { moved } = await untilProgress(stack, load, (progress) => {
    if (progress.moved !== atKill.moved) nextAt ??= Date.now();
    const part = findPart(stack, program);
    if (!back && part.state === 'running' && part.restarts > restarts) back = { at: Date.now(), moved: progress.moved };
    return back !== undefined && (progress.moved !== back.moved || progress.state === 'DONE');
  });
  const againAt = Date.now();
  if (moved === atKill.moved) throw new Error('The load did not move after a kill.');
  const secondsTo = (at: number): number => (at - killedAt) / 1_000;
  return {
    program,
    share: atKill.share,
    away: secondsTo(back?.at ?? againAt),
    next: secondsTo(nextAt ?? againAt),
    again: secondsTo(againAt),
  };
}

function findPart({ home }: LoadStack, program: Killable) {
  const part = readRun(home)?.parts.find(({ name }) => name === program);
  if (!part) throw new Error(`${program} is not part of the stack.`);
  return part;
}
