import { PersonalNumberShown } from '../../contracts/api/resident-detail.ts';
import { note, print, printJson, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf, staffSession } from '../client/session.ts';
import { personPath } from './path.ts';

export interface PersonalNumberOptions {
  municipality?: string;
  reason: string;
  json?: boolean;
}

/** `fugo residents personal-number` writes the number alone to standard output, and ends with 1 when there is none. */
export async function runPersonalNumber(
  context: Context,
  number: string,
  { reason, json, ...options }: PersonalNumberOptions,
): Promise<ExitCode> {
  const session = staffSession(context, options);
  const path = `${await personPath(context, session, number)}/personal-number`;
  const { personalNumber } = bodyOf(
    context,
    await session.api.call({ method: 'POST', path, body: { reason }, answer: PersonalNumberShown }),
  );
  note(context, say(context, 'residents.personalNumber.audited'));
  if (json) printJson(context, { municipality: session.municipality, personalNumber });
  else if (personalNumber === null) note(context, say(context, 'residents.personalNumber.none'));
  else print(context, personalNumber);
  return personalNumber === null ? exitCodes.refused : exitCodes.ok;
}
