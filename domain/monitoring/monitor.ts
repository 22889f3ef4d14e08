/**
 * From results of checks to incidents, without any input or output: time and ids come in as arguments, and what is to
 * be stored or sent goes out as effects.
 *
 * M1. Checks are never suppressed, only the opening of incidents and their alarms.
 * M2. Closing is never suppressed: not by a dependency, not by a silence, not by an acknowledgement.
 * M3. Of one fingerprint at most one incident is open, and each one opens, is told, escalates and closes once.
 * M4. What was restored from a store is no evidence: a target must have been asked since before anything follows.
 */
import { alarmFingerprint, settleTime, targetFingerprint, type Incident, type IncidentRules } from './incidents.ts';
import type { CheckState, Severity } from './names.ts';
import { findSilence, type Silence } from './silences.ts';
import { observe, unknownState, type CheckResult, type TargetState, type WatchedTarget } from './target-state.ts';

export type Effect =
  | { kind: 'changed'; targetId: string; at: number; from: CheckState; to: CheckState; error: string | null }
  /** `by` is the target that is down instead; null when that is over. */
  | { kind: 'suppressed'; targetId: string; at: number; by: string | null }
  /** A new incident. Whether anybody is told says `told`, which may come later or not at all. */
  | { kind: 'opened'; at: number; incident: Incident }
  | { kind: 'told'; at: number; incident: Incident }
  /** Nobody has acknowledged it in so many minutes. It may happen again after more minutes, for other recipients. */
  | { kind: 'escalated'; at: number; incident: Incident }
  /** Its target failed again before it could close, or more dependants are suppressed because of it. */
  | { kind: 'noted'; at: number; incident: Incident }
  | { kind: 'closed'; at: number; incident: Incident }
  /** The target should be asked at once, because others wait for what it says. */
  | { kind: 'probe'; targetId: string };

export interface TargetStanding {
  target: WatchedTarget;
  state: TargetState;
  suppressedBy: string | null;
}

/** An alarm that somebody else raises and ends. */
export interface OutsideAlarm {
  fingerprint: string;
  organisation: string;
  severity: Severity;
  cause: string;
  firing: boolean;
}

interface Watched extends TargetStanding {
  /** Since when its incident waits for news of what it depends on. */
  waitingSince: number | null;
  /** So many more failures are needed for an incident, because it was not meant to run until now. */
  failuresNeeded: number;
}

/** Flaps of a target's latest incident, which the next one inherits when it follows soon. */
interface PastIncident {
  flaps: number;
  closedAt: number;
}

type Standing = { kind: 'alone' } | { kind: 'suppressed'; by: string } | { kind: 'waiting'; for: string[] };

export class Monitor {
  readonly #rules: IncidentRules;
  readonly #newId: () => string;
  readonly #watched = new Map<string, Watched>();
  readonly #dependants = new Map<string, string[]>();
  readonly #open = new Map<string, Incident>();
  readonly #past = new Map<string, PastIncident>();
  #silences: readonly Silence[] = [];
  #planned: ReadonlySet<string> = new Set();
  #escalationMinutes: (incident: Incident) => readonly number[] = () => [];

  constructor(rules: IncidentRules, newId: () => string) {
    this.#rules = rules;
    this.#newId = newId;
  }

  // ---- what is watched ----------------------------------------------------------------------------------------------

