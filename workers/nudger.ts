/**
 * The reconciler: nudges the workflows of whoever is due (storage/due), so that every commit that asks for a driver gets
 * one, whatever was lost on the way: a nudge, a run, a deploy, or all of Temporal's data. It stands beside the engine and
 * not on it, because it is what brings the engine's work back.
 *
 * N1. Nobody waits for somebody who never comes: who is due is nudged until heard of; a run that does not answer is
 *     replaced; and when that did not help either, staff have a case, ENGINE_STUCK.
 * N2. More newcomers than single runs can follow are gathered into a chunk (design §4).
 * N3. It goes on while there is work; woken by the database's word, or else after a moment.
 * N4. Schedules that are gone are made again, and the delivery of notices is started when there are some.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { wakeDriven } from '../storage/requests/due.ts';
import { refreshStatisticsIfGrown } from '../storage/database/statistics.ts';
import { nudgeDue } from './nudge-due.ts';
import type { NudgerCounts, NudgerDeps, NudgerSettings } from './nudger-settings.ts';
import { bringOnLoads, type ReplacedLoads } from './stalled-loads.ts';

/** How long it rests when nobody is due and nobody says that somebody is. Milliseconds. */
const restMs = 1_000;

export interface NudgerLoop extends NudgerDeps {
  municipalities: () => Promise<string[]>;
  /** From time to time, and at the beginning. */
  ensureSchedules: (municipality: string) => Promise<'made' | 'kept'>;
  /** Whether a backbone that has an address has notices to take now. */
  hasNotices: (municipality: string) => Promise<boolean>;
  /** Calls back when somebody has become due. */
  onDue: (wake: (municipality: string) => void) => Promise<void>;
  settings: NudgerSettings;
  counts: NudgerCounts;
  signal: AbortSignal;
}

/** A run of the delivery takes all that is there; so often another one is started at most. Milliseconds. */
const deliverEveryMs = 3_000;

/** How often the schedules are looked for: they are gone with Temporal's data. Milliseconds. */
const ensureEveryMs = 15_000;

/** How often it is asked whether the runs of loads get on: they are few, and each is a question to the engine. */
const loadsEveryMs = 15_000;

/** One municipality's that cannot be made keep nobody else's from being made. */
async function ensureAll({ db, ensureSchedules, log }: NudgerLoop, municipalities: readonly string[]): Promise<void> {
  for (const municipality of municipalities) {
    try {
      // Where they are gone, so are the workflows.
      if ((await ensureSchedules(municipality)) === 'made') await wakeDriven(db, municipality);
    } catch (err) {
      log.warn({ err, municipality }, 'the schedules are not there');
    }
  }
}

/** Until it is told to end. */
export async function runNudger(loop: NudgerLoop): Promise<void> {
  const { signal, settings, counts, log } = loop;
  const awake = new Set<string>();
  const alarm = createAlarm(signal);
  await loop.onDue((municipality) => {
    awake.add(municipality);
    alarm.ring();
  });
  const ensuring = createTurn(ensureEveryMs);
  const looking = createTurn(restMs);
  const measuring = createTurn(measureEveryMs);
  const loads = createTurn(loadsEveryMs);
  const replacedLoads: ReplacedLoads = new Map();
  const delivering = new Map<string, Turn>();
  while (!signal.aborted) {
    const began = performance.now();
    let away = false;
    try {
      const all = await loop.municipalities();
      if (ensuring.isDue()) await ensureAll(loop, all);
      if (measuring.isDue()) await refreshStatisticsIfGrown(loop.db);
      if (loads.isDue()) {
        for (const municipality of all)
          await bringOnLoads(loop, municipality, { settings, counts, replaced: replacedLoads });
      }
      // All of them now and then, at a pace that their number allows; those that are called at once.
      const turn = looking.isDue(all.length * lookMs) ? all : all.filter((municipality) => awake.has(municipality));
      for (const municipality of turn) {
        awake.delete(municipality);
        const seen = await nudgeDue(loop, municipality, settings, counts);
        if (seen.more) awake.add(municipality);
        away ||= seen.away;
        const notices = delivering.get(municipality) ?? createTurn(deliverEveryMs);
        delivering.set(municipality, notices);
        if (!seen.away && notices.isDue() && (await loop.hasNotices(municipality))) {
          await loop.engine.startDelivering(municipality);
        }
      }
    } catch (err) {
      away = true;
      log.warn({ err }, 'who is due could not be nudged');
    }
    const lookedMs = performance.now() - began;
    // What is away is not asked again before its time, however many call.
    if (away) await alarm.rest(restMs, { deaf: true });
    else if (awake.size === 0) await alarm.rest(restMs);
    // Whoever comes in this moment is looked at together.
    await sleep(Math.min(restMs, Math.max(gatherMs, restsForEachLook * lookedMs)));
  }
}

/** Between two looks, however many call. Milliseconds. */
const gatherMs = 25;
/** On a machine that is busy a look takes long; many callers must not make it busier. One that waited for the engine says nothing. */
const restsForEachLook = 3;

/** Whether the tables have grown is asked no more often. Milliseconds. */
const measureEveryMs = 2_000;

/** What one look at a municipality takes where nobody is due. Milliseconds. */
const lookMs = 20;

interface Turn {
  /** True once in each of its times, or in `atLeastMs` where that is longer. */
  isDue: (atLeastMs?: number) => boolean;
}

function createTurn(everyMs: number): Turn {
  let last = -Infinity;
  return {
    isDue(atLeastMs = 0) {
      if (performance.now() - last < Math.max(everyMs, atLeastMs)) return false;
      last = performance.now();
      return true;
    },
  };
}

/** A rest that a ring ends, also one that came before the rest began. */
function createAlarm(signal: AbortSignal) {
  const bell = new EventTarget();
  let rung = false;
  const ring = (): void => {
    rung = true;
    bell.dispatchEvent(new Event('ring'));
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    async rest(ms: number, { deaf = false } = {}): Promise<void> {
      const awake = new AbortController();
      const wake = (): void => awake.abort();
      if (!deaf) bell.addEventListener('ring', wake, { once: true });
      if (deaf || !rung) {
        await sleep(ms, undefined, { signal: awake.signal }).catch(() => undefined);
      }
      bell.removeEventListener('ring', wake);
      rung = false;
    },
  };
}
