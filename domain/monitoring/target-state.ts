/**
 * What is known of a check target, and how results change it. A target fails after several failures in a row, and is
 * well again after several successes in a row, so a lost packet is no alarm and a lucky answer no recovery.
 */

import type { CheckState, Severity } from './names.ts';

/** A target as the rules need it; how it is asked is the prober's matter. */
export interface WatchedTarget {
  targetId: string;
  organisation: string;
  /** What this target is reached through or works by. While it is down, the target opens no incident. */
  parentId: string | null;
  severity: Severity;
  /** Failures in a row after which the target counts as failed; at least 1. */
  failAfter: number;
  /** Successes in a row after which a failed target counts as well; at least 1. */
  okAfter: number;
}

export interface TargetState {
  state: CheckState;
  /** When the state began. Epoch milliseconds, as all moments here. */
  since: number;
  /** Failures in a row up to now. */
  failures: number;
  /** Successes in a row up to now. */
  successes: number;
  /** When the first of the failures in a row was asked. */
  failingSince: number | null;
  /** When the newest result was asked for. */
  lastAt: number | null;
  /** When the target was well again after a failure, most recently. */
  recoveredAt: number | null;
  /** Why it fails: a code of the prober, never text of the other side. */
  error: string | null;
}

/** What a check found. */
export interface CheckResult {
  ok: boolean;
  /** When the check began: an answer says nothing of the time after that. */
  at: number;
  error?: string;
}

export function unknownState(at: number): TargetState {
  return {
    state: 'unknown',
    since: at,
    failures: 0,
    successes: 0,
    failingSince: null,
    lastAt: null,
    recoveredAt: null,
    error: null,
  };
}

/** The state after a result. A result that was overtaken by a newer one changes nothing. */
export function observe(
  before: TargetState,
  { failAfter, okAfter }: Pick<WatchedTarget, 'failAfter' | 'okAfter'>,
  { ok, at, error }: CheckResult,
): TargetState {
  if (before.lastAt !== null && at < before.lastAt) return before;
  if (ok) {
    const successes = before.successes + 1;
    const well = { ...before, successes, failures: 0, failingSince: null, lastAt: at };
    // The first answer ever suffices: nobody was told of a failure.
    if (before.state === 'unknown') return { ...well, state: 'up', since: at, error: null };
    if (before.state === 'up' || successes < okAfter) return well;
    return { ...well, state: 'up', since: at, recoveredAt: at, error: null };
  }
  const failures = before.failures + 1;
  const failing = {
    ...before,
    failures,
    successes: 0,
    failingSince: before.failingSince ?? at,
    lastAt: at,
    error: error ?? null,
  };
  if (before.state === 'down' || failures < failAfter) return failing;
  return { ...failing, state: 'down', since: at };
}
