/**
 * One address transfer, whichever way it came: checked, stored, told to the engine, answered. Stored first: what is
 * answered with 2xx is in the database, and the sweep goes on with what the engine was not told (design §3).
 */
import { transferStatus, type TransferAnswer } from '../contracts/transfer.ts';
import type { Judgement, Limits } from '../contracts/acquire-code.ts';
import { checkTransfer, type CheckedTransfer } from '../domain/checked-transfer.ts';
import { oweAnswer, takeTransfer } from '../storage/inbox.ts';
import type { StoredMunicipality } from '../storage/municipalities.ts';
import { auditedAs } from './audit.ts';
import { requireNumberSystem } from './authorisation.ts';
import type { ApiContext, Caller } from './context.ts';
import { invalidInput, ProblemError, toProblemError } from './problem.ts';

export interface AcceptedTransfer {
  status: 200 | 201 | 202;
  answer: TransferAnswer;
}

export async function acceptTransfer(
  context: ApiContext,
  { caller, settings, body }: { caller: Caller; settings: StoredMunicipality; body: unknown },
): Promise<AcceptedTransfer> {
  try {
    const accepted = await accept(context, { caller, settings, body });
    context.metrics.transfer(accepted.answer.result);
    return accepted;
  } catch (err) {
    context.metrics.transfer(toProblemError(err).code);
    throw err;
  }
}

async function accept(
  context: ApiContext,
  { caller, settings, body }: { caller: Caller; settings: StoredMunicipality; body: unknown },
): Promise<AcceptedTransfer> {
  const { municipality } = settings;
  const checked = checkTransfer(body, { now: context.now() });
  if (!checked.valid) throw invalidInput(checked.problems);
  const transfer = checked.value;
  await requireNumberSystem(context, caller, 'transfers:write', municipality, transfer.numberSystem);

  const taken = await takeTransfer(context, { municipality, clientId: auditedAs(caller).clientId, transfer });
  if (taken.kind === 'conflict') throw new ProblemError('TRANSFER_CONFLICT');
  const statusUrl = statusUrlOf(context.publicUrl, municipality, transfer);
  const judgement = taken.judgement ?? (await askEngine(context, settings, taken));
  return judgement ? judgedAnswer(judgement, statusUrl) : pendingAnswer(statusUrl);
}

async function askEngine(
  { engine, engineTimeoutMs, db, log }: ApiContext,
  { municipality, limits }: StoredMunicipality,
  { inboxId, personId }: { inboxId: string; personId: string },
): Promise<Judgement | null> {
  const reply = await engine.sendTransfer(
    { municipality, personId, inboxId, limits: workflowLimits(limits) },
    engineTimeoutMs,
  );
  if (reply.kind === 'judged') return reply.judgement;
  log.warn({ err: reply.cause, municipality, inboxId }, 'the engine did not judge a transfer in time');
  return oweAnswer(db, municipality, inboxId);
}

/** The workflow's part of a municipality's limits; the other ones are not for its history. */
export function workflowLimits({ transientSeconds, fileSeconds, filePollSeconds }: Limits): Limits {
  return { transientSeconds, fileSeconds, filePollSeconds };
}

function judgedAnswer(
  { result, integratedAddressNumber, codeRequestStatus }: Judgement,
  statusUrl: string,
): AcceptedTransfer {
  return {
    status: transferStatus[result],
    answer: {
      result,
      // Held: whose number it would be is what staff have yet to find out.
      ...(integratedAddressNumber !== null && result !== 'held' && { integratedAddressNumber }),
      codeRequestStatus,
      statusUrl,
    },
  };
}

function pendingAnswer(statusUrl: string): AcceptedTransfer {
  return {
    status: transferStatus.pending,
    answer: { result: 'pending', codeRequestStatus: 'NOT_REQUESTED', statusUrl },
  };
}

/** By the sender's own number: it has no other one yet, and this one says nothing outside the municipality. */
function statusUrlOf(
  publicUrl: string,
  municipality: string,
  { numberSystem, addressNumber }: CheckedTransfer,
): string {
  const query = new URLSearchParams({ numberSystem, addressNumber });
  return `${publicUrl}/v1/municipalities/${municipality}/residents?${query.toString()}`;
}
