import { Load, LoadList } from '../../contracts/api/loads.ts';
import { below } from '../../contracts/http.ts';
import { say, type Context } from '../terminal/context.ts';
import { CommandError, exitCodes } from '../terminal/exit.ts';
import {
  bodyOf,
  municipalitySessions,
  refusal,
  type MunicipalitySession,
  type SessionOptions,
} from '../client/session.ts';

/** A load and the municipality it belongs to. */
export interface FoundLoad {
  session: MunicipalitySession;
  load: Load;
}

export const loadPath = ({ municipality }: MunicipalitySession, loadId: string, what = ''): string =>
  below(municipality, `loads/${loadId}${what}`);

/** An id does not tell its municipality, so those of this person are asked one after the other. */
export async function findLoad(context: Context, options: SessionOptions, loadId: string): Promise<FoundLoad> {
  for (const session of municipalitySessions(context, options)) {
    const reply = await session.api.call({ path: loadPath(session, loadId), answer: Load });
    if (reply.kind === 'ok') return { session, load: reply.body };
    if (reply.problem.code !== 'UNKNOWN_LOAD') throw refusal(context, reply);
  }
  throw new CommandError(exitCodes.refused, say(context, 'load.unknown'));
}

export async function listLoads(context: Context, options: SessionOptions): Promise<FoundLoad[]> {
  const found: FoundLoad[] = [];
  for (const session of municipalitySessions(context, options)) {
    const path = below(session.municipality, 'loads');
    const { loads } = bodyOf(context, await session.api.call({ path, answer: LoadList }));
    found.push(...loads.map((load) => ({ session, load })));
  }
  return found;
}
