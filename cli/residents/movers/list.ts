import { Movers } from '../../../contracts/api/movers.ts';
import { below } from '../../../contracts/http.ts';
import { tokyoDateOf, tokyoTimeOf } from '../../../domain/calendar/civil-date.ts';
import { note, say, type Context } from '../../terminal/context.ts';
import { exitCodes, type ExitCode } from '../../terminal/exit.ts';
import { exportCsv, type CsvOptions } from '../../client/export-csv.ts';
import { readPeriod } from '../../terminal/period.ts';
import { systemWord } from '../../terminal/code-words.ts';
import { showPages } from '../../client/pages.ts';
import { bodyOf, staffSession } from '../../client/session.ts';

export interface MoversOptions extends CsvOptions {
  municipality?: string;
  from?: string;
  to?: string;
  kind?: string;
  numberSystem?: string;
  load?: string;
  limit: number;
}

const pageLimit = 500;

/** `fugo movers` shows 異動した住民の一覧; without a day, today's. */
export async function runMovers(context: Context, options: MoversOptions): Promise<ExitCode> {
  const today = tokyoDateOf(Date.now());
  const period = readPeriod(context, options, { from: today, to: options.from ?? today });
  const { kind, numberSystem, load } = options;
  const filter = { ...period, kind, numberSystem, load };
  const session = staffSession(context, options);
  if (options.csv !== undefined) {
    return exportCsv(context, session, { path: below(session.municipality, 'movers.csv'), query: filter }, options);
  }
  const path = below(session.municipality, 'movers');
  const head = ['number', 'name', 'nameKana', 'kind', 'seq', 'numberSystem', 'registeredAt', 'operatedAt'] as const;
  const { isCut } = await showPages<Movers['movers'][number], string>(
    context,
    {
      json: options.json ?? false,
      most: options.limit,
      head: head.map((title) => say(context, title === 'kind' ? 'movers.kind' : `residents.${title}`)),
      figures: new Set([4]),
      row: (mover) => [
        mover.integratedAddressNumber ?? say(context, 'none'),
        mover.masked ? say(context, 'residents.masked') : (mover.name ?? ''),
        mover.nameKana ?? '',
        mover.kind === 'registered'
          ? say(context, 'movers.kind.registered')
          : mover.changed.map((change) => say(context, `movers.kind.${change}`)).join('・'),
        String(mover.historySeq),
        systemWord(context, mover.numberSystem),
        tokyoTimeOf(mover.registeredAt),
        tokyoTimeOf(mover.operatedAt),
      ],
      value: (mover) => ({ municipality: session.municipality, ...mover }),
      none: say(context, 'movers.none'),
    },
    async (after, limit) => {
      const query = { ...filter, after, limit: Math.min(limit, pageLimit) };
      const page = bodyOf(context, await session.api.call({ path, query, answer: Movers }));
      return { items: page.movers, next: page.next };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  return exitCodes.ok;
}
