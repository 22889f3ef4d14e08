/**
 * Address transfers, whichever way they came: checked, stored, judged and numbered in one transaction, and answered
 * (design §3). No engine is asked; the person's workflow is nudged once it is committed.
 */
import { transferStatus, type TransferAnswer } from '../../contracts/transfer.ts';
import type { Judgement, Limits } from '../../contracts/acquire-code.ts';
import { checkTransfer, type CheckedTransfer } from '../../domain/checked-transfer.ts';
import type { IntakeResult } from '../../storage/transfers/inbox.ts';
import { takeTransfers } from '../../storage/transfers/intake.ts';
import type { StoredMunicipality } from '../../storage/settings/municipalities.ts';
import { auditedAs } from '../audit/write.ts';
import { requireNumberSystem } from '../authorisation.ts';
import type { ApiContext, Caller } from '../context.ts';
import { invalidInput, ProblemError, toProblemError } from '../http/problem.ts';
import { beginTurn, type Turn } from '../http/turns.ts';

export interface AcceptedTransfer {
  status: 200 | 201 | 202;
  answer: TransferAnswer;
}

interface Sending {
  caller: Caller;
  settings: StoredMunicipality;
}

/** One transfer; what is wrong with it is thrown. */
export async function acceptTransfer(
  context: ApiContext,
  { body, ...sending }: Sending & { body: unknown },
): Promise<AcceptedTransfer> {
  const [outcome] = await acceptTransfers(context, { ...sending, bodies: [body] });
  if (outcome instanceof ProblemError) throw outcome;
  if (!outcome) throw new Error('A transfer has no answer');
  return outcome;
}

/**
 * A set of transfers, judged as one; a problem of one stands in its place and drops no other. In their order. `turn` is
 * the caller's, which the check of a long set is a part of.
 */
export async function acceptTransfers(
  context: ApiContext,
  { bodies, ...sending }: Sending & { bodies: readonly unknown[] },
  turn: Turn = beginTurn(),
): Promise<(AcceptedTransfer | ProblemError)[]> {
  const checked: (CheckedTransfer | ProblemError)[] = [];
  for (const body of bodies) {
    checked.push(await check(context, sending, body).catch((err: unknown) => toProblemError(err)));
    if (turn.isOver()) await turn.end();
  }
  const transfers = checked.filter((each): each is CheckedTransfer => !(each instanceof ProblemError));
  const answers = (await take(context, sending, transfers)).values();
  return checked.map((each) => {
    const outcome = each instanceof ProblemError ? each : (answers.next().value ?? new ProblemError('UNEXPECTED'));
    context.metrics.transfer(outcome instanceof ProblemError ? outcome.code : outcome.answer.result);
    return outcome;
  });
}

async function check(context: ApiContext, { caller, settings }: Sending, body: unknown): Promise<CheckedTransfer> {
  if (body instanceof ProblemError) throw body;
  const checked = checkTransfer(body, { now: context.now() });
  if (!checked.valid) throw invalidInput(checked.problems);
  await requireNumberSystem(context, caller, 'transfers:write', settings.municipality, checked.value.numberSystem);
  return checked.value;
}

/** What goes wrong with the whole set is the answer of each of its transfers: none of them was taken. */
async function take(
  context: ApiContext,
  { caller, settings: { municipality } }: Sending,
  transfers: readonly CheckedTransfer[],
): Promise<(AcceptedTransfer | ProblemError)[]> {
  if (transfers.length === 0) return [];
  try {
    const { clientId } = auditedAs(caller);
    const [only, ...others] = transfers;
    const taken =
      only && others.length === 0
        ? [await context.takeTransfer({ municipality, clientId, transfer: only })]
        : await takeTransfers(context, { municipality, clientId, transfers });
    return taken.map((each, at) => answerOf(each, statusUrlOf(context.publicUrl, municipality, transfers[at])));
  } catch (err) {
    const problem = toProblemError(err);
    return transfers.map(() => problem);
  }
}

function answerOf(taken: IntakeResult, statusUrl: string): AcceptedTransfer | ProblemError {
  if (taken.kind === 'conflict') return new ProblemError('TRANSFER_CONFLICT');
  return taken.judgement ? judgedAnswer(taken.judgement, statusUrl) : pendingAnswer(statusUrl);
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

/** Somebody keeps the person's row for long; its workflow judges the transfer, and the sender is told then (S27). */
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
  { numberSystem = '', addressNumber = '' }: Partial<CheckedTransfer> = {},
): string {
  const query = new URLSearchParams({ numberSystem, addressNumber });
  return `${publicUrl}/v1/municipalities/${municipality}/residents?${query.toString()}`;
}
