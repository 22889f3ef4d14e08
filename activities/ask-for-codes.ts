/**
 * Asks the intermediate server whether it holds a code (確認). The confirmation cycle asks for requests under way; the
 * serial step asks for integrated numbers that an earlier system assigned.
 */
import { cancellationSignal } from '@temporalio/activity';
import {
  applyConfirmation,
  type ConfirmationAnswer,
  type ConfirmationLine,
} from '../storage/confirmations/confirming.ts';
import type { StepKey, StepLine } from '../storage/requests/steps.ts';
import type { Dependencies } from './dependencies.ts';
import { failure } from './failure.ts';

/** Returns one answer a line, with the attempt that was asked about. */
export async function askForCodes(
  deps: Dependencies,
  municipality: string,
  lines: readonly ConfirmationLine[],
): Promise<ConfirmationAnswer[]> {
  const { intermediateServer } = await deps.neighboursOf(municipality);
  const reply = await intermediateServer.confirmCodes(
    municipality,
    {
      lines: lines.map(({ personId, integratedAddressNumber }) => ({ lineId: personId, integratedAddressNumber })),
    },
    { signal: cancellationSignal() },
  );
  if (reply.kind === 'unavailable') throw failure('INTERMEDIATE_SERVER_UNAVAILABLE');
  if (reply.kind === 'unexpected') throw failure('UNEXPECTED_ANSWER', { detail: reply.what });
  const attemptOf = new Map(lines.map(({ personId, attempt }) => [personId, attempt]));
  return reply.body.results.map(({ lineId: personId, result, error }) => {
    const about = { personId, attempt: attemptOf.get(personId) ?? 0 };
    return result === 'error' ? { ...about, result, error: error ?? 'CODE_REFUSED' } : { ...about, result };
  });
}

/**
 * A resident whose integrated number was migrated from an earlier system may have a code already, so the question comes
 * before the serial request (S29). Returns the ids of those who have a code; they are set to 依頼済, and their workflows
 * learn of it as of any confirmation.
 */
export async function acquireGiven(
  deps: Dependencies,
  { municipality, attempt }: Pick<StepKey, 'municipality' | 'attempt'>,
  lines: readonly StepLine[],
): Promise<string[]> {
  const given = lines.filter(({ numberGiven }) => numberGiven);
  if (given.length === 0) return [];
  const asked = given.map(({ personId, integratedAddressNumber }) => ({ personId, integratedAddressNumber, attempt }));
  const acquired = (await askForCodes(deps, municipality, asked)).filter(({ result }) => result === 'acquired');
  await applyConfirmation(deps.db, municipality, acquired);
  return acquired.map(({ personId }) => personId);
}
