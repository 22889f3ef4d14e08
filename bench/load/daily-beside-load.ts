/** Residents at the counter while a city is loaded: single transfers at a steady rate, without a load and beside one. */
import { atMost, type Aim } from '../common/aims.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readLedgers } from '../common/ledgers.ts';
import { grouped, number, spread, table } from '../common/markdown.ts';
import { createTransfers, endless, numberSystem } from '../common/people.ts';
import { registerClient } from '../common/registering.ts';
import { say } from '../common/say.ts';
import { AnswerTimes, answerTimesOf, sendAll, sendAtRate, senderOf, type Sent } from '../common/sending.ts';
import { median, spreadOf } from '../common/statistics.ts';
import { accountFor } from './accounting.ts';
import { caseOf, type Measured } from './case.ts';
import { confirmEverybody } from './confirming.ts';
import { getResidentsFile } from './files.ts';
import { municipality, type LoadStack } from './stack.ts';
import { sendFile, untilOver, warmUp } from './take-load.ts';

const DailyBesideLoad = z.object({
  residents: z.number(),
  /** From the first byte of the file until the last of its residents was routed. */
  loadSeconds: z.number(),
  /** Milliseconds from the moment a transfer was due to its answer. */
  idle: AnswerTimes,
  besideLoad: AnswerTimes,
});
type DailyBesideLoad = z.infer<typeof DailyBesideLoad>;

const perSecond = 2;
const idleMs = 60_000;
const warmUpTransfers = 30;
const seed = 13;
/** What the warm-up has set going is over by then. */
const restMs = 5_000;

async function measureDailyBesideLoad(stack: LoadStack, residents: number, round: number): Promise<DailyBesideLoad> {
  const path = await getResidentsFile({ count: residents, seed });
  const kind = 'backbone';
  const backbone = await registerClient(stack, municipality, { kind, name: 'bench', numberSystems: [numberSystem] });
  const operator = await stack.operatorOf(municipality);
  const send = senderOf(backbone, municipality);
  const newTransfer = createTransfers(round);
  await warmUp(stack);
  const before = await readLedgers(stack.run);
  await sendAll(send, Array.from({ length: warmUpTransfers }, newTransfer), 2);
  await sleep(restMs);

  say('idle');
  const idle = await sendAtRate(send, endless(newTransfer), { perSecond, signal: AbortSignal.timeout(idleMs) });
  say('beside a load');
  const over = new AbortController();
  const besideLoad = sendAtRate(send, endless(newTransfer), { perSecond, signal: over.signal });
  const sentAt = Date.now();
  let doneAt: number;
  try {
    const { loadId } = await sendFile(operator, { municipality, path });
    doneAt = await untilOver(stack, municipality, loadId);
  } finally {
    over.abort();
  }
  const beside: Sent[] = await besideLoad;

  await confirmEverybody(stack, municipality);
  const everybody = residents + warmUpTransfers + idle.length + beside.length;
  await accountFor(stack, { municipality, before, residents: everybody });
  return {
    residents,
    loadSeconds: (doneAt - sentAt) / 1_000,
    idle: answerTimesOf(idle),
    besideLoad: answerTimesOf(beside),
  };
}

const titles = { idle: 'nothing else', besideLoad: 'beside a load' } as const;
const measures = ['p50', 'p95', 'p99', 'most', 'pending'] as const;

function reportDailyBesideLoad(parts: readonly Measured<DailyBesideLoad>[]): string {
  return parts
    .map(({ rounds }) => {
      const rows = (['idle', 'besideLoad'] as const).map((when) => [
        titles[when],
        number(rounds.reduce((sum, round) => sum + round[when].count, 0)),
        ...measures.map((measure) => spread(spreadOf(rounds.map((round) => round[when][measure])))),
      ]);
      const head = ['time to the answer, ms', 'answers', 'p50', 'p95', 'p99', 'longest', 'without the number'];
      const rate = median(rounds.map(({ residents, loadSeconds }) => residents / loadSeconds));
      return `${table(head, rows)}\n\nThe load of ${grouped(rounds[0]?.residents ?? 0)} went on at ${number(rate)} residents a second meanwhile, until the last one was routed.`;
    })
    .join('\n\n');
}

const timesIdle = 2;

function aimsOfDailyBesideLoad([measured]: readonly Measured<DailyBesideLoad>[]): Aim[] {
  if (!measured) return [];
  const ratio = median(measured.rounds.map(({ idle, besideLoad }) => besideLoad.p95 / idle.p95));
  return [atMost('p95 of a transfer beside a load at most twice its idle value', number(ratio), ratio, timesIdle)];
}

const defaultResidents = 100_000;

export const dailyBesideLoad = caseOf<DailyBesideLoad>({
  name: 'daily-beside-load',
  title: 'A resident at the counter while a city is loaded',
  Figures: DailyBesideLoad,
  parts: ({ sizes = [defaultResidents], rounds }) =>
    sizes.map((residents) => ({ name: `daily-beside-load-${residents}`, rounds, settings: { residents } })),
  async measure({ settings: { residents = 0 } }, { openStack, round }) {
    return measureDailyBesideLoad(await openStack(), residents, round);
  },
  report: reportDailyBesideLoad,
  aims: aimsOfDailyBesideLoad,
});
