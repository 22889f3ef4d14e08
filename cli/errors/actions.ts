import { z } from 'zod';
import { CorrectionProposed } from '../../contracts/api/proposals.ts';
import { ActionResult } from '../../contracts/api/error-actions.ts';
import { checkPersonalNumber } from '../../domain/values/personal-number.ts';
import { note, print, printJson, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type CommandError, type ExitCode } from '../terminal/exit.ts';

import { readSecret } from '../terminal/input.ts';
import {
  actingStaffId,
  municipalitySessions,
  refusal,
  type MunicipalitySession,
  type SessionOptions,
} from '../client/session.ts';
import { readBy } from '../terminal/values.ts';
import { checkFilter } from './filter.ts';
import { findErrors } from './list.ts';
import { askEachMunicipality, checkFailureId } from './path.ts';

export interface ErrorActionOptions extends SessionOptions {
  staff?: string;
  reason?: string;
  code?: string;
  all?: boolean;
  samePerson?: boolean;
  json?: boolean;
}
const Answer = z.union([ActionResult, CorrectionProposed]);

type Decision = { decision: 'same-person' } | { decision: 'personal-number'; personalNumber: string };
type Action = 'retry' | 'correct' | 'cancel';
type Outcome = {
  municipality: string;
  failureId: string;
  ok: boolean;
  /** With the id of the proposal where a second person is waited for. */
  result: z.infer<typeof Answer> | null;
  error: string | null;
};

/** `fugo errors retry|correct|cancel` acts on every entry, and ends with 1 when one was refused. */
export async function runErrorAction(
  context: Context,
  action: Action,
  ids: readonly string[],
  options: ErrorActionOptions,
): Promise<ExitCode> {
  const wanted = planEntries(context, ids, { ...options, state: action === 'cancel' ? 'open' : 'waiting' });
  const decision = action === 'correct' ? await readCorrection(context, options) : {};
  const bodyFor = (session: MunicipalitySession) => ({
    ...decision,
    staffId: actingStaffId(context, session, options.staff),
    reason: options.reason ?? `fugo errors ${action}`,
  });
  const entries = await wanted();
  if (entries.length === 0) note(context, say(context, 'errors.nothingFound'));
  const done: Outcome[] = [];
  for (const { failureId, sessions } of entries) {
    const { session, reply } = await askEachMunicipality(sessions, failureId, (each, path) =>
      each.api.call({ method: 'POST', path: `${path}/${action}`, body: bodyFor(each), answer: Answer }),
    );
    const { municipality } = session;
    const refused = reply.kind === 'problem' ? refusal(context, reply) : undefined;
    // Without rights or without fugo every other entry would fail too.
    if (refused && refused.exitCode !== exitCodes.refused) throw refused;
    const result = reply.kind === 'ok' ? reply.body : null;
    done.push({ municipality, failureId, ok: !refused, result, error: refused?.message ?? null });
    if (!options.json) tell(context, failureId, result, refused);
  }
  if (options.json) printJson(context, done);
  return done.every(({ ok }) => ok) && (done.length > 0 || options.all) ? exitCodes.ok : exitCodes.refused;
}

function tell(context: Context, id: string, result: Outcome['result'], refused: CommandError | undefined): void {
  if (!result) return note(context, `${id}: ${refused?.message ?? ''}`);
  if ('proposalId' in result)
    return print(context, say(context, 'errors.proposed', { id, proposal: result.proposalId }));
  const status = say(context, `status.${result.codeRequestStatus}`);
  return print(context, say(context, 'errors.done', { id, stage: result.stage ?? '', status }));
}

/** Checks the options before it asks fugo or the person anything. */
function planEntries(
  context: Context,
  ids: readonly string[],
  options: ErrorActionOptions & { state: 'open' | 'waiting' },
): () => Promise<{ failureId: string; sessions: MunicipalitySession[] }[]> {
  const { code, all = false } = options;
  if (ids.length > 0 === all || (all && code === undefined)) {
    throw usageError(context, ids.length > 0 ? '--all' : 'ID', say(context, 'usage.idsOrAll'));
  }
  checkFilter(context, options);
  if (all) {
    return async () =>
      (await findErrors(context, options, 100_000, { code, state: options.state })).map(({ session, entry }) => ({
        failureId: entry.failureId,
        sessions: [session],
      }));
  }
  for (const id of ids) checkFailureId(context, id);
  const sessions = municipalitySessions(context, options);
  return () => Promise.resolve(ids.map((failureId) => ({ failureId, sessions })));
}

async function readCorrection(context: Context, { samePerson = false }: ErrorActionOptions): Promise<Decision> {
  if (samePerson) return { decision: 'same-person' };
  const given = await readSecret(context, say(context, 'input.personalNumber'));
  const personalNumber = readBy(context, 'personalNumber', checkPersonalNumber)(given);
  return { decision: 'personal-number', personalNumber };
}
