import { ActionResult } from '../../contracts/api/error-actions.ts';
import { print, printJson, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { actingStaffId, bodyOf, municipalitySession, type SessionOptions } from '../client/session.ts';
import { residentPath } from './path.ts';

export interface ResidentActionOptions extends SessionOptions {
  staff?: string;
  reason: string;
  json?: boolean;
}

/** `fugo residents cancel|retry` acts on the code request itself, whether or not it stands in the error list. */
export async function runResidentAction(
  context: Context,
  action: 'cancel' | 'retry',
  number: string,
  options: ResidentActionOptions,
): Promise<ExitCode> {
  const session = municipalitySession(context, options);
  const path = `${await residentPath(context, session, number)}/${action}`;
  const body = { staffId: actingStaffId(context, session, options.staff), reason: options.reason };
  const result = bodyOf(context, await session.api.call({ method: 'POST', path, body, answer: ActionResult }));
  if (options.json) printJson(context, { municipality: session.municipality, ...result });
  else {
    const status = say(context, `status.${result.codeRequestStatus}`);
    print(context, say(context, 'errors.done', { id: number, stage: result.stage ?? '', status }));
  }
  return exitCodes.ok;
}
