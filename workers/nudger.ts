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
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from '../contracts/acquire-code.ts';
import type { Logger } from '../temporal/logging.ts';
import type { KeyedPerson, NudgeEngine } from './nudge-engine.ts';
import type { Database } from '../storage/database.ts';
import {
  countNewcomers,
  countReplacedRun,
  gatherNewcomers,
  giveBackDue,
  letChunkRest,
  letRest,
  takeDue,
  takeDueChunks,
  wakeDriven,
  wakeUnjudged,
  type DueChunk,
  type DuePerson,
  type NudgePauses,
} from '../storage/due.ts';
import { parkStuckChunk, parkStuckPerson } from '../storage/stuck.ts';
import { refreshStatisticsIfGrown } from '../storage/statistics.ts';
import type { Nudged } from '../temporal/nudge.ts';

export interface NudgerSettings {
  /** Newcomers whose runs may be starting at once. */
  mostStarting: number;
  /** So many waiting newcomers are a chunk. */
  gatherFrom: number;
  /** Fewer are a chunk too when the first of them has waited so long. Seconds. */
  gatherAfterSeconds: number;
  pauses: NudgePauses;
  /** So many nudges go unanswered before the run is looked at. */
  nudgesBeforeLook: number;
  /** So many runs are replaced before staff are told. */
  replacedBeforeStuck: number;
}
export const defaultNudgerSettings: NudgerSettings = {
  mostStarting: 8,
  gatherFrom: 40,
  gatherAfterSeconds: 5,
  pauses: { first: 10, longest: 300 },
  nudgesBeforeLook: 3,
  replacedBeforeStuck: 3,
};

export interface NudgerCounts {
  nudged: number;
  gathered: number;
  replaced: number;
  stuck: number;
}

/** What the reconciler is given of the worker. */
export interface NudgerDeps {
  db: Database;
  engine: NudgeEngine;
  limitsOf: (municipality: string) => Promise<Limits>;
  log: Pick<Logger, 'warn' | 'error'>;
}

/** Fewer than this are nudged one by one, however long they wait: a chunk costs as much as so many. */
const fewestInChunk = 20;
const mostInChunk = 10_000;
const mostChunks = 2;
const dueAtOnce = 200;
const callsAtOnce = 16;
/** Whoever stored a transfer has it judged within this, or nobody has. Seconds. */
const judgedWithinSeconds = 3;

