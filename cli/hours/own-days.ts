import type { HoursOptions } from './options.ts';
import { HoursDays, HoursSetting } from '../../contracts/api/hours.ts';
import { below } from '../../contracts/http.ts';
import { Unreachable } from '../client/http.ts';
import { note, say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes } from '../terminal/exit.ts';
import { bodyOf, municipalitySessions, type MunicipalitySession } from '../client/session.ts';

/** Asks for the municipality's own days. Undefined where fugo does not run or the person may not ask. */
export async function askOwnDays(
  context: Context,
  options: HoursOptions,
  { from, to }: { from: string; to: string },
): Promise<HoursDays['days'] | undefined> {
  const session = findSession(context, options);
  if (!session) return undefined;
  try {
    const path = below(session.municipality, 'hours');
    const reply = await session.api.call({ path: `${path}/days`, query: { from, to }, answer: HoursDays });
    if (reply.kind === 'problem' && [401, 403, 404].includes(reply.problem.status)) return undefined;
    const { days } = bodyOf(context, reply);
    const setting = bodyOf(context, await session.api.call({ path, answer: HoursSetting }));
    if (!setting.enforced) note(context, say(context, 'hours.notEnforced'));
    return days;
  } catch (error) {
    if (error instanceof Unreachable) return undefined;
    throw error;
  }
}

function findSession(context: Context, options: HoursOptions): MunicipalitySession | undefined {
  try {
    return municipalitySessions(context, options)[0];
  } catch (error) {
    if (error instanceof CommandError && error.exitCode !== exitCodes.usage) return undefined;
    throw error;
  }
}
