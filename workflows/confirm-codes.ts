/** One confirmation run of a municipality (確認部 42): started by its schedule, or by staff. */
import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type {
  ConfirmCodesActivities,
  ConfirmCodesInput,
  ConfirmCodesOutcome,
  TellPass,
} from '../contracts/confirm-codes.ts';

const { confirmPage, tellWorkflows } = proxyActivities<ConfirmCodesActivities>({
  startToCloseTimeout: '2 minutes',
  // The next run asks again, so this one need not outlive an outage.
  scheduleToCloseTimeout: '9 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** Before those who could not be told are tried again. */
const tellAgainAfter = '5 seconds';
/** They are left to the next run when so many passes in a row told nobody, or nobody could be told for so long. */
const fruitlessPasses = 3;
const tellPatienceMs = 8 * 60_000;

const newPass: TellPass = { after: null, told: 0, left: 0 };

export async function confirmCodes(input: ConfirmCodesInput): Promise<ConfirmCodesOutcome> {
  const { municipality, carried } = input;
  const outcome = carried?.outcome ?? { asked: 0, acquired: 0, errors: 0, unknown: 0, overdue: 0, told: 0 };
  const runId = carried?.runId ?? workflowInfo().runId;
  if (carried?.pass === undefined) await askAll();
  await tellAll();
  return outcome;

  async function askAll(): Promise<void> {
    let after = carried?.after ?? null;
    do {
      const page = await confirmPage({ municipality, runId, after });
      outcome.asked += page.asked;
      outcome.acquired += page.acquired;
      outcome.errors += page.errors;
      outcome.unknown += page.unknown;
      outcome.overdue += page.overdue;
      after = page.next;
      if (after !== null) await goOnInNewRun({ after });
    } while (after !== null);
  }

  /** Page by page past those who could not be told, and back to them for as long as others can be. */
  async function tellAll(): Promise<void> {
    let pass: TellPass = carried?.pass ?? newPass;
    let fruitless = 0;
    let lastTold = Date.now();
    for (;;) {
      const { told, left, next } = await tellWorkflows({ municipality, after: pass.after });
      outcome.told += told;
      if (next === undefined) {
        if (left === 0 || told === 0) return;
        continue;
      }
      if (told > 0) lastTold = Date.now();
      if (Date.now() - lastTold >= tellPatienceMs) return;
      pass = { after: next, told: pass.told + told, left: pass.left + left };
      if (next === null) {
        fruitless = pass.told > 0 ? 0 : fruitless + 1;
        if (pass.left === 0 || fruitless >= fruitlessPasses) return;
        await sleep(tellAgainAfter);
        pass = newPass;
      }
      await goOnInNewRun({ after: null, pass });
    }
  }

  async function goOnInNewRun(from: { after: string | null; pass?: TellPass }): Promise<void> {
    if (!workflowInfo().continueAsNewSuggested) return;
    await continueAsNew<typeof confirmCodes>({ municipality, carried: { outcome, runId, ...from } });
  }
}
