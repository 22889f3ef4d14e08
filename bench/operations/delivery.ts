/** A file on its way to servers that are killed, to many servers, and back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  municipality,
  openRepository,
  orderedFile,
  seededBytes,
  type Repository,
} from '../../test/support/deliveries.ts';
import { atMost, type Aim } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { latencyOf } from '../common/statistics.ts';
import { partOf, type Surroundings } from './part.ts';
import { startProgram } from './programs.ts';

const Carried = z.object({
  mebibytes: z.number(),
  kills: z.number(),
  /** Bytes of the file that the server has given out beyond its length. */
  again: z.number(),
  seconds: z.number(),
});
type Carried = z.infer<typeof Carried>;

const Figures = z.object({
  /** Killed whenever one more MiB has been written. */
  atEachMebibyte: Carried,
  /** Killed at any moment, with what is on its way. */
  atAnyMoment: Carried,
  many: z.object({ targets: z.number(), mebibytes: z.number(), seconds: z.number() }),
  /** Seconds of a switch back, with the check of the version before; the repository is away. */
  back: z.array(z.number()),
});
type Figures = z.infer<typeof Figures>;

const mebibyte = 1024 * 1024;
const root = fileURLToPath(new URL('../..', import.meta.url));
const name = 'simulator';
const manyTargets = 200;
const manyMebibytes = 20;
/** As many as a simulated program lets look at once. */
const looksAtOnce = 8;
const switches = 10;
const anyMoments = 20;

async function measureDelivery(size: number, { onClose }: Surroundings): Promise<Figures> {
  const repository = await openRepository();
  onClose(() => repository.close());
  let version = 0;
  const publish = async (mebibytes: number, organisations = [municipality]): Promise<void> => {
    version += 1;
    const content = seededBytes(mebibytes * mebibyte, version);
    await repository.publisher.publish([await orderedFile(repository, { version, content, order: { organisations } })]);
  };

  say(`${String(size)} MiB, killed at each MiB`);
  await publish(size);
  const folder = repository.newFolder();
  const atEachMebibyte = await carry(repository, size, async () => {
    let kills = 0;
    while (await runTarget(repository, { folder, version, killEveryBytes: mebibyte })) kills += 1;
    return kills;
  });
  if (atEachMebibyte.kills < size) throw new Error(`The result is void: killed ${String(atEachMebibyte.kills)} times.`);

  say('switching back');
  const target = await repository.target({ folder });
  await publish(size);
  await target.look();
  repository.gate(() => new Response(null, { status: 502 }));
  const back: number[] = [];
  for (let time = 0; time < switches; time += 1) {
    const began = performance.now();
    const outcome = await target.switchBack(`r${String(time)}`, name);
    back.push((performance.now() - began) / 1_000);
    if (outcome.kind !== 'switched') throw new Error('The result is void: nothing was switched.');
  }
  repository.gate(undefined);

  say(`${String(size)} MiB, killed at any moment`);
  await publish(size);
  const own = repository.newFolder();
  const atAnyMoment = await carry(repository, size, async () => {
    let kills = 0;
    const step = (size * mebibyte) / (anyMoments + 1);
    while (await runTarget(repository, { folder: own, version, killAround: (kills + 1) * step })) kills += 1;
    return kills;
  });

  say(`${String(manyTargets)} targets`);
  const organisations = Array.from({ length: manyTargets }, (_, at) => String(990_000 + at));
  await publish(manyMebibytes, organisations);
  const { deliveriesUrl, trustedRoot } = repository;
  const settings = {
    organisations,
    atOnce: looksAtOnce,
    folder: repository.newFolder(),
    deliveriesUrl,
    trustedRoot,
    name,
  };
  const program = startProgram({ onClose }, 'bench/operations/delivery-targets-program.ts', {
    SETTINGS: JSON.stringify(settings),
  });
  const many = z
    .object({ applied: z.literal(manyTargets), seconds: z.number() })
    .parse(JSON.parse(await program.firstLine));
  return {
    atEachMebibyte,
    atAnyMoment,
    many: { targets: manyTargets, mebibytes: manyMebibytes, seconds: many.seconds },
    back,
  };
}

