import { setTimeout as sleep } from 'node:timers/promises';
import type { Counts } from '../../contracts/api/operations.ts';
import type { ApiClient } from '../api-client.ts';
import type { Context } from '../context.ts';
import { getRun } from '../session.ts';
import { createSimulators } from './backbones.ts';
import { createBoard, type Moment } from './board.ts';
import { enterAll, type Sent } from './feed.ts';
import { accountedFor, addedUp, countIn, progressOf, type Progress } from './progress.ts';
import { createScenario } from './scenario.ts';
import { summaryOf, type Summary } from './summary.ts';

/** Requests that may be open at once: enough to keep two cores busy, few enough that none waits for its time limit. */
const mostOpen = 60;
/** Nobody moved for so long, and nobody is on the way: then nobody will, whatever the counts say. */
const quietMs = 15_000;

/** Enters everybody and watches until each is 依頼済, in the error list, or waits for what only others can do. */
export async function play(
  context: Context,
  operators: ReadonlyMap<string, ApiClient>,
  { residents, seed, limitSeconds }: { residents: number; seed: number; limitSeconds: number },
): Promise<Summary> {
  const simulators = createSimulators(getRun(context).addresses.simulators);
  const lives = createScenario(seed, residents);
  const before = await countAll(context, operators);
  const duplicatesBefore = await simulators.countDuplicateRequests();
  const board = createBoard(context.stderr, context.language);

  const startedAt = performance.now();
  const ending = new AbortController();
  const sent: Sent = { residents: new Map(), transfers: 0, refused: 0 };
  let progress = new Map<string, Progress>();
  const moment = (): Moment => ({ progress, transfers: sent.transfers, millis: performance.now() - startedAt });
  const mayEnter = async (): Promise<void> => {
    while (openOf(progress) >= mostOpen && !ending.signal.aborted) await sleep(50);
  };
  const feed = { ended: false };
  const entering = enterAll(lives, simulators, sent, {
    runId: Date.now().toString(36),
    mayEnter,
    signal: ending.signal,
  });
  const feeding = entering.finally(() => (feed.ended = true));
  // What goes wrong with the clerks is thrown below, not lost in between.
  feeding.catch(() => ending.abort());

  let changedAt = startedAt;
  let inTime = true;
  for (let last = ''; ; await sleep(300)) {
    const counts = await countAll(context, operators);
    // Looked at before the counts are: nobody may come in between.
    const allEntered = feed.ended;
    progress = new Map(
      [...counts].flatMap(([municipality, now]) => {
        const earlier = before.get(municipality);
        return earlier ? [[municipality, progressOf(now, earlier)] as const] : [];
      }),
    );
    board.show(moment());
    if (ending.signal.aborted) break;
    const total = addedUp([...progress.values()]);
    const said = JSON.stringify(total);
    if (said !== last) changedAt = performance.now();
    last = said;
    if (allEntered && total.moving === 0) {
      if (accountedFor(total) + sent.refused >= residents) break;
      if (performance.now() - changedAt > quietMs) break;
    }
    inTime = performance.now() - startedAt < limitSeconds * 1_000;
    if (!inTime) break;
  }
  board.end(moment());
  ending.abort();
  await feeding;
  const duplicateRequests = (await simulators.countDuplicateRequests()) - duplicatesBefore;
  const total = addedUp([...progress.values()]);
  return summaryOf({ residents, seed, sent, total, duplicateRequests, millis: moment().millis, inTime });
}

async function countAll(context: Context, operators: ReadonlyMap<string, ApiClient>): Promise<Map<string, Counts>> {
  const all = [...operators].map(async ([municipality, api]) => {
    return [municipality, await countIn(context, municipality, api)] as const;
  });
  return new Map(await Promise.all(all));
}

function openOf(progress: ReadonlyMap<string, Progress>): number {
  return addedUp([...progress.values()]).moving;
}
