import { ActionResult } from '../contracts/api/operations.ts';
import { checkPersonalNumber } from '../domain/values/personal-number.ts';
import { note, print, printJson, say, usageError, type Context } from './context.ts';
import { exitCodes, type CommandError, type ExitCode } from './exit.ts';
import { checkFilter, findErrors } from './errors.ts';
import type { Reply } from './http.ts';
import { secretOf } from './input.ts';
import {
  actingStaffId,
  municipalitySessions,
  refusal,
  type MunicipalitySession,
  type SessionOptions,
} from './session.ts';
import { checkedBy } from './values.ts';

export interface ErrorActionOptions extends SessionOptions {
  staff?: string;
  reason?: string;
  code?: string;
  all?: boolean;
  samePerson?: boolean;
  json?: boolean;
}
type Decision = { decision: 'same-person' } | { decision: 'personal-number'; personalNumber: string };
type Action = 'retry' | 'correct' | 'cancel';
type Done = { municipality: string; failureId: string; ok: boolean; result: ActionResult | null; error: string | null };

/** `fugo errors retry|correct|cancel`: 1 when an entry was refused; the others are done all the same. */
export async function runErrorAction(
  context: Context,
  action: Action,
  ids: readonly string[],
  options: ErrorActionOptions,
): Promise<ExitCode> {
  const wanted = wantedEntries(context, ids, options);
  const decision = action === 'correct' ? await correctionOf(context, options) : {};
  const bodyFor = (session: MunicipalitySession) => ({
    ...decision,
    staffId: actingStaffId(context, session, options.staff),
    reason: options.reason ?? `fugo errors ${action}`,
  });
  const entries = await wanted();
  if (entries.length === 0) note(context, say(context, 'errors.nothingFound'));
  const done: Done[] = [];
  for (const { failureId, sessions } of entries) {
    const { municipality, reply } = await act(sessions, failureId, action, bodyFor);
    const refused = reply.kind === 'problem' ? refusal(context, reply) : undefined;
    // Without rights or without fugo the others would fare no better.
    if (refused && refused.exitCode !== exitCodes.refused) throw refused;
    const result = reply.kind === 'ok' ? reply.body : null;
    done.push({ municipality, failureId, ok: !refused, result, error: refused?.message ?? null });
    if (!options.json) tell(context, failureId, result, refused);
  }
  if (options.json) printJson(context, done);
  return done.every(({ ok }) => ok) && (done.length > 0 || options.all) ? exitCodes.ok : exitCodes.refused;
}

function tell(context: Context, id: string, result: ActionResult | null, refused: CommandError | undefined): void {
  if (!result) return note(context, `${id}: ${refused?.message ?? ''}`);
  const status = say(context, `status.${result.codeRequestStatus}`);
  return print(context, say(context, 'errors.done', { id, stage: result.stage ?? '', status }));
}

/** What was asked for is checked before anything is asked of fugo, or of the person. */
function wantedEntries(
  context: Context,
  ids: readonly string[],
  options: ErrorActionOptions,
): () => Promise<{ failureId: string; sessions: MunicipalitySession[] }[]> {
  const { code, all = false } = options;
  if (ids.length > 0 === all || (all && code === undefined)) {
    throw usageError(context, ids.length > 0 ? '--all' : 'ID', say(context, 'usage.idsOrAll'));
  }
  checkFilter(context, options);
  if (all) {
    return async () =>
      (await findErrors(context, { ...options, state: 'open' }, 100_000)).map(({ session, entry }) => ({
        failureId: entry.failureId,
        sessions: [session],
      }));
  }
  for (const id of ids) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(id)) {
      throw usageError(context, 'ID', say(context, 'usage.failureId'));
    }
  }
  const sessions = municipalitySessions(context, options);
  return () => Promise.resolve(ids.map((failureId) => ({ failureId, sessions })));
}

async function correctionOf(context: Context, { samePerson = false }: ErrorActionOptions): Promise<Decision> {
  if (samePerson) return { decision: 'same-person' };
  const given = await secretOf(context, say(context, 'input.personalNumber'));
  const personalNumber = checkedBy(context, 'personalNumber', checkPersonalNumber)(given);
  return { decision: 'personal-number', personalNumber };
}

/** An id does not say whose it is: the municipalities of this person are asked one after the other. */
async function act(
  sessions: readonly MunicipalitySession[],
  failureId: string,
  action: Action,
  bodyFor: (session: MunicipalitySession) => object,
): Promise<{ municipality: string; reply: Reply<ActionResult> }> {
  let last: { municipality: string; reply: Reply<ActionResult> } | undefined;
  for (const session of sessions) {
    const { municipality, api } = session;
    const path = `/v1/municipalities/${municipality}/errors/${failureId}/${action}`;
    const reply = await api.call({ method: 'POST', path, body: bodyFor(session), answer: ActionResult });
    last = { municipality, reply };
    if (reply.kind === 'ok' || reply.problem.code !== 'UNKNOWN_FAILURE') return last;
  }
  if (!last) throw new Error('no session');
  return last;
}
