/** Residents who wait for the hours, and a calendar that opens them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Municipality } from '../../contracts/api/administration.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { atMost } from '../common/aims.ts';
import { readLedgers } from '../common/ledgers.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { createTransfers, numberSystem } from '../common/people.ts';
import { bodyOf, registerClient, settingOf } from '../common/registering.ts';
import { say } from '../common/say.ts';
import { sendAtRate, senderOf } from '../common/sending.ts';
import { accountFor } from '../load/accounting.ts';
import { sendLines } from '../load/bursts/sent.ts';
import { manyOf } from '../load/bursts/town.ts';
import { confirmEverybody, restConfirmation } from '../load/confirming.ts';
import { countWorkflows } from '../load/single-workflows.ts';
import { municipality, openLoadStack, type LoadStack } from '../load/stack.ts';
import { warmUp } from '../load/take-load.ts';
import { partOf, type Surroundings } from './part.ts';
import { until } from './waiting.ts';

const Figures = z.object({
  waiting: z.number(),
  /** Of them, those with a workflow of their own; the others wait in chunks. */
  workflows: z.number(),
  chunks: z.number(),
  /** From the change of the calendar until nobody waits any more. */
  wokenSeconds: z.number(),
  routedSeconds: z.number(),
  duplicates: z.number(),
});
type Figures = z.infer<typeof Figures>;

/**
 * Some come one at a time, as slowly as single workflows can follow, so that each has one of its own; the others at once,
 * as lines.
 */
const shareAlone = 0.1;
const mostAlone = 300;
const alonePerSecond = 10;
/** Where nobody is gathered, nobody waits for a set to be made, and single workflows follow this. */
const allAlonePerSecond = 15;
const linesABody = 2_500;
const lookEveryMs = 100;
const patienceMs = 5 * 60_000;
/** A workflow of its own takes no longer than this to come to where it waits. Milliseconds. */
const mostMsToFill = 200;

const measureCalendar = (size: number, surroundings: Surroundings): Promise<Figures> =>
  measure(size, { alone: Math.min(mostAlone, Math.ceil(size * shareAlone)), perSecond: alonePerSecond }, surroundings);

/** Nobody is gathered, so that each has a workflow of its own, and all of them are woken. */
async function measureWorkflows(size: number, surroundings: Surroundings): Promise<Figures> {
  const before = { ...process.env };
  Object.assign(process.env, { FUGO_GATHER_FROM: '1000000', FUGO_GATHER_AFTER_SECONDS: '1000000' });
  surroundings.onClose(() => {
    for (const name of ['FUGO_GATHER_FROM', 'FUGO_GATHER_AFTER_SECONDS']) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
  });
  // As lines they would be taken at once, and then begun eight at a time, which is much slower.
  const figures = await measure(size, { alone: size, perSecond: allAlonePerSecond }, surroundings);
  if (figures.workflows < size) throw new Error(`The result is void: ${figures.workflows} of ${size} had a workflow.`);
  return figures;
}

