import { Deliveries, ResidentDetail } from '../../contracts/api/resident-detail.ts';
import { note, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf, staffSession, type StaffMunicipality } from '../client/session.ts';
import { detailLines, noticeLines } from './detail-lines.ts';
import { personPath, residentPath } from './path.ts';

export interface ShowOptions {
  municipality?: string;
  deliveries?: boolean;
  json?: boolean;
}

/** `fugo residents show` shows everything about one resident except the personal number. */
export async function runShow(context: Context, number: string, options: ShowOptions): Promise<ExitCode> {
  const session = staffSession(context, options);
  if (options.deliveries) return showDeliveries(context, session, number, options);
  const path = `${await personPath(context, session, number)}/detail`;
  const detail = bodyOf(context, await session.api.call({ path, answer: ResidentDetail }));
  if (options.json) {
    printJson(context, { municipality: session.municipality, ...detail });
    return exitCodes.ok;
  }
  printLines(context, detailLines(context, session.municipality, detail));
  if (detail.protected) note(context, say(context, detail.masked ? 'residents.maskedText' : 'residents.protectedText'));
  return exitCodes.ok;
}

/**
 * Shows only whether the backbones have taken their notices, because people ask this again and again after an update.
 */
async function showDeliveries(
  context: Context,
  session: StaffMunicipality,
  number: string,
  { json }: ShowOptions,
): Promise<ExitCode> {
  const path = `${await residentPath(context, session, number)}/deliveries`;
  const { notices } = bodyOf(context, await session.api.call({ path, answer: Deliveries }));
  if (json) printJson(context, notices);
  else printLines(context, noticeLines(context, { notices }));
  return notices.some(({ deliveredAt }) => deliveredAt === null) ? exitCodes.refused : exitCodes.ok;
}
