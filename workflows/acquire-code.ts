/**
 * One resident's code acquisition (design §3): the loop of workflows/drive over the machine of domain/lifecycle. What is
 * here beside it is for whoever looks at the engine: status, timeline, and the error list of the Temporal Web UI.
 */
import { setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import * as contract from '../contracts/acquire-code.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { codeRequestStatusOf, errorCodeOf, type Acquisition } from '../domain/lifecycle.ts';
import type { Stage } from '../domain/stages.ts';
import { drive } from './drive.ts';

export async function acquireCode({
  municipality,
  personId,
  limits,
}: contract.AcquireCodeInput): Promise<contract.AcquireCodeOutcome> {
  let standing: Acquisition | null = null;
  const timeline: contract.TimelineEntry[] = [];
  // A function, because the loop changes the variable while others ask.
  const current = (): Acquisition | null => standing;
  setHandler(contract.statusQuery, () => statusOf(current()));
  setHandler(contract.timelineQuery, () => timeline);

  const left = await drive({ municipality, requests: { personIds: [personId] }, limits, seen });
  return {
    stage: left?.stage ?? null,
    codeRequestStatus: left ? codeRequestStatusOf(left) : 'NOT_REQUESTED',
  };

  function seen(now: Acquisition, passed: readonly Stage[]): void {
    const before = standing;
    standing = now;
    const at = new Date().toISOString();
    for (const stage of passed) {
      const last = timeline.at(-1);
      if (last?.stage !== stage || last.attempt !== now.attempt) timeline.push({ at, stage, attempt: now.attempt });
    }
    const errorCode = errorCodeOf(now);
    const inErrorList = errorCode !== null && before?.stage !== now.stage;
    if (inErrorList || errorCode !== (before && errorCodeOf(before))) {
      // Temporal's list is for the error list only; each write to it costs every one of its indexes (design §3).
      upsertSearchAttributes([
        { key: searchAttributes.errorCode, value: errorCode },
        { key: searchAttributes.stage, value: errorCode === null ? null : now.stage },
      ]);
    }
  }
}

function statusOf(acquisition: Acquisition | null): contract.StatusView {
  if (!acquisition) {
    return { stage: null, codeRequestStatus: 'NOT_REQUESTED', attempt: 1, failure: null, opensAt: null };
  }
  return {
    stage: acquisition.stage,
    codeRequestStatus: codeRequestStatusOf(acquisition),
    attempt: acquisition.attempt,
    failure: acquisition.stage === 'NEEDS_ATTENTION' ? acquisition.failure : null,
    opensAt: acquisition.stage === 'WAITING_FOR_HOURS' ? acquisition.opensAt : null,
  };
}