  /** Replaces the targets; states of those that stay are kept. The incident of a target that goes is closed. */
  setTargets(targets: readonly WatchedTarget[], at: number): Effect[] {
    const ids = new Set(targets.map(({ targetId }) => targetId));
    const effects: Effect[] = [];
    for (const targetId of [...this.#watched.keys()].filter((known) => !ids.has(known))) {
      this.#watched.delete(targetId);
      const incident = this.#open.get(targetFingerprint(targetId));
      if (incident) effects.push(this.#close(incident, at));
    }
    for (const target of targets) {
      const known = this.#watched.get(target.targetId);
      if (known) known.target = target;
      else this.#watched.set(target.targetId, this.#newlyWatched(target, unknownState(at)));
    }
    this.#dependants.clear();
    for (const { targetId, parentId } of targets) {
      if (parentId === null) continue;
      this.#dependants.set(parentId, [...(this.#dependants.get(parentId) ?? []), targetId]);
    }
    return effects;
  }

  setSilences(silences: readonly Silence[]): void {
    this.#silences = silences;
  }

  /**
   * The targets that are not meant to run now, such as a server outside of its operating day. They are asked on and may
   * be down, and open no incident. Once one is meant to run, only what it answers from then on counts.
   */
  setPlannedDown(targetIds: ReadonlySet<string>): void {
    for (const targetId of this.#planned) {
      const watched = targetIds.has(targetId) ? undefined : this.#watched.get(targetId);
      if (watched?.state.state === 'down') watched.failuresNeeded = watched.target.failAfter;
    }
    this.#planned = targetIds;
  }

  /** After how many minutes without an acknowledgement an incident escalates, in their order. */
  setEscalation(minutesOf: (incident: Incident) => readonly number[]): void {
    this.#escalationMinutes = minutesOf;
  }

  /** Takes over what a store remembers of a target. It counts as evidence only once the target was asked again. */
  restoreState(targetId: string, state: TargetState, suppressedBy: string | null): void {
    const watched = this.#watched.get(targetId);
    if (watched) Object.assign(watched, { state: { ...state, lastAt: null }, suppressedBy });
  }

  /**
   * Takes over the open incidents of the store, which knows of acknowledgements and of incidents that others opened.
   * Where the store has another incident of the same fingerprint, the store's stays.
   */
  adopt(stored: readonly Incident[]): void {
    const fingerprints = new Set(stored.map(({ fingerprint }) => fingerprint));
    for (const fingerprint of [...this.#open.keys()].filter((known) => !fingerprints.has(known))) {
      this.#open.delete(fingerprint);
    }
    for (const incident of stored) {
      const own = this.#open.get(incident.fingerprint);
      const isSame = own?.incidentId === incident.incidentId;
      const escalatedMinutes = Math.max(incident.escalatedMinutes, isSame ? own.escalatedMinutes : 0);
      this.#keep({ ...incident, escalatedMinutes });
    }
  }

  get standings(): readonly TargetStanding[] {
    return [...this.#watched.values()];
  }

  get openIncidents(): readonly Incident[] {
    return [...this.#open.values()];
  }

  findStanding(targetId: string): TargetStanding | undefined {
    return this.#watched.get(targetId);
  }

  #newlyWatched(target: WatchedTarget, state: TargetState): Watched {
    return { target, state, suppressedBy: null, waitingSince: null, failuresNeeded: 0 };
  }

  // ---- what happens -------------------------------------------------------------------------------------------------

  /** A result came in; `now` is the moment at which it is known. A result of an unknown target changes nothing. */
  observe(targetId: string, result: CheckResult, now: number): Effect[] {
    const watched = this.#watched.get(targetId);
    if (!watched) return [];
    const before = watched.state;
    watched.state = observe(before, watched.target, result);
    if (result.ok) watched.failuresNeeded = 0;
    else if (watched.state !== before) watched.failuresNeeded = Math.max(0, watched.failuresNeeded - 1);
    const effects: Effect[] = [];
    const { state: to, error, since: at } = watched.state;
    if (to !== before.state) {
      effects.push({ kind: 'changed', targetId, at, from: before.state, to, error });
      const incident = this.#open.get(targetFingerprint(targetId));
      if (incident && to === 'down' && before.state === 'up') {
        const noted = this.#keep({ ...incident, flaps: incident.flaps + 1 });
        effects.push({ kind: 'noted', at: now, incident: noted });
      }
    }
    effects.push(...this.#review(watched, now));
    // Only those that wait for a decision, and only when this result can decide anything.
    for (const dependant of this.#failedBelow(targetId)) effects.push(...this.#review(dependant, now));
    return effects;
  }

  /** Time passes: silences end, incidents have been well for long enough, or nobody has acknowledged them. */
  tick(now: number): Effect[] {
    const effects: Effect[] = [];
    for (const watched of this.#watched.values()) {
      if (watched.state.state === 'down' || watched.suppressedBy !== null) effects.push(...this.#review(watched, now));
    }
    for (const incident of this.openIncidents) {
      const suppressed = this.#countSuppressedBy(incident);
      if (suppressed > incident.suppressed) {
        effects.push({ kind: 'noted', at: now, incident: this.#keep({ ...incident, suppressed }) });
      }
    }
    for (const incident of this.openIncidents) effects.push(...this.#reviewIncident(incident, now));
    return effects;
  }

  /** An alarm from outside was raised or has ended. Who raises it has waited long enough before. */
  alarm({ fingerprint: given, organisation, severity, cause, firing }: OutsideAlarm, now: number): Effect[] {
    const fingerprint = alarmFingerprint(given);
    const open = this.#open.get(fingerprint);
    if (!firing) return open ? [this.#close(open, now)] : [];
    if (open) return [];
    const incident = this.#keep({ ...this.#newIncident(now), fingerprint, organisation, severity, cause });
    return [{ kind: 'opened', at: now, incident }, ...this.#reviewIncident(incident, now)];
  }

  /** Somebody works on it: it does not escalate any more. */
  acknowledge(incidentId: string, at: number): void {
    const incident = this.openIncidents.find((open) => open.incidentId === incidentId);
    if (incident && incident.acknowledgedAt === null) this.#keep({ ...incident, acknowledgedAt: at });
  }

  // ---- decisions ----------------------------------------------------------------------------------------------------

  #review(watched: Watched, now: number): Effect[] {
    const { target, state } = watched;
    const incident = this.#open.get(targetFingerprint(target.targetId));
    if (incident) return [...this.#suppress(watched, null, now), ...this.#reviewIncident(incident, now)];
    if (state.state !== 'down') {
      watched.waitingSince = null;
      return this.#suppress(watched, null, now);
    }
    if (state.lastAt === null) return [];
    if (this.#planned.has(target.targetId) || watched.failuresNeeded > 0) {
      watched.waitingSince = null;
      return this.#suppress(watched, null, now);
    }
    const standing = this.#standingOf(watched, now);
    if (standing.kind === 'suppressed') {
      watched.waitingSince = null;
      return this.#suppress(watched, standing.by, now);
    }
    if (standing.kind === 'waiting') {
      const first = watched.waitingSince === null;
      watched.waitingSince ??= now;
      if (now - watched.waitingSince < this.#rules.longestWaitMs) {
        return first ? standing.for.map((targetId) => ({ kind: 'probe', targetId })) : [];
      }
    }
    watched.waitingSince = null;
    return [...this.#suppress(watched, null, now), ...this.#openFor(watched, now)];
  }

  #suppress(watched: Watched, by: string | null, at: number): Effect[] {
    if (watched.suppressedBy === by) return [];
    watched.suppressedBy = by;
    return [{ kind: 'suppressed', targetId: watched.target.targetId, at, by }];
  }

  /**
   * Whether a failed target has failed by itself. It has not while anything it depends on is down, or has only just
   * come back. While that is not known, because nothing above it was asked since its first failure or is itself about to
   * fail, it waits: otherwise two hundred dependants that are asked a moment earlier would each raise an alarm.
   */
  #standingOf({ target, state }: Watched, now: number): Standing {
    const missing: string[] = [];
    const seen = new Set([target.targetId]);
    let parentId = target.parentId;
    while (parentId !== null && !seen.has(parentId)) {
      seen.add(parentId);
      const parent = this.#watched.get(parentId);
      if (!parent) break;
      const { state: above, failures, lastAt, recoveredAt } = parent.state;
      const recovering = recoveredAt !== null && now - recoveredAt < this.#rules.graceMs;
      if (above === 'down' || recovering) return { kind: 'suppressed', by: parentId };
      const asked = lastAt !== null && lastAt >= (state.failingSince ?? state.since);
      const askedSinceRecovery = recoveredAt === null || (state.lastAt ?? 0) > recoveredAt;
      if (failures > 0 || !asked || !askedSinceRecovery) missing.push(parentId);
      ({ parentId } = parent.target);
    }
    return missing.length === 0 ? { kind: 'alone' } : { kind: 'waiting', for: missing };
  }

  #openFor({ target, state }: Watched, now: number): Effect[] {
    const past = this.#past.get(target.targetId);
    const again = past && now - past.closedAt < this.#rules.longestSettleMs;
    const incident = this.#keep({
      ...this.#newIncident(now),
      fingerprint: targetFingerprint(target.targetId),
      organisation: target.organisation,
      severity: target.severity,
      targetId: target.targetId,
      cause: state.error ?? 'FAILED',
      flaps: again ? past.flaps + 1 : 0,
    });
    return [{ kind: 'opened', at: now, incident }, ...this.#reviewIncident(incident, now)];
  }

  #newIncident(openedAt: number) {
    return {
      incidentId: this.#newId(),
      targetId: null,
      openedAt,
      toldAt: null,
      acknowledgedAt: null,
      escalatedAt: null,
      escalatedMinutes: 0,
      closedAt: null,
      flaps: 0,
      suppressed: 0,
    };
  }

  /** What follows for an open incident: it closes, is told, or escalates. */
  #reviewIncident(incident: Incident, now: number): Effect[] {
    const state = incident.targetId === null ? undefined : this.#watched.get(incident.targetId)?.state;
    if (state?.state === 'up') {
      const wellFor = now - state.since;
      const settled = state.lastAt !== null && wellFor >= settleTime(this.#rules, incident.flaps);
      return settled ? [this.#close(incident, now)] : [];
    }
    if (findSilence(this.#silences, incident, now)) return [];
    if (incident.toldAt === null)
      return [{ kind: 'told', at: now, incident: this.#keep({ ...incident, toldAt: now }) }];
    if (incident.acknowledgedAt !== null) return [];
    const waited = (now - incident.toldAt) / 60_000;
    const due = this.#escalationMinutes(incident).filter((each) => each > incident.escalatedMinutes && each <= waited);
    const escalatedMinutes = due.at(-1);
    if (escalatedMinutes === undefined) return [];
    const escalated = this.#keep({ ...incident, escalatedAt: incident.escalatedAt ?? now, escalatedMinutes });
    return [{ kind: 'escalated', at: now, incident: escalated }];
  }

  #close(incident: Incident, at: number): Effect {
    this.#open.delete(incident.fingerprint);
    if (incident.targetId !== null) this.#past.set(incident.targetId, { flaps: incident.flaps, closedAt: at });
    return { kind: 'closed', at, incident: { ...incident, closedAt: at } };
  }

  #keep(incident: Incident): Incident {
    this.#open.set(incident.fingerprint, incident);
    return incident;
  }

  /** Failed targets below this one that have no incident yet. */
  *#failedBelow(targetId: string, seen = new Set([targetId])): Generator<Watched> {
    for (const dependantId of this.#dependants.get(targetId) ?? []) {
      if (seen.has(dependantId)) continue;
      seen.add(dependantId);
      const dependant = this.#watched.get(dependantId);
      if (dependant?.state.state === 'down' && !this.#open.has(targetFingerprint(dependantId))) yield dependant;
      yield* this.#failedBelow(dependantId, seen);
    }
  }

  #countSuppressedBy({ targetId }: Incident): number {
    if (targetId === null) return 0;
    let count = 0;
    for (const { suppressedBy } of this.#watched.values()) if (suppressedBy === targetId) count += 1;
    return count;
  }
}
