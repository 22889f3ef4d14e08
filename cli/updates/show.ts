import { ProposedUpdateDetail, type ProposedInformation } from '../../contracts/api/proposed-updates.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf, staffSession, type StaffMunicipality } from '../client/session.ts';
import { tableLines } from '../terminal/table.ts';
import { updatePath } from './path.ts';
import { sexWord } from '../terminal/code-words.ts';
import { titledLines } from '../terminal/sections.ts';

/** `fugo updates show` shows the present values beside the proposed ones. */
export async function runUpdateShow(
  context: Context,
  updateId: string,
  options: { municipality?: string; json?: boolean },
): Promise<ExitCode> {
  const session = staffSession(context, options);
  const update = await getUpdate(context, session, updateId);
  if (options.json) printJson(context, { municipality: session.municipality, ...update });
  else printLines(context, updateLines(context, update));
  return exitCodes.ok;
}

export async function getUpdate(
  context: Context,
  session: StaffMunicipality,
  updateId: string,
): Promise<ProposedUpdateDetail> {
  const path = updatePath(context, session, updateId);
  return bodyOf(context, await session.api.call({ path, answer: ProposedUpdateDetail }));
}

export function updateLines(context: Context, update: ProposedUpdateDetail): string[] {
  const { proposedBy, proposedAt, decidedBy, decidedAt, decisionReason } = update;
  const lines: [string, string][] = [
    [say(context, 'resident.number'), update.integratedAddressNumber],
    [say(context, 'updates.state'), say(context, `updates.state.${update.state}`)],
    [say(context, 'updates.proposedBy'), `${proposedBy.name} (${proposedBy.staffId}) ${tokyoTimeOf(proposedAt)}`],
    [say(context, 'updates.reason'), update.reason],
  ];
  if (decidedBy !== null) {
    const when = decidedAt === null ? '' : tokyoTimeOf(decidedAt);
    lines.push([say(context, 'updates.decidedBy'), `${decidedBy.name} (${decidedBy.staffId}) ${when}`]);
  }
  if (decisionReason !== null) lines.push([say(context, 'updates.decisionReason'), decisionReason]);
  return [
    ...titledLines(lines),
    ...(update.outdated ? [say(context, 'updates.outdatedText')] : []),
    '',
    ...differenceLines(context, update),
  ];
}

function differenceLines(context: Context, { before, after, changed }: ProposedUpdateDetail): string[] {
  if (!before || !after) return [say(context, 'residents.maskedText')];
  const shown = (of: ProposedInformation, field: (typeof changed)[number]): string =>
    (field === 'sex' ? sexWord(context, of.sex) : of[field]) ?? '-';
  const head = ['update.field', 'update.before', 'update.after'] as const;
  return tableLines(
    head.map((title) => say(context, title)),
    changed.map((field) => [say(context, `residents.${field}`), shown(before, field), shown(after, field)]),
  );
}
