/** Incidents (障害): from the moment something is wrong to the moment it has been well for long enough. */
import type { Severity } from './names.ts';

/** What is told to people. Each happens once for an incident. */
export const transitions = ['opened', 'escalated', 'closed'] as const;
export type Transition = (typeof transitions)[number];

export interface Incident {
  incidentId: string;
  /** What it is about; of one fingerprint at most one incident is open. */
  fingerprint: string;
  organisation: string;
  severity: Severity;
  /** Null when no target of the prober is meant: an alarm from outside, a step of an operating day. */
  targetId: string | null;
  /** A code of the prober, or the name of the alarm. */
  cause: string;
  openedAt: number;
  /** When people were told that it opened; null while a silence hides it. */
  toldAt: number | null;
  acknowledgedAt: number | null;
  escalatedAt: number | null;
  /** The minutes up to which it has escalated; those who are told after more minutes do not know of it yet. */
  escalatedMinutes: number;
  closedAt: number | null;
  /** How often its target failed again before the incident closed. */
  flaps: number;
  /** The most dependants that were suppressed because of it. */
  suppressed: number;
}

export const targetFingerprint = (targetId: string): string => `target/${targetId}`;
export const alarmFingerprint = (fingerprint: string): string => `alarm/${fingerprint}`;

export interface IncidentRules {
  /** So long a target must be well before its incident closes, unless it flaps. Milliseconds. */
  settleMs: number;
  /** The longest that a flapping target must be well. Milliseconds. */
  longestSettleMs: number;
  /** So long after a target's recovery those that depend on it open no incident. Milliseconds. */
  graceMs: number;
  /** So long at most an incident waits for news of what its target depends on. Milliseconds. */
  longestWaitMs: number;
}

export const usualIncidentRules: IncidentRules = {
  settleMs: 60_000,
  longestSettleMs: 60 * 60_000,
  graceMs: 60_000,
  longestWaitMs: 60_000,
};

/**
 * How long a target must be well before its incident closes: eight times as long after each new failure. So whatever
 * comes and goes is one incident, with one mail at its beginning and one at its end; what does so slowly, with twenty
 * minutes between, is at most three. Milliseconds.
 */
export function settleTime({ settleMs, longestSettleMs }: IncidentRules, flaps: number): number {
  return Math.min(longestSettleMs, settleMs * 8 ** Math.min(flaps, 10));
}
