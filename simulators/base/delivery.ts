import type { LineResult } from '../../contracts/participants/common.ts';
import { textColumn } from './columns.ts';
import type { Delivery } from './forwarder.ts';
import type { Base } from './program.ts';
import {
  linesAtOnce,
  openWaitingLines,
  type Effect,
  type WaitingLine,
  type WaitingLinesOptions,
} from './waiting-lines.ts';

/** A delivery of the lines that wait in this program: finds them, sends them, and notes what was taken. */
export function createDelivery<L extends object>(
  base: Base,
  steps: WaitingLinesOptions & {
    /** Whether lines of the municipality may be sent now; asked again every second. Without it they always may. */
    mayGo?: (municipality: string) => boolean | Promise<boolean>;
    send: (lines: readonly WaitingLine<L>[], municipality: string) => Promise<ReadonlyMap<string, LineResult>>;
    lineIdOf: (line: WaitingLine<L>) => string;
    /** The table of lines, which keeps the refusals of the next participant. */
    refusedIn?: string;
    /** With `operation`: the ledger's entry for a line that was taken. */
    effectOf?: (line: WaitingLine<L>) => Effect;
  },
): Delivery {
  const { effectOf, lineIdOf, refusedIn } = steps;
  const sql = base.database.background;
  const waiting = openWaitingLines<L>(base, steps);

  async function sendAll(
    lines: readonly WaitingLine<L>[],
  ): Promise<{ takenLines: WaitingLine<L>[]; refused: Refused[] }> {
    const taken: WaitingLine<L>[] = [];
    const refused: Refused[] = [];
    for (let start = 0; start < lines.length; start += linesAtOnce) {
      const slice = lines.slice(start, start + linesAtOnce);
      const results = await steps.send(slice, slice[0]?.municipality ?? '');
      for (const line of slice) {
        const answer = results.get(lineIdOf(line));
        if (answer?.result === 'refused') refused.push({ id: line.id, reason: answer.reason ?? 'REFUSED' });
        else taken.push(line);
      }
    }
    return { takenLines: taken, refused };
  }

  async function findClosed(): Promise<string[]> {
    const { mayGo } = steps;
    if (!mayGo) return [];
    const municipalities = await waiting.listMunicipalities();
    const open = await Promise.all(municipalities.map(async (municipality) => mayGo(municipality)));
    return municipalities.filter((_, index) => open[index] !== true);
  }

  async function keepRefusals(table: string, refused: readonly Refused[]): Promise<void> {
    await sql`
      update ${sql(table)} line set refused = answer.reason
      from unnest(
          ${textColumn(refused.map(({ id }) => id))}::bigint[], ${textColumn(refused.map(({ reason }) => reason))}::text[]
        ) as answer(id, reason)
      where line.id = answer.id`;
  }

  return {
    name: steps.delivery,
    async deliver() {
      const closed = await findClosed();
      const { lots, more } = await waiting.find(closed);
      for (const lot of lots) {
        const { takenLines: taken, refused } = await sendAll(lot.lines);
        if (refusedIn !== undefined && refused.length > 0) await keepRefusals(refusedIn, refused);
        await lot.note(effectOf ? taken.map((line) => ({ owner: line.owner, ...effectOf(line) })) : []);
      }
      if (more) return 'more';
      return closed.length > 0 && (await waiting.exist()) ? 'wait' : 'done';
    },
  };
}

type Refused = { id: string; reason: string };
