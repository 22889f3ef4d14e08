/** One byte of a backup or of its WAL becomes another, and the restore check must find it. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { backupsFolder } from '../../local/backup/manifest.ts';
import { verifyBackup } from '../../local/backup/verify.ts';
import { LocalError } from '../../local/messages.ts';
import type { Aim } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { latencyOf } from '../common/statistics.ts';
import { partOf, type Surroundings } from './part.ts';
import { bytesOf, openWrittenHome, type WrittenHome } from './written-home.ts';

const Where = z.object({ flips: z.number(), found: z.number() });

const Figures = z.object({
  base: Where,
  wal: Where,
  seconds: z.object({ p50: z.number(), most: z.number() }),
  /** Of a check that finds nothing, at the end. */
  wholeCheckSeconds: z.number(),
  baseBytes: z.number(),
  walBytes: z.number(),
});
type Figures = z.infer<typeof Figures>;

async function measureFlips(size: number, surroundings: Surroundings): Promise<Figures> {
  const written = await openWrittenHome(surroundings);
  const { database, manifest, random } = written;
  const { home } = database;
  const files = { base: baseFilesOf(written), wal: walFilesOf(written) };
  const found = { base: { flips: 0, found: 0 }, wal: { flips: 0, found: 0 } };
  const times: number[] = [];
  for (let flip = 1; flip <= size; flip += 1) {
    const where = random.pick<'base' | 'wal'>(['base', 'wal']);
    const path = pickByBytes(files[where], random.next());
    const bytes = readFileSync(path);
    const at = random.below(bytes.length);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8((bytes[at] ?? 0) ^ (1 << random.below(8)), at);
    writeFileSync(path, flipped);
    const began = Date.now();
    const isFound = await isFoundOut(home);
    times.push(Date.now() - began);
    writeFileSync(path, bytes);
    found[where].flips += 1;
    if (isFound) found[where].found += 1;
    else say(`not found: byte ${at} of ${path}`);
    if (flip % 50 === 0) say(`${flip} flips`);
  }
  const check = await verifyBackup({ home });
  if (!check.ok) throw new Error(`The result is void: the backup itself is wrong. ${check.problem?.en ?? ''}`);
  const { p50, most } = latencyOf(times);
  return {
    ...found,
    seconds: { p50: p50 / 1_000, most: most / 1_000 },
    wholeCheckSeconds: check.seconds,
    baseBytes: bytesOf(manifest),
    walBytes: files.wal.reduce((sum, path) => sum + statSync(path).size, 0),
  };
}

/** A manifest that was changed is an error that says so; whatever is found behind it is in the result. */
async function isFoundOut(home: string): Promise<boolean> {
  try {
    return !(await verifyBackup({ home })).ok;
  } catch (error) {
    if (error instanceof LocalError) return true;
    throw error;
  }
}

function baseFilesOf({ database: { home }, manifest }: WrittenHome): string[] {
  const folder = join(backupsFolder(home), manifest.id);
  return ['manifest.json', 'manifest.sha256', ...manifest.files.map(({ path }) => path)]
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).size > 0);
}

/** What was handed over before the base began, no base needs. The sums beside the files count too. */
function walFilesOf({ archive, manifest: { walFiles } }: WrittenHome): string[] {
  const first = walFiles[0]?.name ?? '';
  return readdirSync(archive)
    .filter((name) => name >= first)
    .map((name) => join(archive, name));
}

/** Half by files, so that small ones come into it too, half by bytes. `draw`: from 0 to 1. */
function pickByBytes(paths: readonly string[], draw: number): string {
  if (draw < 0.5) return paths[Math.floor(draw * 2 * paths.length)] ?? '';
  const sizes = paths.map((path) => statSync(path).size);
  let left = (draw - 0.5) * 2 * sizes.reduce((sum, size) => sum + size, 0);
  const index = sizes.findIndex((size) => {
    left -= size;
    return left < 0;
  });
  return paths[index] ?? paths.at(-1) ?? '';
}

function reportFlips({ base, wal, seconds, wholeCheckSeconds, baseBytes, walBytes }: Figures): string {
  return [
    table(
      ['one byte flipped', 'MB', 'flips', 'found'],
      [
        ['in the base backup or its manifest', number(baseBytes / 1e6), grouped(base.flips), grouped(base.found)],
        ['in the archived WAL or its sums', number(walBytes / 1e6), grouped(wal.flips), grouped(wal.found)],
      ],
    ),
    `A check that finds one ends after ${number(seconds.p50)} s at p50, ${number(seconds.most)} s at most; one that finds nothing takes ${number(wholeCheckSeconds)} s. \`pg_verifybackup\`, the nearest to a peer, looks at bases of \`pg_basebackup\` alone.`,
  ].join('\n\n');
}

function aimsOfFlips({ base, wal }: Figures): Aim[] {
  const [flipped, found] = [base.flips + wal.flips, base.found + wal.found];
  return [
    {
      aim: `one flipped byte found, ${grouped(flipped)} of ${grouped(flipped)}`,
      measured: grouped(found),
      missedBy: found === flipped ? 1 : Infinity,
    },
  ];
}

export const flips = partOf<Figures>({
  name: 'flips',
  title: 'One flipped byte of a backup',
  counts: 'flips',
  sizes: { usual: 30, full: 500, most: 10_000 },
  Figures,
  measure: measureFlips,
  report: reportFlips,
  aims: aimsOfFlips,
});
