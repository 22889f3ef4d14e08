/**
 * The workflow that acquires one resident's code (S28 to S34). `drive` does the work; this file adds status, timeline
 * and search attributes for operators.
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
  // `drive` sets the variable between two queries, so TypeScript must not narrow it.
  const getStanding = (): Acquisition | null => standing;
  setHandler(contract.statusQuery, () => statusOf(getStanding()));
  setHandler(contract.timelineQuery, () => timeline);

  const finalStanding = await drive({
    municipality,
    requests: { personIds: [personId] },
    limits,
    onStanding: recordStanding,
  });
  return {
    stage: finalStanding?.stage ?? null,
    codeRequestStatus: finalStanding ? codeRequestStatusOf(finalStanding) : 'NOT_REQUESTED',
  };

  function recordStanding(now: Acquisition, passed: readonly Stage[]): void {
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
      // Each write costs every index of Temporal's visibility store, so only residents on the error list are written
      // there.
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
