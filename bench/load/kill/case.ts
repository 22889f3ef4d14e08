import { caseOf } from '../case.ts';
import { KillFigures } from './figures.ts';
import { measureKill } from './measure.ts';
import { aimsOfKill, reportKill } from './report.ts';

const defaultResidents = 50_000;
const kills = 10;
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
      settings: { residents, kills, linesPerChunk: Math.min(mostLinesPerChunk, Math.ceil(residents / chunks)) },
    })),
  async measure({ settings: { residents = 0, linesPerChunk = mostLinesPerChunk } }, { openStack, round }) {
    return measureKill(await openStack(), { residents, kills, linesPerChunk, seed: round });
  },
  report: reportKill,
  aims: aimsOfKill,
});
