import { setTimeout as sleep } from 'node:timers/promises';
import type { Counts } from '../../contracts/api/operations.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Context } from '../terminal/context.ts';
import { CommandError, exitCodes } from '../terminal/exit.ts';
import { Unreachable } from '../client/http.ts';
import { getRun } from '../client/session.ts';
import { createSimulators } from './simulators.ts';
import { createBoard, type Moment } from './board.ts';
import { enterAll, type Sent } from './clerks.ts';
import { addUp, countAccounted, countIn, progressOf, type Progress } from './progress.ts';
import { createScenario } from './scenario.ts';
import { summaryOf, type Summary } from './summary.ts';

/** So many requests may be open at once: enough to keep two cores busy, too few for any to reach its time limit. */
const mostOpen = 60;
/** When nobody has moved for so long and no request is under way, nobody will, whatever the counts say. */
const quietMs = 15_000;

/** Enters everybody and watches until each is 依頼済, in the error list, or waiting for what only others can do. */
export async function play(
  context: Context,
  operators: ReadonlyMap<string, ApiClient>,
  { residents, seed, limitSeconds }: { residents: number; seed: number; limitSeconds: number },
): Promise<Summary> {
  const simulators = createSimulators(getRun(context).addresses.simulators);
  const countProgress = createCounter(context, operators, await countAll(context, operators));
  const duplicatesBefore = await simulators.countDuplicateRequests();
  const board = createBoard(context.stderr, context.language);

  const startedAt = performance.now();
  const ending = new AbortController();
  const sent: Sent = { transfers: 0, refused: 0 };
  let progress = new Map<string, Progress>();
  const moment = (): Moment => ({ progress, transfers: sent.transfers, millis: performance.now() - startedAt });
  const total = (): Progress => addUp([...progress.values()]);
  const feeding = enterAll(createScenario(seed, residents), simulators, sent, {
    runId: Date.now().toString(36),
    mayEnter: async () => {
      while (total().moving >= mostOpen && !ending.signal.aborted) await sleep(50);
    },
    signal: ending.signal,
  });
  const feed: { state: 'entering' | 'done' | 'failed' } = { state: 'entering' };
  void feeding.then(
    () => (feed.state = 'done'),
    () => (feed.state = 'failed'),
  );

  const settled = createQuietCheck(() => countAccounted(total()) + sent.refused >= residents);
  let inTime = true;
  while (inTime) {
    // The state is read before the counts, so that these include everybody who was entered by then.
    const { state } = feed;
    progress = await countProgress();
    board.show(moment());
    if (state === 'failed' || (settled(total()) && state === 'done')) break;
    await sleep(300);
    inTime = performance.now() - startedAt < limitSeconds * 1_000;
  }
  const { millis } = moment();
  board.end(moment());
  ending.abort();
  // When the time limit stops the clerks, their error is expected.
  await (inTime ? feeding : feeding.catch(() => undefined));
  const duplicateRequests = (await simulators.countDuplicateRequests()) - duplicatesBefore;
  return summaryOf({ residents, seed, sent, total: total(), duplicateRequests, millis, inTime });
}

/** Says whether all are accounted for, or nothing has changed for long. */
function createQuietCheck(allAccounted: () => boolean): (total: Progress) => boolean {
  let last = '';
  let changedAt = performance.now();
  return (total) => {
    const said = JSON.stringify(total);
    if (said !== last) changedAt = performance.now();
    last = said;
    return total.moving === 0 && (allAccounted() || performance.now() - changedAt > quietMs);
  };
}

/** Counts what happened since `before`. While the API restarts it repeats its last answer. */
function createCounter(
  context: Context,
  operators: ReadonlyMap<string, ApiClient>,
  before: ReadonlyMap<string, Counts>,
): () => Promise<Map<string, Progress>> {
  let counts = before;
  return async () => {
    try {
      counts = await countAll(context, operators);
    } catch (error) {
      const isPassing =
        error instanceof Unreachable || (error instanceof CommandError && error.exitCode === exitCodes.notRunning);
      if (!isPassing) throw error;
    }
    return new Map(
      [...counts].flatMap(([municipality, now]) => {
        const earlier = before.get(municipality);
        return earlier ? [[municipality, progressOf(now, earlier)] as const] : [];
      }),
    );
  };
}

async function countAll(context: Context, operators: ReadonlyMap<string, ApiClient>): Promise<Map<string, Counts>> {
  const all = [...operators].map(async ([municipality, api]) => {
    return [municipality, await countIn(context, municipality, api)] as const;
  });
  return new Map(await Promise.all(all));
}
