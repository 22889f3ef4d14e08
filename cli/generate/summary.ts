import { numberSystems } from '../../domain/number-systems.ts';
import { say, type Context } from '../terminal/context.ts';
import { elapsedText } from '../terminal/table.ts';
import type { Counts } from '../../fictitious/counts.ts';

/** What a machine reads about the file. docs/commands.md promises the members. */
export interface Summary extends Counts {
  residents: number;
  households: number;
  seed: number;
  bytes: number;
  sha256: string;
  seconds: number;
}

export function summaryLines(context: Pick<Context, 'language'>, summary: Summary): string[] {
  const { residents, households, lines, byNumberSystem, defects, bytes, sha256, seconds, seed } = summary;
  const systems = Object.entries(numberSystems).flatMap(([system, title]) => {
    const count = byNumberSystem[system];
    return count === undefined ? [] : [`${title[context.language]} ${count}`];
  });
  const spoilt = Object.entries(defects).filter(([, count]) => count > 0);
  const rows: [string, string][] = [
    [say(context, 'demo.residents'), String(residents)],
    [say(context, 'generate.households'), String(households)],
    [say(context, 'generate.lines'), `${lines} (${systems.join(', ')})`],
    [
      say(context, 'generate.defects'),
      spoilt.map(([kind, count]) => `${kind} ${count}`).join(', ') || say(context, 'none'),
    ],
    [say(context, 'generate.seed'), String(seed)],
    [say(context, 'generate.bytes'), String(bytes)],
    ['SHA-256', sha256],
    [
      say(context, 'demo.time'),
      say(context, 'generate.time', {
        elapsed: elapsedText(seconds * 1_000),
        perSecond: Math.round(lines / Math.max(0.001, seconds)),
      }),
    ],
  ];
  return [say(context, 'generate.fictitious'), ...rows.map(([title, value]) => `  ${title}: ${value}`)];
}
