/**
 * One run of the confirmation cycle (確認部 42), started by its schedule or by staff. It asks the intermediate server and
 * writes the answers; the reconciler (workers/nudger) nudges the workflows concerned.
 */
import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ConfirmCodesActivities, ConfirmCodesInput, ConfirmCodesOutcome } from '../contracts/confirm-codes.ts';

const { confirmPage } = proxyActivities<ConfirmCodesActivities>({
  startToCloseTimeout: '2 minutes',
  // The next scheduled run asks again, so this run need not outlive an outage.
  scheduleToCloseTimeout: '9 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

export async function confirmCodes({ municipality, carried }: ConfirmCodesInput): Promise<ConfirmCodesOutcome> {
  const outcome = carried?.outcome ?? { asked: 0, acquired: 0, errors: 0, unknown: 0, overdue: 0 };
  const runId = carried?.runId ?? workflowInfo().runId;
  let after = carried?.after ?? null;
  do {
    const page = await confirmPage({ municipality, runId, after });
    outcome.asked += page.asked;
    outcome.acquired += page.acquired;
    outcome.errors += page.errors;
    outcome.unknown += page.unknown;
    outcome.overdue += page.overdue;
    after = page.next;
    if (after !== null && workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof confirmCodes>({ municipality, carried: { outcome, runId, after } });
    }
  } while (after !== null);
  return outcome;
}