async function measure(
  size: number,
  { alone, perSecond }: { alone: number; perSecond: number },
  surroundings: Surroundings,
): Promise<Figures> {
  const stack = await openLoadStack();
  surroundings.onClose(stack.close);
  surroundings.note(stack.versions);
  const kind = 'backbone';
  const backbone = await registerClient(stack, municipality, { kind, name: 'bench', numberSystems: [numberSystem] });
  await warmUp(stack);
  await restConfirmation(stack, municipality);
  await setOpen(stack, false);
  const before = await readLedgers(stack.run);
  const transfers = manyOf(createTransfers(1), size);
  say('they come while it is closed');
  await sendAtRate(senderOf(backbone, municipality), transfers.slice(0, alone), { perSecond });
  for (let from = alone; from < size; from += linesABody) {
    await sendLines({ backbone }, transfers.slice(from, Math.min(size, from + linesABody)));
  }
  const fillingMs = patienceMs + size * mostMsToFill;
  await until('all were to wait for the hours', async () => (await countWaiting(stack)) === size, {
    patienceMs: fillingMs,
  });
  await sleep(5_000); // the engine has come to rest, and its list knows of all
  const [chunks] = await stack.sql<{ count: number }[]>`
    select count(*)::int as count from load_chunks where municipality = ${municipality} and stage = 'WAITING_FOR_HOURS'`;
  const workflows = await countWorkflows(stack, municipality, 'Running');

  say('the calendar changes');
  const changedAt = Date.now();
  await setOpen(stack, true);
  const options = { patienceMs, everyMs: lookEveryMs };
  await until('nobody was to wait', async () => (await countWaiting(stack)) === 0, options);
  const wokenAt = Date.now();
  await until('all were to be routed', async () => (await countRouted(stack)) === size, options);
  const routedAt = Date.now();
  await confirmEverybody(stack, municipality);
  const { duplicates } = await accountFor(stack, { municipality, before, residents: size });
  return {
    waiting: size,
    workflows,
    chunks: chunks?.count ?? 0,
    wokenSeconds: (wokenAt - changedAt) / 1_000,
    routedSeconds: (routedAt - changedAt) / 1_000,
    duplicates,
  };
}

/** As the installation's administrator registers it. The days around now are closed days of the municipality, or not. */
async function setOpen({ run, administrator }: LoadStack, isOpen: boolean): Promise<void> {
  const closed = [-1, 0, 1, 2].map((days) => ({
    date: tokyoDateOf(Date.now() + days * 86_400_000),
    kind: 'closed' as const,
    reason: 'bench',
  }));
  const hours = isOpen ? { enforced: false } : { enforced: true, overrides: closed };
  const body = { ...settingOf(run, `fugo ${municipality}`, {}), hours };
  const path = `/v1/municipalities/${municipality}`;
  bodyOf(await administrator.call({ method: 'PUT', path, body, answer: Municipality }));
}

async function countWaiting({ sql }: LoadStack): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from persons where municipality = ${municipality} and stage = 'WAITING_FOR_HOURS'`;
  return row?.count ?? 0;
}

async function countRouted({ sql }: LoadStack): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from persons where municipality = ${municipality} and routed_at is not null`;
  return row?.count ?? 0;
}

function reportCalendar({ waiting, workflows, chunks, wokenSeconds, routedSeconds, duplicates }: Figures): string {
  return [
    table(
      [`${grouped(waiting)} residents who wait for the hours`, ''],
      [
        ['with a workflow of their own', grouped(workflows)],
        ['chunks, each with one, of the others', grouped(chunks)],
        ['s from the change until nobody waits', number(wokenSeconds)],
        ['s from the change until the last is routed', number(routedSeconds)],
        ['done twice', grouped(duplicates)],
      ],
    ),
    'There is no peer.',
  ].join('\n\n');
}

const limitSeconds = 30;

export const workflows = partOf<Figures>({
  name: 'workflows',
  title: 'A changed calendar wakes workflows, one for each who waits',
  counts: 'residents',
  sizes: { usual: 2_000, full: 10_000, most: 50_000 },
  Figures,
  measure: measureWorkflows,
  report: reportCalendar,
  aims: ({ waiting, wokenSeconds }) => [
    atMost(
      `a changed calendar wakes ${grouped(waiting)} workflows of their own within ${limitSeconds} s`,
      `${number(wokenSeconds)} s`,
      wokenSeconds,
      limitSeconds,
    ),
  ],
});

export const calendar = partOf<Figures>({
  name: 'calendar',
  title: 'A changed calendar wakes those who wait for the hours',
  counts: 'residents',
  sizes: { usual: 10_000, full: 10_000, most: 200_000 },
  Figures,
  measure: measureCalendar,
  report: reportCalendar,
  aims: ({ waiting, wokenSeconds }) => [
    atMost(
      `a changed calendar wakes ${grouped(waiting)} who wait within ${limitSeconds} s`,
      `${number(wokenSeconds)} s`,
      wokenSeconds,
      limitSeconds,
    ),
  ],
});
