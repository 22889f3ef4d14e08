import { ConfirmationRuns, type ConfirmationRun } from '../../contracts/api/confirmations.ts';
import { below } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { note, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, municipalitySession, type SessionOptions } from '../client/session.ts';
import { grouped } from '../terminal/table.ts';

export interface ConfirmationsListOptions extends SessionOptions {
  limit: number;
  json?: boolean;
}

const figures = ['asked', 'acquired', 'errors', 'unknown', 'overdue'] as const;
const runsAtOnce = 200;

/** `fugo confirmations list` shows the latest run first. */
export async function runConfirmationsList(context: Context, options: ConfirmationsListOptions): Promise<ExitCode> {
  const { municipality, api } = municipalitySession(context, options);
  const path = below(municipality, 'confirmations');
  const { isCut } = await showPages<ConfirmationRun, string>(
    context,
    {
      json: options.json ?? false,
      most: options.limit,
      head: [
        ...(['confirm.runId', 'confirm.startedAt', 'confirm.finishedAt'] as const).map((title) => say(context, title)),
        ...figures.map((figure) => say(context, `confirm.${figure}`)),
      ],
      figures: new Set([3, 4, 5, 6, 7]),
      row: (run) => [
        run.runId,
        tokyoTimeOf(run.startedAt),
        run.finishedAt === null ? say(context, 'confirm.underWay') : tokyoTimeOf(run.finishedAt),
        ...figures.map((figure) => grouped(run[figure])),
      ],
      value: (run) => ({ municipality, ...run }),
      none: say(context, 'confirm.none'),
    },
    async (before, limit) => {
      const query = { before, limit: Math.min(limit, runsAtOnce) };
      const page = bodyOf(context, await api.call({ path, query, answer: ConfirmationRuns }));
      return { items: page.runs, next: page.next };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  return exitCodes.ok;
}
