/** The answer about a whole city at once, while some of its residents have a workflow that waits for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { z } from 'zod';
import { confirmCodesIdFor, type ConfirmCodes } from '../../../contracts/confirm-codes.ts';
import { ledgersSince, readLedgers, type LedgerCounts } from '../../common/ledgers.ts';
import { readCpuMsOf } from '../../common/machine.ts';
import { say } from '../../common/say.ts';
import { accountFor } from '../accounting.ts';
import { restConfirmation } from '../confirming.ts';
import { getResidentsFile } from '../files.ts';
import { openSingleWorkflows, countWorkflows, untilOpen } from '../single-workflows.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { addStepTimes, type StepTime } from '../step-times.ts';
import { confirmOnce, sendFile, untilOver, warmUp } from '../take-load.ts';

export const Confirmation = z.object({
  /** Residents the run asked about: each is 依頼中, and the intermediate server has the code. */
  lines: z.number(),
  /** Of them those whose own workflow waits to be told. */
  workflows: z.number(),
  /** Of the pages alone, one after the other. */
  linesPerSecond: z.number(),
  /** From the asking for the run until the last workflow had ended. */
  toldPerSecond: z.number(),
  seconds: z.object({
    pages: z.number(),
    longestPage: z.number(),
    /** From the asking for the run until the last workflow had ended. */
    all: z.number(),
  }),
  pages: z.number(),
  /** Seconds that one transaction of the worker was seen open at most. */
  longestTransaction: z.number(),
  /** Of the whole, in seconds, by process. */
  cpu: z.record(z.string(), z.number()),
  acquired: z.number(),
  told: z.number(),
  lost: z.number(),
});
export type Confirmation = z.infer<typeof Confirmation>;

const seed = 7;
const patienceMs = 2 * 60_000;

export async function measureConfirmation(
  stack: LoadStack,
  { residents, workflows }: { residents: number; workflows: number },
): Promise<Confirmation> {
  const path = await getResidentsFile({ count: residents, seed });
  await warmUp(stack);
  await restConfirmation(stack, municipality);
  const before = await readLedgers(stack.run);
  const operator = await stack.operatorOf(municipality);
  say('a load of all, none of whom is confirmed');
  const { loadId } = await sendFile(operator, { municipality, path });
  await untilOver(stack, municipality, loadId);
  const lines = await untilCodesAreThere(stack, before);
  say('workflows of single residents');
  await openSingleWorkflows(stack, { municipality, count: workflows });
  await untilOpen(stack, municipality, workflows);
  await requireUnconfirmed(stack);

  say('the confirmation');
  await stack.sql`checkpoint`;
  const pids = stack.pids();
  const cpuBefore = readCpuMsOf(pids);
  const beganAt = Date.now();
  const { longest } = await withLongestTransaction(stack.sql, async () => {
    await confirmOnce(stack, operator, municipality);
    await untilOpen(stack, municipality, 0);
  });
  const seconds = (Date.now() - beganAt) / 1_000;
  const cpuAfter = readCpuMsOf(pids);

  const { steps } = await readRun(stack);
  await requireAllTold(stack, { lines, workflows });
  const { acquired, persons, otherwise } = await accountFor(stack, { municipality, before, residents });
  const pages = secondsOf(steps['confirmPage']);
  return {
    lines,
    workflows,
    linesPerSecond: lines / pages,
    // They are nudged while the pages go on, so it is the whole time.
    toldPerSecond: workflows / seconds,
    seconds: { pages, longestPage: steps['confirmPage']?.longest ?? Number.NaN, all: seconds },
    pages: steps['confirmPage']?.runs ?? 0,
    longestTransaction: longest,
    cpu: Object.fromEntries(
      Object.entries(cpuAfter).map(([name, ms]) => [name, (ms - (cpuBefore[name] ?? 0)) / 1_000]),
    ),
    acquired,
    told: workflows,
    lost: persons - acquired - otherwise,
  };
}

/** Of one activity after the other, each with its wait for a worker. */
const secondsOf = (time: StepTime | undefined): number => (time ? time.seconds + time.waited : Number.NaN);

/** Answers of how many residents the intermediate server has the code, which is of all who were sent on. */
async function untilCodesAreThere(stack: LoadStack, before: LedgerCounts): Promise<number> {
  const [row] = await stack.sql<{ routed: number; open: number }[]>`
    select count(*) filter (where stage = 'ROUTED')::int as routed, count(*)::int as open
    from persons where municipality = ${municipality} and code_request_status = 'REQUESTING'`;
  const { routed = 0, open = 0 } = row ?? {};
  if (routed !== open) throw new Error(`The result is void: ${open - routed} residents are not on their way.`);
  for (const deadline = Date.now() + patienceMs; ; await sleep(200)) {
    const { codes } = ledgersSince(before, await readLedgers(stack.run));
    if (codes === routed) return routed;
    if (Date.now() > deadline) throw new Error(`The result is void: ${codes} codes for ${routed} residents.`);
  }
}

async function requireUnconfirmed({ sql }: LoadStack): Promise<void> {
  const [row] = await sql<{ runs: number }[]>`
    select count(*)::int as runs from confirmation_runs where municipality = ${municipality} and asked > 0`;
  if (row?.runs !== 0) throw new Error('The result is void: residents were confirmed before they should be.');
}

async function readRun({ temporal }: LoadStack) {
  const { info } = await temporal.schedule.getHandle(confirmCodesIdFor(municipality)).describe();
  const { workflowId = '' } = info.recentActions.at(-1)?.action.workflow ?? {};
  const handle = temporal.workflow.getHandle<ConfirmCodes>(workflowId);
  await handle.result();
  const steps: Record<string, StepTime> = {};
  addStepTimes(steps, (await handle.fetchHistory()).events ?? []);
  return { steps };
}

async function requireAllTold(
  stack: LoadStack,
  { lines, workflows }: { lines: number; workflows: number },
): Promise<void> {
  const [row] = await stack.sql<{ acquired: number; untold: number }[]>`
    select count(*) filter (where stage = 'ACQUIRED')::int as acquired,
      count(*) filter (where due_at is not null)::int as untold
    from persons where municipality = ${municipality}`;
  const { acquired = 0, untold = 0 } = row ?? {};
  const completed = await countWorkflows(stack, municipality, 'Completed');
  if (acquired === lines && untold === 0 && completed === workflows) return;
  throw new Error(
    `The result is void: ${acquired} of ${lines} residents are 依頼済, ${untold} are still due, ` +
      `${completed} of ${workflows} workflows have ended well.`,
  );
}

const lookEveryMs = 20;

/** The longest that one of the worker's transactions is seen open while something is done. */
async function withLongestTransaction<Result>(
  sql: postgres.Sql,
  work: () => Promise<Result>,
): Promise<{ result: Result; longest: number }> {
  let longest = 0;
  const over = new AbortController();
  const look = async (): Promise<void> => {
    for (; !over.signal.aborted; await sleep(lookEveryMs)) {
      const [row] = await sql<{ seconds: number }[]>`
        select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 as seconds
        from pg_stat_activity where datname = current_database() and usename = 'fugo_worker'`;
      longest = Math.max(longest, row?.seconds ?? 0);
    }
  };
  const looking = look();
  try {
    return { result: await work(), longest };
  } finally {
    over.abort();
    await looking;
  }
}
