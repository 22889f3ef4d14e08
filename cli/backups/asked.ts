import { Backup, Backups } from '../../contracts/api/backups.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';

export interface AskedOptions {
  organisation?: string;
  json?: boolean;
}

/** `fugo backup asked`: what the operating days and people have asked for, as the API shows it. */
export async function runBackupsAsked(context: Context, options: AskedOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'backups');
  const answer = bodyOf(context, await api.call({ path, answer: Backups }));
  if (options.json) {
    printJson(context, answer);
    return exitCodes.ok;
  }
  const head = ['askedAt', 'askedBy', 'state', 'verifiedAt'] as const;
  const lines = tableLines(
    head.map((title) => say(context, `backup.asked.${title}`)),
    answer.backups.map(({ askedAt, askedBy, state, verifiedAt }) => [
      tokyoTimeOf(askedAt),
      askedBy.name ?? askedBy.id,
      say(context, `backup.asked.state.${state}`),
      verifiedAt === null ? '' : tokyoTimeOf(verifiedAt),
    ]),
  );
  printLines(context, lines);
  return exitCodes.ok;
}

/** `fugo backup ask`: the supervisor makes it, where fugo runs. */
export async function runBackupAsk(context: Context, options: AskedOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'backups');
  const asked = bodyOf(context, await api.call({ method: 'POST', path, answer: Backup }));
  if (options.json) printJson(context, asked);
  else print(context, say(context, 'backup.asked.done', { id: asked.backupId }));
  return exitCodes.ok;
}
