/** A base backup and the WAL after it, restored to moments drawn from a seed. */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { recomputeAudit } from '../../local/backup/content.ts';
import { planRestoreOf } from '../../local/backup/restore.ts';
import { layOut } from '../../local/backup/scratch.ts';
import type { Aim } from '../common/aims.ts';
import { grouped, number, table } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import { latencyOf } from '../common/statistics.ts';
import { partOf, type Surroundings } from './part.ts';
import { bytesOf, holds, openWrittenHome, type WrittenHome } from './written-home.ts';

const Figures = z.object({
  moments: z.number(),
  /** Restored states that are not what was written up to then. */
  wrong: z.number(),
  brokenChains: z.number(),
  auditEntries: z.number(),
  seconds: z.object({ p50: z.number(), most: z.number() }),
  base: z.object({ bytes: z.number(), seconds: z.number() }),
  /** PostgreSQL's own tool on the same cluster; null where there is none. Its seconds are null where it refuses. */
  peer: z.object({ version: z.string(), seconds: z.number().nullable() }).nullable(),
});
type Figures = z.infer<typeof Figures>;

async function measureRestore(size: number, surroundings: Surroundings): Promise<Figures> {
  const written = await openWrittenHome(surroundings);
  const { database, manifest, backupSeconds, moments, random } = written;
  const { home } = database;
  const peer = await timePeer(written);
  const counts = { wrong: 0, brokenChains: 0, auditEntries: 0 };
  const times: number[] = [];
  for (let time = 1; time <= size; time += 1) {
    const moment = moments[random.below(moments.length)];
    if (!moment) throw new Error('The result is void: nothing was written after the base.');
    const target = { kind: 'moment', at: moment.at } as const;
    const began = Date.now();
    const scratch = await layOut({ home, name: 'moment', plan: await planRestoreOf({ home, to: target }) });
    try {
      const { sql } = await scratch.recover(target);
      times.push(Date.now() - began);
      if (!(await holds(sql, moment))) counts.wrong += 1;
      const { entries, broken } = await recomputeAudit(sql);
      counts.auditEntries += entries;
      if (broken) counts.brokenChains += 1;
    } finally {
      await scratch.remove();
    }
    if (time % 10 === 0) say(`${time} moments`);
  }
  const { p50, most } = latencyOf(times);
  return {
    moments: size,
    ...counts,
    seconds: { p50: p50 / 1_000, most: most / 1_000 },
    base: { bytes: bytesOf(manifest), seconds: backupSeconds },
    peer,
  };
}

const run = promisify(execFile);

/** A base of its own. It may be too old for this server, and says so itself. */
async function timePeer({ database: { home, urls } }: WrittenHome): Promise<Figures['peer']> {
  const found = await run('pg_basebackup', ['--version']).catch(() => undefined);
  const version = /(\d+\.\d+)/u.exec(found?.stdout ?? '')?.[1];
  if (version === undefined) return null;
  const to = join(home, 'peer');
  const began = Date.now();
  try {
    await run('pg_basebackup', ['-d', urls.superuser, '-D', to, '-c', 'fast', '-X', 'fetch']);
    return { version, seconds: (Date.now() - began) / 1_000 };
  } catch {
    return { version, seconds: null };
  } finally {
    rmSync(to, { recursive: true, force: true });
  }
}

function reportRestore({ moments, wrong, brokenChains, auditEntries, seconds, base, peer }: Figures): string {
  return [
    table(
      [`${grouped(moments)} moments`, ''],
      [
        ['restored to another state', grouped(wrong)],
        ['with a broken chain of the audit log', grouped(brokenChains)],
        ['audit entries made anew', grouped(auditEntries)],
        ['s to lay out, replay and open, p50', number(seconds.p50)],
        ['– longest', number(seconds.most)],
        ['base backup, MB', number(base.bytes / 1e6)],
        ['– made in s, while it is written to', number(base.seconds)],
      ],
    ),
    peerSentence(peer),
  ].join('\n\n');
}

function peerSentence(peer: Figures['peer']): string {
  if (!peer) return 'There is no peer: neither `pg_basebackup` nor pgBackRest was found.';
  if (peer.seconds === null)
    return `There is no peer: the \`pg_basebackup\` ${peer.version} that was found refuses this server.`;
  return `The peer, \`pg_basebackup\` ${peer.version}, copies the same cluster in ${number(peer.seconds)} s, without a sum of each file.`;
}

const aimsOfRestore = ({ moments, wrong, brokenChains }: Figures): Aim[] => [
  {
    aim: `${grouped(moments)} moments restored: the same state, the audit chain valid`,
    measured: `${grouped(wrong)} wrong, ${grouped(brokenChains)} broken`,
    missedBy: wrong + brokenChains === 0 ? 1 : Infinity,
  },
];

export const restore = partOf<Figures>({
  name: 'restore',
  title: 'Restoring to any moment',
  counts: 'moments',
  sizes: { usual: 10, full: 100, most: 1_000 },
  Figures,
  measure: measureRestore,
  report: reportRestore,
  aims: aimsOfRestore,
});