async function carry(repository: Repository, mebibytes: number, work: () => Promise<number>): Promise<Carried> {
  const before = repository.sent();
  const began = performance.now();
  const kills = await work();
  const again = repository.sent() - before - mebibytes * mebibyte;
  if (again < 0) throw new Error('The result is void: fewer bytes than the file has.');
  return { mebibytes, kills, again, seconds: (performance.now() - began) / 1_000 };
}

/** True: it was killed; false: it has the version. `killAround`: from outside, when so much is there. */
async function runTarget(
  { deliveriesUrl, trustedRoot }: Repository,
  { killAround, ...options }: { folder: string; version: number; killEveryBytes?: number; killAround?: number },
): Promise<boolean> {
  const settings = JSON.stringify({ organisation: municipality, deliveriesUrl, trustedRoot, name, ...options });
  const child = spawn(process.execPath, ['test/support/delivery-target-program.ts', settings], {
    cwd: root,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  if (killAround !== undefined) {
    const partial = join(options.folder, 'incoming');
    while (child.exitCode === null && child.signalCode === null && (await bytesIn(partial)) < killAround)
      await sleep(1);
    child.kill('SIGKILL');
  }
  await ended;
  const { exitCode: code, signalCode: signal } = child;
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`The result is void: a target ended with ${String(code)}.`);
  return signal === 'SIGKILL';
}

async function bytesIn(folder: string): Promise<number> {
  const [first] = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.partial'));
  if (first === undefined) return 0;
  return stat(join(folder, first)).then(
    ({ size }) => size,
    () => 0,
  );
}

const percent = ({ again, mebibytes }: Carried): number => (again / (mebibytes * mebibyte)) * 100;

const rowOf = (what: string, carried: Carried): string[] => [
  what,
  grouped(carried.kills),
  number(percent(carried)),
  number(carried.again / 1024 / Math.max(1, carried.kills)),
  number(carried.seconds),
];

function reportDelivery({ atEachMebibyte, atAnyMoment, many, back }: Figures): string {
  return [
    table(
      [`${grouped(atEachMebibyte.mebibytes)} MiB, the target killed (-9)`, 'kills', 'sent again, %', 'KiB a kill', 's'],
      [rowOf('whenever one more MiB is written', atEachMebibyte), rowOf('at any moment', atAnyMoment)],
    ),
    'A target asks for one MiB at a time. Killed between two ranges it loses nothing; killed within one it loses what is on its way, at most that MiB. The time is mostly that of starting the target anew.',
    `${grouped(many.targets)} targets of one program, ${grouped(looksAtOnce)} at once, fetched, verified and applied ${grouped(many.mebibytes)} MiB each in ${number(many.seconds)} s. A switch back with the check of the ${grouped(atEachMebibyte.mebibytes)} MiB before took ${number(latencyOf(back).p50)} s, at most ${number(Math.max(...back))} s, without the repository. There is no peer.`,
  ].join('\n\n');
}

const aimsOfDelivery = ({ atEachMebibyte, many, back }: Figures): Aim[] => [
  atMost(
    `${grouped(atEachMebibyte.mebibytes)} MiB, killed at each MiB: at most 0.5 % sent again`,
    `${number(percent(atEachMebibyte))} %`,
    percent(atEachMebibyte),
    0.5,
  ),
  atMost(
    `${grouped(many.targets)} targets, ${grouped(many.mebibytes)} MiB each: at most 60 s`,
    `${number(many.seconds)} s`,
    many.seconds,
    60,
  ),
  atMost('back to the version before, offline: at most 1 s', `${number(Math.max(...back))} s`, Math.max(...back), 1),
];

export const delivery = partOf<Figures>({
  name: 'delivery',
  title: 'Delivering files',
  counts: 'MiB',
  sizes: { usual: 64, full: 256, most: 1_024 },
  Figures,
  measure: measureDelivery,
  report: reportDelivery,
  aims: aimsOfDelivery,
});
