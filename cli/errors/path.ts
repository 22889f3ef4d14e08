import { below } from '../../contracts/http.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import type { Reply } from '../client/http.ts';
import type { MunicipalitySession } from '../client/session.ts';
import { isUuid } from '../terminal/values.ts';

export function checkFailureId(context: Context, id: string): void {
  if (!isUuid(id)) throw usageError(context, 'ID', say(context, 'usage.failureId'));
}

export function viewPath(context: Context, { municipality }: MunicipalitySession, viewId: string): string {
  if (!isUuid(viewId)) throw usageError(context, 'VIEW_ID', say(context, 'views.noId'));
  return below(municipality, `errors/views/${viewId}`);
}

/** An id does not tell its municipality, so those of this person are asked one after the other. */
export async function askEachMunicipality<Body>(
  sessions: readonly MunicipalitySession[],
  failureId: string,
  ask: (session: MunicipalitySession, path: string) => Promise<Reply<Body>>,
): Promise<{ session: MunicipalitySession; reply: Reply<Body> }> {
  let last: { session: MunicipalitySession; reply: Reply<Body> } | undefined;
  for (const session of sessions) {
    const path = below(session.municipality, `errors/${failureId}`);
    last = { session, reply: await ask(session, path) };
    if (last.reply.kind === 'ok' || last.reply.problem.code !== 'UNKNOWN_FAILURE') return last;
  }
  if (!last) throw new Error('no session');
  return last;
}
