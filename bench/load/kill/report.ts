import { grouped, number, table } from '../../common/markdown.ts';
import { median } from '../../common/statistics.ts';
import type { Aim, Measured } from '../case.ts';
import { killable, type Kill, type KillFigures } from './figures.ts';

export function reportKill(parts: readonly Measured<KillFigures>[]): string {
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
export function aimsOfKill(parts: readonly Measured<KillFigures>[]): Aim[] {
  return parts
    .flatMap(({ rounds }) => rounds)
    .map(({ residents, kills, duplicates, lost }) => ({
      aim: `${grouped(kills.length)} times \`kill -9\`, ${grouped(residents)} residents: the same tables, nobody twice, nobody lost`,
      measured: `${grouped(duplicates)} twice, ${grouped(lost)} lost`,
      missedBy: duplicates + lost === 0 ? 1 : Infinity,
    }));
}
