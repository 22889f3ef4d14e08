import { AddressUpdated } from '../../contracts/api/address-update.ts';
import { ProposedUpdateDecided } from '../../contracts/api/proposed-updates.ts';
import { askConsent } from '../terminal/prompts.ts';
import { note, print, printJson, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf, staffSession } from '../client/session.ts';
import { updatePath } from './path.ts';
import { getUpdate, updateLines } from './show.ts';

export interface DecideOptions {
  municipality?: string;
  reason?: string;
  yes?: boolean;
  json?: boolean;
}

/** `fugo updates approve` shows the change before it asks, and ends with 1 when the person says no. */
export async function runApprove(context: Context, updateId: string, options: DecideOptions): Promise<ExitCode> {
  const session = staffSession(context, options);
  const path = `${updatePath(context, session, updateId)}/approve`;
  const update = await getUpdate(context, session, updateId);
  for (const line of updateLines(context, update)) note(context, line);
  if (!(await askConsent(context, options, say(context, 'updates.ask')))) {
    note(context, say(context, 'updates.left'));
    return exitCodes.refused;
  }
  const body = options.reason === undefined ? {} : { reason: options.reason };
  const done = bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: AddressUpdated }));
  if (options.json) printJson(context, { municipality: session.municipality, ...done });
  else print(context, say(context, 'update.done', { seq: done.historySeq, count: done.notices }));
  return exitCodes.ok;
}

/** `fugo updates reject` needs a reason; `fugo updates withdraw` is for one's own updates. */
export async function runDecide(
  context: Context,
  decision: 'reject' | 'withdraw',
  updateId: string,
  options: DecideOptions,
): Promise<ExitCode> {
  const session = staffSession(context, options);
  const path = `${updatePath(context, session, updateId)}/${decision}`;
  const body = options.reason === undefined ? {} : { reason: options.reason };
  const done = bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: ProposedUpdateDecided }));
  if (options.json) printJson(context, { municipality: session.municipality, updateId, ...done });
  else print(context, `${updateId}: ${say(context, `updates.state.${done.state}`)}`);
  return exitCodes.ok;
}
