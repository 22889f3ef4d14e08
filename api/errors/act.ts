import type { ActionResult } from '../../contracts/api/error-actions.ts';
import { codeRequestStatusOf } from '../../domain/lifecycle.ts';
import { actOnAcquisition, type StaffActionInput } from '../../storage/errors/staff-actions.ts';
import type { ApiContext } from '../context.ts';
import { ProblemError } from '../http/problem.ts';

/**
 * An action of staff: one transaction, after which the person's workflow is nudged. As the program, since it moves the
 * request; whether the caller may ask for it was decided before.
 */
export async function act(context: ApiContext, action: StaffActionInput): Promise<ActionResult> {
  const outcome = await actOnAcquisition(context, action);
  if (outcome.kind === 'refused') throw new ProblemError(outcome.code);
  const { acquisition } = outcome;
  return {
    stage: acquisition.stage,
    codeRequestStatus: codeRequestStatusOf(acquisition),
    attempt: acquisition.attempt,
  };
}