/** One look at one municipality. Answers whether there is more to do at once. */
export async function nudgeDue(
  { db, engine, limitsOf, log }: NudgerDeps,
  municipality: string,
  settings: NudgerSettings,
  counts: NudgerCounts,
): Promise<{ more: boolean; away: boolean }> {
  await wakeUnjudged(db, municipality, judgedWithinSeconds);
  const limits = await limitsOf(municipality);
  const { waiting, longestSeconds, starting, chunks } = await countNewcomers(db, municipality);
  const isBurst =
    waiting >= settings.gatherFrom || (waiting >= fewestInChunk && longestSeconds >= settings.gatherAfterSeconds);
  // While some are on their way, the others gather: a chunk of many costs hardly more than one of few.
  if (isBurst && (chunks < mostChunks || waiting >= mostInChunk)) {
    // Asked first: chunks that nobody can run would be many small ones when the engine is back.
    if (!(await engine.isReachable())) return { more: false, away: true };
    const gathered = await gatherNewcomers(db, municipality, { chunkId: randomUUID(), limit: mostInChunk });
    if (gathered) counts.gathered += gathered.members;
  }
  const unreachedChunks: string[] = [];
  for (const chunk of await takeDueChunks(db, municipality, settings.pauses)) {
    if ((await nudgeDueChunk(chunk)) === 'unavailable') unreachedChunks.push(chunk.chunkId);
  }
  const newcomers = isBurst ? 0 : Math.max(0, settings.mostStarting - starting);
  const due = await takeDue(db, municipality, { limit: dueAtOnce, newcomers, pauses: settings.pauses });
  const resting: DuePerson[] = [];
  const unreached: string[] = [];
  const queue = due.values();
  await Promise.all(
    Array.from({ length: callsAtOnce }, async () => {
      for (const person of queue) {
        const reply = unreached.length > callsAtOnce ? 'unavailable' : await nudge(person);
        if (reply === 'unavailable') unreached.push(person.personId);
        else if (reply === 'rests') resting.push(person);
        else counts.nudged += 1;
      }
    }),
  );
  const unreachedAll = { people: unreached, chunks: unreachedChunks };
  await Promise.all([letRest(db, municipality, resting), giveBackDue(db, municipality, unreachedAll)]);
  const away = unreached.length + unreachedChunks.length > 0;
  return { more: !away && (due.length >= dueAtOnce || waiting > mostInChunk), away };

  async function nudge(person: DuePerson): Promise<'nudged' | 'rests' | 'unavailable'> {
    const key: KeyedPerson = { municipality, personId: person.personId, limits };
    if (person.rests) {
      if (!person.hasRun) return 'rests';
      const told = await engine.tellPerson(key);
      if (told !== 'nudged') return told === 'closed' ? 'rests' : told;
    } else if (!person.hasRun && person.nudges === 1) {
      return engine.startPerson(key);
    }
    if (person.nudges > settings.nudgesBeforeLook) return lookAtRun(person, key);
    return person.rests ? 'nudged' : engine.nudgePerson(key, person.nudges > 1 ? 'not-heard-of' : 'due');
  }

  /** It has not answered. A worker that is merely slow is waited for; a run that cannot go on is replaced. */
  async function lookAtRun(person: DuePerson, key: KeyedPerson): Promise<'nudged' | 'rests' | 'unavailable'> {
    const state = await engine.findRunState(key);
    if (state === 'unavailable') return state;
    if (state === 'closed' && person.rests) return 'rests';
    if (state === 'busy' || state === 'closed') return engine.nudgePerson(key, 'not-heard-of');
    const { personId } = person;
    // Only where something is to be done for somebody there is something for staff to see.
    if (person.isDriven && person.replacedRuns >= settings.replacedBeforeStuck) {
      counts.stuck += 1;
      log.error({ municipality, personId, state }, 'a request is stuck: staff have a case');
      await parkStuckPerson(db, municipality, personId);
      return 'nudged';
    }
    counts.replaced += 1;
    log.warn({ municipality, personId, state }, 'a run that did not answer is replaced');
    await countReplacedRun(db, municipality, { personId });
    return engine.replaceRun(key);
  }

  /** A chunk that waits for nothing may be waiting for its opening, so only one whose task fails is replaced. */
  async function nudgeDueChunk({ chunkId, loadId, nudges, replacedRuns, isOfLoad }: DueChunk): Promise<Nudged> {
    const input = { municipality, chunkId, loadId, limits, linesPerSecond: null };
    if (isOfLoad) {
      const told = await engine.tellChunk(input);
      if (told === 'unavailable') return told;
      await letChunkRest(db, municipality, chunkId);
      return 'nudged';
    }
    if (nudges > settings.nudgesBeforeLook) {
      const state = await engine.findChunkState(input);
      if (state === 'unavailable') return state;
      if (state === 'failing' && replacedRuns >= settings.replacedBeforeStuck) {
        counts.stuck += 1;
        log.error({ municipality, chunkId }, 'a chunk is stuck: staff have a case of each of its residents');
        await parkStuckChunk(db, municipality, chunkId);
        return 'nudged';
      }
      if (state === 'failing') {
        counts.replaced += 1;
        log.warn({ municipality, chunkId }, 'the run of a chunk that did not answer is replaced');
        await countReplacedRun(db, municipality, { chunkId });
        return engine.replaceChunkRun(input);
      }
    }
    return engine.nudgeChunk(input, nudges > 1 ? 'not-heard-of' : 'due');
  }
}

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
  const delivering = new Map<string, Turn>();
  while (!signal.aborted) {
    let away = false;
    try {
      const all = await loop.municipalities();
      if (ensuring.isDue()) await ensureAll(loop, all);
      if (measuring.isDue()) await refreshStatisticsIfGrown(loop.db);
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
    // What is away is not asked again before its time, however many call.
    if (away) await alarm.rest(restMs, { deaf: true });
    else if (awake.size === 0) await alarm.rest(restMs);
    // Whoever comes in this moment is looked at together.
    await sleep(gatherMs);
  }
}

/** Between two looks, however many call. Milliseconds. */
const gatherMs = 25;

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
