/**
 * What is known of a check target, and how results change it. A target fails after several failures in a row, and is
 * well again after several successes in a row, so a lost packet is no alarm and a lucky answer no recovery.
 */

/** How much an incident of the target matters; recipients are chosen by it. */
export const severities = ['critical', 'warning'] as const;
export type Severity = (typeof severities)[number];

/** A target as the rules need it; how it is asked is the prober's matter. */
export interface WatchedTarget {
  targetId: string;
  organisation: string;
  /** The kind of check; silences may name it. */
  kind: string;
  /** What this target is reached through or works by. While it is down, the target opens no incident. */
  parentId: string | null;
  severity: Severity;
  /** Failures in a row after which the target counts as failed; at least 1. */
  failAfter: number;
  /** Successes in a row after which a failed target counts as well; at least 1. */
  okAfter: number;
}

export type Condition = 'unknown' | 'ok' | 'failed';

export interface TargetState {
  condition: Condition;
  /** When the condition began. Epoch milliseconds, as all moments here. */
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
    condition: 'unknown',
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
  state: TargetState,
  { failAfter, okAfter }: Pick<WatchedTarget, 'failAfter' | 'okAfter'>,
  { ok, at, error }: CheckResult,
): TargetState {
  if (state.lastAt !== null && at < state.lastAt) return state;
  if (ok) {
    const successes = state.successes + 1;
    const well = { ...state, successes, failures: 0, failingSince: null, lastAt: at };
    // The first answer ever suffices: nobody was told of a failure.
    if (state.condition === 'unknown') return { ...well, condition: 'ok', since: at, error: null };
    if (state.condition === 'ok' || successes < okAfter) return well;
    return { ...well, condition: 'ok', since: at, recoveredAt: at, error: null };
  }
  const failures = state.failures + 1;
  const failing = {
    ...state,
    failures,
    successes: 0,
    failingSince: state.failingSince ?? at,
    lastAt: at,
    error: error ?? null,
  };
  if (state.condition === 'failed' || failures < failAfter) return failing;
  return { ...failing, condition: 'failed', since: at };
}
