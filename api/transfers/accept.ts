/**
 * Takes address transfers, whichever way they came: checks, stores, judges and numbers them in one transaction and
 * answers (design §3; S21 with its answers S24 and S27). It asks no engine; workflows are nudged after the commit.
 */
import { transferStatus, type TransferAnswer } from '../../contracts/transfer.ts';
import type { Judgement, Limits } from '../../contracts/acquire-code.ts';
import { checkTransfer, type CheckedTransfer } from '../../domain/checked-transfer.ts';
import type { IntakeResult } from '../../storage/transfers/inbox.ts';
import { takeTransfers } from '../../storage/transfers/intake.ts';
import type { StoredMunicipality } from '../../storage/settings/municipalities.ts';
import { auditIdentityOf } from '../audit/write.ts';
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

/** Takes one transfer. Throws the ProblemError of one that is refused. */
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
 * Takes a set of transfers in one transaction. The outcomes are in the order of `bodies`; a problem with one drops no
 * other. `turn`: the turn that the caller has begun and that checking a long set counts towards.
 */
export async function acceptTransfers(
  context: ApiContext,
  { bodies, ...sending }: Sending & { bodies: readonly unknown[] },
  turn: Turn = beginTurn(),
): Promise<(AcceptedTransfer | ProblemError)[]> {
  const checked: (CheckedTransfer | ProblemError)[] = [];
  for (const body of bodies) {
    checked.push(await checkBody(context, sending, body).catch((err: unknown) => toProblemError(err)));
    if (turn.isOver()) await turn.end();
  }
  const transfers = checked.filter((each): each is CheckedTransfer => !(each instanceof ProblemError));
  const answers = (await takeChecked(context, sending, transfers)).values();
  return checked.map((each) => {
    const outcome = each instanceof ProblemError ? each : (answers.next().value ?? new ProblemError('UNEXPECTED'));
    context.metrics.countTransfer(outcome instanceof ProblemError ? outcome.code : outcome.answer.result);
    return outcome;
  });
}

async function checkBody(context: ApiContext, { caller, settings }: Sending, body: unknown): Promise<CheckedTransfer> {
  if (body instanceof ProblemError) throw body;
  const checked = checkTransfer(body, { now: context.now() });
  if (!checked.valid) throw invalidInput(checked.problems);
  await requireNumberSystem(context, caller, 'transfers:write', settings.municipality, checked.value.numberSystem);
  return checked.value;
}

/** If the whole set fails, every transfer of it gets that problem: none was taken. */
async function takeChecked(
  context: ApiContext,
  { caller, settings: { municipality } }: Sending,
  transfers: readonly CheckedTransfer[],
): Promise<(AcceptedTransfer | ProblemError)[]> {
  if (transfers.length === 0) return [];
  try {
    const { clientId } = auditIdentityOf(caller);
    const [only, ...others] = transfers;
    const outcomes =
      only && others.length === 0
        ? [await context.takeTransfer({ municipality, clientId, transfer: only })]
        : await takeTransfers(context, { municipality, clientId, transfers });
    return outcomes.map((each, at) => answerOf(each, statusUrlOf(context.publicUrl, municipality, transfers[at])));
  } catch (err) {
    const problem = toProblemError(err);
    return transfers.map(() => problem);
  }
}

function answerOf(taken: IntakeResult, statusUrl: string): AcceptedTransfer | ProblemError {
  if (taken.kind === 'conflict') return new ProblemError('TRANSFER_CONFLICT');
  if (taken.kind === 'unknown') return invalidInput([{ field: taken.field, rule: 'UNKNOWN_RESIDENT' }]);
  return taken.judgement ? judgedAnswer(taken.judgement, statusUrl) : pendingAnswer(statusUrl);
}

/** The limits that workflows use; the others stay out of their histories. */
export function workflowLimitsOf({ transientSeconds, fileSeconds, filePollSeconds }: Limits): Limits {
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
      // While a transfer is held, staff have yet to find out whose number this is.
      ...(integratedAddressNumber !== null && result !== 'held' && { integratedAddressNumber }),
      codeRequestStatus,
      statusUrl,
    },
  };
}

/** The person's row stayed locked too long: its workflow will judge the transfer and tell the sender then (S27). */
function pendingAnswer(statusUrl: string): AcceptedTransfer {
  return {
    status: transferStatus.pending,
    answer: { result: 'pending', codeRequestStatus: 'NOT_REQUESTED', statusUrl },
  };
}

/** Uses the sender's own address number: there may be no other yet, and it means nothing outside the municipality. */
function statusUrlOf(
  publicUrl: string,
  municipality: string,
  { numberSystem = '', addressNumber = '' }: Partial<CheckedTransfer> = {},
): string {
  const query = new URLSearchParams({ numberSystem, addressNumber });
  return `${publicUrl}/v1/municipalities/${municipality}/residents?${query.toString()}`;
}
