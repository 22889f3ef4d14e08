import type { ActionResult } from '../../contracts/api/error-actions.ts';
import { codeRequestStatusOf } from '../../domain/lifecycle.ts';
import { actOnAcquisition, type StaffActionInput, type Within } from '../../storage/errors/staff-actions.ts';
import type { ApiContext } from '../context.ts';
import { ProblemError } from '../http/problem.ts';

/**
 * Carries out an action of staff in one transaction and nudges the person's workflow. It writes with the program's
 * rights, because it moves the request; the caller has checked that the member of staff may ask for it.
 */
export async function performStaffAction(
  context: ApiContext,
  action: StaffActionInput,
  within?: Within,
): Promise<ActionResult> {
  const outcome = await actOnAcquisition(context, action, within);
  if (outcome.kind === 'refused') throw new ProblemError(outcome.code);
  const { acquisition } = outcome;
  return {
    stage: acquisition.stage,
    codeRequestStatus: codeRequestStatusOf(acquisition),
    attempt: acquisition.attempt,
  };
}
