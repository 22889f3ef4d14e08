/** What it costs to ask hundreds of targets. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { atMost } from '../common/aims.ts';
import { readCpuMsOf, readMemory } from '../common/machine.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { openDatabaseHome } from './home.ts';
import { partOf, type Surroundings } from './part.ts';
import { countTargets, registerTargets, startMonitor, startProgram, startTargets } from './programs.ts';
import { until } from './waiting.ts';

const Asker = z.object({
  cpuMs: z.number(),
  /** Questions that the targets have answered it. */
  asked: z.number(),
  memory: z.number(),
});

const Figures = z.object({
  targets: z.number(),
  seconds: z.number(),
  monitor: Asker,
  /** A timer and a `fetch` a target. */
  peer: Asker,
  /** PostgreSQL's, of which the monitor is the only user. */
  databaseCpuMs: z.number(),
});
type Figures = z.infer<typeof Figures>;

const intervalSeconds = 10;
const measuredMs = 60_000;
/** Programs that have just started run code that is not compiled yet. */
const warmUpMs = 10_000;
/** What starts or ends at the edge of the minute. */
const leastShareAsked = 0.97;

const Asked = z.object({ monitor: z.number(), others: z.number() });

async function measureTargets(size: number, surroundings: Surroundings): Promise<Figures> {
  const database = await openDatabaseHome(surroundings);
  const targets = await startTargets(surroundings, size);
  await registerTargets(
    database,
    targets.urls.map((url, index) => ({ target: `t${index}`, url, intervalSeconds })),
  );
  const monitor = await startMonitor(surroundings, database);
  const env = { URLS: JSON.stringify(targets.urls) };
  const peer = startProgram(surroundings, 'bench/operations/fetch-loop.ts', env);
  await until('all targets were to be up', async () => (await countTargets(database, 'up')) === size);
  if (Number(await peer.firstLine) !== 0) throw new Error('The result is void: the peer does not reach its targets.');
  say('warm-up');
  await sleep(warmUpMs);

  const readAsked = async () => Asked.parse(await (await fetch(`${targets.urls[0] ?? ''}asked`)).json());
  const pids = { monitor: monitor.pid, peer: peer.pid, database: database.pid() };
  const before = { cpu: readCpuMsOf(pids), asked: await readAsked(), at: performance.now() };
  say('measuring');
  await sleep(measuredMs);
  const after = { cpu: readCpuMsOf(pids), asked: await readAsked(), at: performance.now() };

  const seconds = (after.at - before.at) / 1_000;
  const figures: Figures = {
    targets: size,
    seconds,
    monitor: {
      cpuMs: after.cpu.monitor - before.cpu.monitor,
      asked: after.asked.monitor - before.asked.monitor,
      memory: readMemory(monitor.pid),
    },
    peer: {
      cpuMs: after.cpu.peer - before.cpu.peer,
      asked: after.asked.others - before.asked.others,
      memory: readMemory(peer.pid),
    },
    databaseCpuMs: after.cpu.database - before.cpu.database,
  };
  const due = (leastShareAsked * size * seconds) / intervalSeconds;
  for (const { asked } of [figures.monitor, figures.peer]) {
    if (asked < due) throw new Error(`The result is void: ${asked} questions where ${Math.round(due)} were due.`);
  }
  return figures;
}

const shareOf = ({ seconds }: Figures, cpuMs: number): number => cpuMs / seconds / 10;

function reportTargets(figures: Figures): string {
  const { targets, seconds, monitor, peer, databaseCpuMs } = figures;
  const row = (name: string, valueOf: (asker: typeof monitor) => string): string[] => [
    name,
    valueOf(monitor),
    valueOf(peer),
  ];
  return [
    table(
      [
        `${grouped(targets)} HTTP targets each ${intervalSeconds} s, over ${number(seconds)} s`,
        'fugo’s monitor',
        'fetch loop',
      ],
      [
        row('CPU, % of one core', ({ cpuMs }) => number(shareOf(figures, cpuMs))),
        row('CPU ms a question', ({ cpuMs, asked }) => number(cpuMs / asked)),
        row('questions', ({ asked }) => grouped(asked)),
        row('memory, MB', ({ memory }) => number(memory / 1e6)),
      ],
    ),
    `PostgreSQL took ${number(shareOf(figures, databaseCpuMs))} % of one core beside it, for the monitor alone.`,
  ].join('\n\n');
}

const limitPercent = 5;

export const targets = partOf<Figures>({
  name: 'targets',
  title: 'What the monitor costs',
  counts: 'targets',
  sizes: { usual: 400, full: 400, most: 5_000 },
  Figures,
  measure: measureTargets,
  report: reportTargets,
  aims: (figures) => {
    const share = shareOf(figures, figures.monitor.cpuMs);
    const aim = `${grouped(figures.targets)} targets each ${intervalSeconds} s: at most ${limitPercent} % of one core`;
    return [atMost(aim, `${number(share)} %`, share, limitPercent)];
  },
});
