/**
 * Asks the intermediate server whether it holds codes (確認): for the confirmation cycle, and for numbers that an earlier
 * system assigned.
 */
import { cancellationSignal } from '@temporalio/activity';
import {
  applyConfirmation,
  type ConfirmationAnswer,
  type ConfirmationLine,
} from '../storage/confirmations/confirming.ts';
import type { StepKey, StepLine } from '../storage/requests/steps.ts';
import type { Dependencies } from './dependencies.ts';
import { createFailure } from './failure.ts';

/** Returns one answer a line, with the attempt that was asked about. */
export async function askForCodes(
  deps: Dependencies,
  municipality: string,
  lines: readonly ConfirmationLine[],
): Promise<ConfirmationAnswer[]> {
  const { intermediateServer } = await deps.getNeighbours(municipality);
  const reply = await intermediateServer.confirmCodes(
    municipality,
    {
      lines: lines.map(({ personId, integratedAddressNumber }) => ({ lineId: personId, integratedAddressNumber })),
    },
    { signal: cancellationSignal() },
  );
  if (reply.kind === 'unavailable') throw createFailure('INTERMEDIATE_SERVER_UNAVAILABLE');
  if (reply.kind === 'unexpected') throw createFailure('UNEXPECTED_ANSWER', { detail: reply.what });
  const attemptOf = new Map(lines.map(({ personId, attempt }) => [personId, attempt]));
  return reply.body.results.map(({ lineId: personId, result, error }) => {
    const about = { personId, attempt: attemptOf.get(personId) ?? 0 };
    return result === 'error' ? { ...about, result, error: error ?? 'CODE_REFUSED' } : { ...about, result };
  });
}

/**
 * A resident whose integrated number an earlier system assigned may have a code, so the question comes before the
 * serial request (S29). Returns the ids of those who have one; they are now 依頼済.
 */
export async function confirmGivenNumbers(
  deps: Dependencies,
  { municipality, attempt }: Pick<StepKey, 'municipality' | 'attempt'>,
  lines: readonly StepLine[],
): Promise<string[]> {
  const numberedLines = lines.filter(({ numberGiven }) => numberGiven);
  if (numberedLines.length === 0) return [];
  const questions = numberedLines.map(({ personId, integratedAddressNumber }) => ({
    personId,
    integratedAddressNumber,
    attempt,
  }));
  const acquiredAnswers = (await askForCodes(deps, municipality, questions)).filter(
    ({ result }) => result === 'acquired',
  );
  await applyConfirmation(deps.db, municipality, acquiredAnswers);
  return acquiredAnswers.map(({ personId }) => personId);
}
