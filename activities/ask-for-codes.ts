/** The question whether the intermediate server holds a code (確認): of the confirmation cycle, and of numbers given before fugo. */
import { cancellationSignal } from '@temporalio/activity';
import { applyConfirmation, type ConfirmationAnswer, type ConfirmationLine } from '../storage/confirming.ts';
import type { BegunStep, StepKey } from '../storage/steps.ts';
import type { Dependencies } from './dependencies.ts';
import { failure } from './failure.ts';

/** One answer a line, for the attempt that was asked about. */
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
 * A resident whose integrated number a system before fugo has given may have a code under it already, and is then not
 * asked for a second time. Answers who has one; they are 依頼済 with it.
 */
export async function acquireGiven(
  deps: Dependencies,
  { municipality, owner, attempt }: Pick<StepKey, 'municipality' | 'owner' | 'attempt'>,
  { lines, mayLiveUnder }: BegunStep,
): Promise<Set<string>> {
  const given = mayLiveUnder.length > 0 ? [] : lines.filter(({ numberGiven }) => numberGiven);
  if (given.length === 0) return new Set();
  const asked = given.map(({ personId, integratedAddressNumber }) => ({ personId, integratedAddressNumber, attempt }));
  const acquired = (await askForCodes(deps, municipality, asked)).filter(({ result }) => result === 'acquired');
  await applyConfirmation(deps.db, municipality, acquired);
  // The workflow of one resident learns of it as of any confirmation; a chunk has none to tell.
  if ('personId' in owner && acquired.length > 0) {
    await deps.signalConfirmation(municipality, owner.personId, { result: 'acquired' });
  }
  return new Set(acquired.map(({ personId }) => personId));
}
