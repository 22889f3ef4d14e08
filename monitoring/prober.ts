/**
 * Asks every target in its own rhythm. The questions are spread over the interval, a bounded number is under way at
 * once, and none holds up the others: what does not answer in its time has failed.
 *
 * A check is a promise of an outcome. It gets a signal that is aborted at its deadline, and the prober goes on then
 * whether or not it listens, because a watch that waits for one target watches nothing.
 */
import type { CheckResult } from '../domain/monitoring/target-state.ts';

/** What a check found. The error is a code, never text of the other side. */
export type Outcome = { ok: true } | { ok: false; error: string };
export type Check = (signal: AbortSignal) => Promise<Outcome>;

export interface ProbeTarget {
  targetId: string;
  /** Milliseconds. */
  intervalMs: number;
  /** After this time the target has not answered. Milliseconds. */
  timeoutMs: number;
  check: Check;
}

export interface ProberOptions {
  /** Takes a result. `soon`: the target should be asked again before its time, to confirm a failure. */
  onResult: (targetId: string, result: CheckResult) => 'soon' | 'usual';
  now?: () => number;
  /** The most checks at once. */
  concurrency?: number;
  /** How soon a failure is confirmed, unless the interval is shorter. Milliseconds. */
  confirmMs?: number;
  /** How often is looked who is due. Milliseconds. */
  tickMs?: number;
}

interface Slot {
  target: ProbeTarget;
  /** When it is asked next. */
  dueAt: number;
  running: boolean;
}

/** A process that did not run for so long says nothing of those whom it asked before. Milliseconds. */
const pauseMs = 2_000;
/** The first questions come within this time, however long the interval is. Milliseconds. */
const firstWithinMs = 10_000;

export interface ProberCounts {
  checks: number;
  failures: number;
  running: number;
  /** When the prober last looked who is due. */
  tickedAt: number;
}

export class Prober {
  readonly #slots = new Map<string, Slot>();
  readonly #options: Required<ProberOptions>;
  #timer: NodeJS.Timeout | undefined;
  /** Until when results are doubted, because the process did not run. */
  #pausedAt = 0;
  readonly counts: ProberCounts;

  constructor(options: ProberOptions) {
    this.#options = { now: Date.now, concurrency: 64, confirmMs: 3_000, tickMs: 100, ...options };
    this.counts = { checks: 0, failures: 0, running: 0, tickedAt: this.#options.now() };
  }

  /** Replaces the targets. Those that stay keep their rhythm. */
  setTargets(targets: readonly ProbeTarget[]): void {
    const now = this.#options.now();
    const ids = new Set(targets.map(({ targetId }) => targetId));
    for (const targetId of [...this.#slots.keys()].filter((known) => !ids.has(known))) this.#slots.delete(targetId);
    for (const target of targets) {
      const slot = this.#slots.get(target.targetId);
      if (slot) slot.target = target;
      else {
        const dueAt = now + spreadOf(target.targetId) * Math.min(target.intervalMs, firstWithinMs);
        this.#slots.set(target.targetId, { target, dueAt, running: false });
      }
    }
  }

  /** Asks a target at the next look, before its time. */
  hurry(targetId: string): void {
    const slot = this.#slots.get(targetId);
    if (slot) slot.dueAt = Math.min(slot.dueAt, this.#options.now());
  }

  start(): void {
    this.counts.tickedAt = this.#options.now();
    this.#timer ??= setInterval(() => this.#tick(), this.#options.tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    const { now, concurrency } = this.#options;
    const at = now();
    if (at - this.counts.tickedAt > pauseMs) this.#pausedAt = at;
    this.counts.tickedAt = at;
    const due: Slot[] = [];
    for (const slot of this.#slots.values()) if (!slot.running && slot.dueAt <= at) due.push(slot);
    const room = concurrency - this.counts.running;
    // Who waits longest is first, or those at the end would never have their turn. Who is left over waits for the next look.
    if (due.length > room) due.sort((a, b) => a.dueAt - b.dueAt);
    for (const slot of due.slice(0, Math.max(0, room))) void this.#ask(slot);
  }

  async #ask(slot: Slot): Promise<void> {
    const { now, onResult, confirmMs } = this.#options;
    const { target } = slot;
    const at = now();
    slot.running = true;
    this.counts.running += 1;
    this.counts.checks += 1;
    let next = slot.dueAt + target.intervalMs;
    try {
      const outcome = await outcomeWithin(target);
      // After a pause of this process a deadline is over although nobody was slow.
      if (!outcome.ok && this.#pausedAt >= at) next = now() + Math.min(confirmMs, target.intervalMs);
      else if (this.#slots.get(target.targetId) === slot) {
        if (!outcome.ok) this.counts.failures += 1;
        const again = onResult(
          target.targetId,
          outcome.ok ? { ok: true, at } : { ok: false, at, error: outcome.error },
        );
        if (again === 'soon') next = now() + Math.min(confirmMs, target.intervalMs);
      }
    } finally {
      this.counts.running -= 1;
      slot.running = false;
      // What was missed is not made up for.
      slot.dueAt = next > now() ? next : now() + target.intervalMs;
    }
  }
}

async function outcomeWithin({ check, timeoutMs }: ProbeTarget): Promise<Outcome> {
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      resolve({ ok: false, error: 'TIMEOUT' });
      deadline.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([check(deadline.signal), late]);
  } catch (error) {
    return { ok: false, error: errorCodeOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** Codes of the system and their words here. */
const knownErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'REFUSED',
  ECONNRESET: 'RESET',
  EPIPE: 'RESET',
  ENOTFOUND: 'NAME_UNKNOWN',
  EAI_AGAIN: 'NAME_UNKNOWN',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  ETIMEDOUT: 'TIMEOUT',
  ABORT_ERR: 'TIMEOUT',
  CERT_HAS_EXPIRED: 'CERTIFICATE_EXPIRED',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'CERTIFICATE_UNTRUSTED',
  SELF_SIGNED_CERT_IN_CHAIN: 'CERTIFICATE_UNTRUSTED',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'CERTIFICATE_UNTRUSTED',
  ERR_TLS_CERT_ALTNAME_INVALID: 'CERTIFICATE_OF_ANOTHER',
};

/** A code for an error of a check; never its text, which may quote what the other side sent. */
export function errorCodeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return knownErrors[code] ?? (/^[A-Z0-9_]{1,40}$/u.test(code) ? code : 'ERROR');
  return error instanceof Error && error.name === 'AbortError' ? 'TIMEOUT' : 'ERROR';
}

/** From 0 up to 1, the same for the same id at every start. FNV-1a. */
function spreadOf(targetId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < targetId.length; index += 1) {
    hash = Math.imul(hash ^ targetId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) / 4_294_967_296;
}
