import { Board, type BoardServer } from '../../contracts/api/board.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { wordsOfCause } from '../../domain/monitoring/causes.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { note, print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';
import type { OrganisationOptions } from './run.ts';

/** `fugo board`: the servers above the organisation, its own, and those directly below. */
export async function runBoard(context: Context, options: OrganisationOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const board = bodyOf(context, await api.call({ path: ofOrganisation(organisation, 'board'), answer: Board }));
  if (options.json) {
    printJson(context, board);
    return exitCodes.ok;
  }
  const head = [
    'staff.organisation',
    'organisations.name',
    'board.standing',
    'board.since',
    'board.incidents',
  ] as const;
  const lines = tableLines(
    head.map((title) => say(context, title)),
    board.servers.map((server) => rowOf(context, server)),
  );
  printLines(context, lines);
  const { openIncidents, unacknowledged, suppressed } = board.counts;
  print(context, say(context, 'board.counts', { openIncidents, unacknowledged, suppressed }));
  for (const { toAt, message } of board.silences) {
    note(context, say(context, 'board.silence', { to: tokyoTimeOf(toAt), message }));
  }
  return exitCodes.ok;
}

function rowOf(
  context: Context,
  { organisation, name, nameEn, standing, cause, since, ...rest }: BoardServer,
): string[] {
  const said = say(context, `board.standing.${standing}`);
  const isBelow = rest.below?.openIncidents ?? 0;
  return [
    organisation,
    context.language === 'ja' ? name : nameEn,
    cause === null || standing === 'stopped' ? said : `${said} (${wordsOfCause(cause)[context.language]})`,
    since === null ? '' : tokyoTimeOf(since),
    String(rest.openIncidents + isBelow),
  ];
}
