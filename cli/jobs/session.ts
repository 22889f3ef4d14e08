/** Who asks about which net on which server. */
import { JobBoard } from '../../contracts/api/job-board.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { isCalendarDate, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { bodyOf, type OrganisationSession } from '../client/session.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes } from '../terminal/exit.ts';

export interface JobsOptions {
  organisation?: string;
  json?: boolean;
}
export interface NetOptions extends JobsOptions {
  server?: string;
}

export async function readBoard(context: Context, { organisation, api }: OrganisationSession): Promise<JobBoard> {
  return bodyOf(context, await api.call({ path: ofOrganisation(organisation, 'jobs'), answer: JobBoard }));
}

/** The address of a net on the server that is named, or on the only one. */
export async function netPathOf(
  context: Context,
  session: OrganisationSession,
  net: string,
  { server }: NetOptions,
): Promise<(path: string) => string> {
  const { organisation } = session;
  if (!/^[a-z][a-z0-9-]{0,39}$/u.test(net)) throw usageError(context, 'NET', say(context, 'jobs.notANet'));
  const on = server ?? (await onlyServer(context, session, net));
  return (path) => ofOrganisation(organisation, `jobs/nets/${net}/servers/${on}/${path}`);
}

async function onlyServer(context: Context, session: OrganisationSession, net: string): Promise<string> {
  const { nets } = await readBoard(context, session);
  const servers = nets
    .filter((each) => each.net === net && each.organisation === session.organisation)
    .map(({ server }) => server);
  const [server, ...others] = servers;
  if (server === undefined) throw new CommandError(exitCodes.refused, say(context, 'jobs.unknownNet'));
  if (others.length === 0) return server;
  throw usageError(context, '--server', say(context, 'jobs.severalServers', { servers: servers.join(', ') }));
}

export function dayOf(context: Context, day: string | undefined): string {
  if (day === undefined) return tokyoDateOf(Date.now());
  if (!isCalendarDate(day)) throw usageError(context, 'DAY', say(context, 'day.notADay'));
  return day;
}
