import { ConfirmationChanges, ConfirmationRun, type ConfirmationChange } from '../../contracts/api/confirmations.ts';
import { below } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { note, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { exportCsv, type CsvOptions } from '../client/export-csv.ts';
import { stageWord } from '../terminal/code-words.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, municipalitySession, type SessionOptions } from '../client/session.ts';
import { grouped } from '../terminal/table.ts';

export interface ChangesOptions extends SessionOptions, CsvOptions {
  part: 'acquired' | 'failed';
  limit: number;
}

const figures = ['asked', 'acquired', 'errors', 'unknown', 'overdue'] as const;
const changesAtOnce = 500;

/** `fugo confirmations show` lists the errors of a run, or the residents whose codes it found. */
export async function runConfirmationShow(context: Context, runId: string, options: ChangesOptions): Promise<ExitCode> {
  // Only characters of a run id may go into the address.
  if (!/^[0-9A-Za-z-]{1,100}$/u.test(runId)) throw usageError(context, 'RUN_ID', say(context, 'confirm.noRunId'));
  const session = municipalitySession(context, options);
  const { municipality, api } = session;
  const { part } = options;
  const relative = `confirmations/${runId}`;
  if (options.csv !== undefined) {
    return exportCsv(
      context,
      session,
      { path: below(session.municipality, `${relative}/changes.csv`), query: { part } },
      options,
    );
  }
  const path = below(municipality, relative);
  const run = bodyOf(context, await api.call({ path, answer: ConfirmationRun }));
  if (!options.json) printLines(context, runLines(context, run));
  const { isCut } = await showPages<ConfirmationChange, string>(
    context,
    {
      json: options.json ?? false,
      most: options.limit,
      head: (
        ['resident.number', 'transfer.result', 'errors.code', 'resident.stage', 'errors.id', 'errors.text'] as const
      ).map((title) => say(context, title)),
      row: (change) => [
        change.integratedAddressNumber ?? say(context, 'none'),
        say(context, `confirm.outcome.${change.outcome}`),
        change.code ?? '',
        stageWord(context, change.stage),
        change.failureId ?? '',
        change.text?.[context.language] ?? '',
      ],
      value: (change) => ({ municipality, runId, ...change }),
      none: say(context, `confirm.noneOf.${part}`),
    },
    async (after, limit) => {
      const query = { part, after, limit: Math.min(limit, changesAtOnce) };
      const page = bodyOf(context, await api.call({ path: `${path}/changes`, query, answer: ConfirmationChanges }));
      return { items: page.changes, next: page.next };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  return exitCodes.ok;
}

function runLines(context: Context, run: ConfirmationRun): string[] {
  const finished = run.finishedAt === null ? say(context, 'confirm.underWay') : tokyoTimeOf(run.finishedAt);
  return [
    `${say(context, 'confirm.startedAt')}: ${tokyoTimeOf(run.startedAt)}`,
    `${say(context, 'confirm.finishedAt')}: ${finished}`,
    figures.map((figure) => `${say(context, `confirm.${figure}`)}: ${grouped(run[figure])}`).join('  '),
    '',
  ];
}
