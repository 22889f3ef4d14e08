import type { ActionResult } from '../contracts/api/error-actions.ts';
import type { StoredMunicipality } from '../storage/municipalities.ts';
import type { StaffUpdate } from '../temporal/start-acquire-code.ts';
import { workflowLimits } from './accept-transfer.ts';
import type { ApiContext } from './context.ts';
import { ProblemError } from './problem.ts';

/** An action of staff, through the person's workflow: it alone may move an open request. */
export async function act(
  { engine }: ApiContext,
  { municipality, limits }: StoredMunicipality,
  personId: string,
  update: StaffUpdate,
): Promise<ActionResult> {
  const reply = await engine.act({ municipality, personId, limits: workflowLimits(limits) }, update);
  switch (reply.kind) {
    case 'done': {
      const { stage, codeRequestStatus, attempt } = reply.status;
      return { stage, codeRequestStatus, attempt };
    }
    case 'refused':
      throw new ProblemError(reply.code);
    case 'unavailable':
      throw new ProblemError('ENGINE_AWAY', { cause: reply.cause, headers: { 'retry-after': '5' } });
  }
}
