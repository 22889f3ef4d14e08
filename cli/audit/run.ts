import { AuditChain, AuditedStaff, AuditLog, AuditSubjects } from '../../contracts/api/audit.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { addDays, tokyoInstantOf, tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { note, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { exportCsv, type CsvOptions } from '../client/export-csv.ts';
import { checkDay } from '../terminal/period.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { grouped, tableLines } from '../terminal/table.ts';
import { isLikePersonalNumber } from '../terminal/values.ts';

export interface AuditListOptions extends CsvOptions {
  organisation?: string;
  staff?: string;
  client?: string;
  action?: string;
  subject?: string;
  outcome?: 'allowed' | 'refused';
  from?: string;
  to?: string;
  limit: number;
}

const pageLimit = 500;

/** `fugo audit list` shows the latest entries first. The log notes this look too. */
export async function runAuditList(context: Context, options: AuditListOptions): Promise<ExitCode> {
  const filter = readFilter(context, options);
  const session = organisationSession(context, options);
  const path = ofOrganisation(session.organisation, 'audit');
  if (options.csv !== undefined) {
    return exportCsv(context, session, { path: `${path}.csv`, query: filter }, options);
  }
  const head = ['seq', 'at', 'who', 'action', 'subject', 'outcome', 'reason'] as const;
  const { isCut } = await showPages<AuditLog['entries'][number], number>(
    context,
    {
      json: options.json ?? false,
      most: options.limit,
      head: head.map((title) => say(context, `audit.${title}`)),
      figures: new Set([0]),
      row: (entry) => [
        String(entry.seq),
        tokyoTimeOf(entry.at),
        entry.staffName ?? entry.staffId ?? entry.clientId,
        entry.action,
        entry.subjectName ?? entry.subject ?? '',
        say(context, `audit.outcome.${entry.outcome}`),
        entry.reasonName ?? entry.reason ?? '',
      ],
      value: (entry) => ({ organisation: session.organisation, ...entry }),
      none: say(context, 'audit.none'),
    },
    async (before, limit) => {
      const query = { ...filter, before, limit: Math.min(limit, pageLimit) };
      const page = bodyOf(context, await session.api.call({ path, query, answer: AuditLog }));
      return { items: page.entries, next: page.next };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  return exitCodes.ok;
}

function readFilter(context: Context, options: AuditListOptions): Record<string, string | undefined> {
  const { staff, client, action, subject, outcome, from, to } = options;
  // Whatever stands between logs addresses, and no personal number may get into a log.
  if (subject !== undefined && isLikePersonalNumber(subject)) {
    throw usageError(context, '--subject', say(context, 'audit.noPersonalNumber'));
  }
  const first = from === undefined ? undefined : checkDay(context, '--from', from);
  const last = to === undefined ? undefined : checkDay(context, '--to', to);
  if (first !== undefined && last !== undefined && last < first) {
    throw usageError(context, '--to', say(context, 'hours.toBeforeFrom'));
  }
  return {
    staffId: staff,
    clientId: client,
    action,
    subject,
    outcome,
    from: first && tokyoInstantOf(`${first}T00:00:00`),
    to: last && tokyoInstantOf(`${addDays(last, 1)}T00:00:00`),
  };
}

/** `fugo audit find` answers numbers alone; the search itself is in the log. */
export async function runAuditFind(
  context: Context,
  text: string,
  options: { organisation?: string; json?: boolean },
): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const path = ofOrganisation(session.organisation, 'audit/subjects');
  const reply = await session.api.call({ method: 'POST', path, body: { text }, answer: AuditSubjects });
  const { subjects, isCut } = bodyOf(context, reply);
  if (options.json) printJson(context, subjects);
  else printLines(context, subjects.length === 0 ? [say(context, 'audit.none')] : subjects);
  if (isCut) note(context, say(context, 'audit.find.more'));
  return exitCodes.ok;
}

/** `fugo audit staff` lists everybody who has a role or stands in the log, with the ids that `--staff` takes. */
export async function runAuditStaff(
  context: Context,
  options: { organisation?: string; json?: boolean },
): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const path = ofOrganisation(session.organisation, 'audit/staff');
  const { staff } = bodyOf(context, await session.api.call({ path, answer: AuditedStaff }));
  if (options.json) printJson(context, staff);
  else {
    const rows = staff.map(({ staffId, name }) => [staffId, name ?? '']);
    printLines(context, tableLines([say(context, 'staff.id'), say(context, 'staff.name')], rows));
  }
  return exitCodes.ok;
}

/** `fugo audit check` says whether anybody has changed the log since it was written, and ends with 1 then. */
export async function runAuditCheck(
  context: Context,
  options: { organisation?: string; json?: boolean },
): Promise<ExitCode> {
  const session = organisationSession(context, options);
  const path = ofOrganisation(session.organisation, 'audit/chain');
  note(context, say(context, 'audit.checking'));
  const chain = bodyOf(context, await session.api.call({ path, answer: AuditChain, timeoutMs: 10 * 60_000 }));
  if (options.json) printJson(context, { organisation: session.organisation, ...chain });
  else printLines(context, chainLines(context, chain));
  return chain.whole ? exitCodes.ok : exitCodes.refused;
}

function chainLines(context: Context, { entries, head, broken }: AuditChain): string[] {
  const count = grouped(entries);
  const found = broken
    ? [say(context, `audit.chain.${broken.fault}`, { seq: broken.seq }), say(context, 'audit.chain.until', { count })]
    : [say(context, 'audit.chain.whole', { count })];
  return [...found, ...(head ? [say(context, 'audit.chain.head', { seq: head.seq, hash: head.hash })] : [])];
}
