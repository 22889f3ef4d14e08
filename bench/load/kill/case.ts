import type { Aim } from '../../common/aims.ts';
import { grouped, number, table } from '../../common/markdown.ts';
import { median } from '../../common/statistics.ts';
import { caseOf, type Measured } from '../case.ts';
import { killable, KillFigures, type Kill } from './kills.ts';
import { measureKill } from './measure.ts';

const defaultResidents = 50_000;
const killsALoad = 10;
/** Enough chunks that each kill finds another one under way. */
const chunks = 20;
const mostLinesPerChunk = 10_000;

export const kill = caseOf<KillFigures>({
  name: 'kill',
  title: 'A load whose programs are killed',
  Figures: KillFigures,
  parts: ({ sizes = [defaultResidents] }) =>
    sizes.map((residents) => ({
      name: `kill-${residents}`,
      // Waiting for what died makes it long, and what must come out is the same each time.
      rounds: 1,
      settings: {
        residents,
        kills: killsALoad,
        linesPerChunk: Math.min(mostLinesPerChunk, Math.ceil(residents / chunks)),
      },
    })),
  async measure({ settings: { residents = 0, linesPerChunk = mostLinesPerChunk } }, { openStack, round }) {
    return measureKill(await openStack(), { residents, kills: killsALoad, linesPerChunk, seed: round });
  },
  report: reportKill,
  aims: aimsOfKill,
});

function reportKill(parts: readonly Measured<KillFigures>[]): string {
  return parts
    .flatMap(({ rounds }) => rounds)
    .map((round) => [killsTable(round), comparison(round), sameTables(round)].join('\n\n'))
    .join('\n\n');
}

function killsTable({ residents, kills }: KillFigures): string {
  return table(
    [
      `killed by \`kill -9\`, ${grouped(residents)} residents`,
      'kills',
      's until it was there again',
      's until the load moved',
      's until it went on, with that program where it needs it',
    ],
    [
      ...killable.map((program) =>
        rowOf(
          program,
          kills.filter((each) => each.program === program),
        ),
      ),
      rowOf('all', kills),
    ],
  );
}

/** Median, and the longest. */
function rowOf(title: string, kills: readonly Kill[]): string[] {
  const of = (valueOf: (kill: Kill) => number): string => {
    const values = kills.map(valueOf);
    return `${number(median(values))} (${number(Math.max(...values))})`;
  };
  return [title, grouped(kills.length), of(({ away }) => away), of(({ next }) => next), of(({ again }) => again)];
}

function comparison({ residents, seconds, ...counts }: KillFigures): string {
  return table(
    ['both loads', `${grouped(residents)} residents`],
    [
      ['seconds from the file to the last route, interrupted', number(seconds.interrupted)],
      ['– in peace', number(seconds.quiet)],
      ['依頼済', grouped(counts.acquired)],
      ['waiting for a personal number, or in the error list', grouped(counts.otherwise)],
      ['serials issued', grouped(counts.serials)],
      ['done twice', grouped(counts.duplicates)],
      ['lost', grouped(counts.lost)],
    ],
  );
}

const sameTables = ({ sameRows }: KillFigures): string =>
  table(
    ['rows the same after both', 'rows'],
    Object.entries(sameRows).map(([name, rows]) => [name, grouped(rows)]),
  );

/** A load that ends otherwise has no result at all. */
function aimsOfKill(parts: readonly Measured<KillFigures>[]): Aim[] {
  return parts
    .flatMap(({ rounds }) => rounds)
    .map(({ residents, kills, duplicates, lost }) => ({
      aim: `${grouped(kills.length)} times \`kill -9\`, ${grouped(residents)} residents: the same tables, nobody twice, nobody lost`,
      measured: `${grouped(duplicates)} twice, ${grouped(lost)} lost`,
      missedBy: duplicates + lost === 0 ? 1 : Infinity,
    }));
}
