import { CalendarChange, CalendarChanges } from '../../contracts/api/calendars.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { bodyOf } from '../client/session.ts';
import { note, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';
import { isUuid } from '../terminal/values.ts';
import type { HoursOptions } from './options.ts';
import { partLines } from './part.ts';
import { calendarSession } from './session.ts';

/** `fugo hours changes` lists what was changed and proposed, the latest first. */
export async function runChanges(context: Context, options: HoursOptions): Promise<ExitCode> {
  const { organisation, api } = calendarSession(context, options);
  const path = ofOrganisation(organisation, 'calendar/changes');
  const { changes } = bodyOf(context, await api.call({ path, answer: CalendarChanges }));
  if (options.json) printJson(context, changes);
  else {
    const titles = ['hours.change', 'hours.changedAt', 'hours.by', 'hours.reason', 'hours.decision'] as const;
    const rows = changes.map(({ changeId, proposedAt, proposedBy, reason, decision, decidedBy }) => [
      changeId,
      tokyoTimeOf(proposedAt),
      proposedBy.name ?? proposedBy.id,
      reason,
      `${say(context, `hours.decision.${decision ?? 'waiting'}`)} ${decidedBy?.name ?? ''}`.trim(),
    ]);
    printLines(
      context,
      tableLines(
        titles.map((title) => say(context, title)),
        rows,
      ),
    );
  }
  return exitCodes.ok;
}

/** A second person approves or rejects a change of the national calendar; who proposed it takes it back. */
export async function runDecision(
  context: Context,
  what: 'approve' | 'reject' | 'withdraw',
  changeId: string,
  options: HoursOptions & { reason?: string },
): Promise<ExitCode> {
  if (!isUuid(changeId)) throw usageError(context, 'CHANGE', say(context, 'hours.noChangeId'));
  const { organisation, api } = calendarSession(context, options);
  const path = ofOrganisation(organisation, `calendar/changes/${changeId}/${what}`);
  const body = options.reason === undefined ? {} : { reason: options.reason };
  const change = bodyOf(context, await api.call({ method: 'POST', path, body, answer: CalendarChange }));
  note(context, say(context, `hours.decided.${what}`));
  if (options.json) printJson(context, change);
  else printLines(context, partLines(context, change.setting));
  return exitCodes.ok;
}
