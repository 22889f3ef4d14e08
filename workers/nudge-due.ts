/** One pass of the reconciler (workers/nudger) over one municipality. */
import { randomUUID } from 'node:crypto';
import {
  countNewcomers,
  countReplacedRun,
  gatherNewcomers,
  gatherWaiting,
  giveBackDue,
  letChunkRest,
  letRest,
  mayGatherWaiting,
  takeDue,
  takeDueChunks,
  wakeUnjudged,
  type DueChunk,
  type DuePerson,
} from '../storage/requests/due.ts';
import { parkStuckPerson } from '../storage/requests/stuck.ts';
import type { NudgeResult } from '../temporal/reach.ts';
import { replaceFailingChunk } from './failing-chunk.ts';
import type { KeyedPerson } from './nudge-engine.ts';
import type { NudgerCounts, NudgerDeps, NudgerSettings } from './nudger-settings.ts';

/**
 * Fewer newcomers than this are nudged one by one however long they wait, because a chunk costs as much as this many.
 */
const fewestInChunk = 20;
const mostInChunk = 10_000;
const mostChunks = 2;
/** With this many newcomers waiting, a second chunk begins beside one under way. */
const worthASecond = 1_000;
const dueAtOnce = 200;
const callsAtOnce = 16;
/** Whoever stores a transfer judges it within this time, unless that process has died. Seconds. */
const judgedWithinSeconds = 3;

/**
 * Nudges who is due. `more` says that there is work left; `away` that the engine did not answer; `isBurst` that more
 * newcomers wait than single runs can follow.
 */
export async function nudgeDue(
  { db, engine, readLimits, log }: NudgerDeps,
  municipality: string,
  settings: NudgerSettings,
  counts: NudgerCounts,
): Promise<{ more: boolean; away: boolean; isBurst: boolean }> {
  await wakeUnjudged(db, municipality, judgedWithinSeconds);
  const limits = await readLimits(municipality);
  const { waiting, longestSeconds, starting, chunks } = await countNewcomers(db, municipality);
  const isBurst =
    waiting >= settings.gatherFrom || (waiting >= fewestInChunk && longestSeconds >= settings.gatherAfterSeconds);
  // While a chunk is under way, newcomers gather for the next: a large chunk costs hardly more than a small one.
  const isTurn = chunks === 0 || (chunks < mostChunks && waiting >= worthASecond) || waiting >= mostInChunk;
  if (isBurst && isTurn) {
    // Checked first, because chunks gathered while the engine is away would be many small ones.
    if (!(await engine.isReachable())) return { more: false, away: true, isBurst };
    const gathered = await gatherNewcomers(db, municipality, { chunkId: randomUUID(), limit: mostInChunk });
    if (gathered) counts.gathered += gathered.members;
  }
  const opened = await gatherOpened();
  if (opened === 'away') return { more: false, away: true, isBurst };
  const unreachedChunks: string[] = [];
  for (const chunk of await takeDueChunks(db, municipality, settings.pauses)) {
    if ((await nudgeDueChunk(chunk)) === 'unavailable') unreachedChunks.push(chunk.chunkId);
  }
  const newcomers = isBurst ? 0 : Math.max(0, settings.mostStarting - starting);
  const duePersons = await takeDue(db, municipality, {
    limit: dueAtOnce,
    newcomers,
    ending: settings.mostEnding,
    pauses: settings.pauses,
  });
  const resting: DuePerson[] = [];
  const unreachedPersons: string[] = [];
  const queue = duePersons.values();
  await Promise.all(
    Array.from({ length: callsAtOnce }, async () => {
      for (const person of queue) {
        const reply = unreachedPersons.length > callsAtOnce ? 'unavailable' : await nudge(person);
        if (reply === 'unavailable') unreachedPersons.push(person.personId);
        else if (reply === 'rests') resting.push(person);
        else counts.nudged += 1;
      }
    }),
  );
  const unreachedAll = { people: unreachedPersons, chunks: unreachedChunks };
  await Promise.all([letRest(db, municipality, resting), giveBackDue(db, municipality, unreachedAll)]);
  const away = unreachedPersons.length + unreachedChunks.length > 0;
  const more = duePersons.length >= dueAtOnce || waiting > mostInChunk || opened === mostInChunk;
  return { more: !away && more, away, isBurst };

  /** Many who waited for the hours, and for whom it has opened, become a chunk as newcomers do. Answers how many. */
  async function gatherOpened(): Promise<number | 'away'> {
    if (!(await mayGatherWaiting(db, municipality, settings.gatherOpenedFrom))) return 0;
    if (!(await engine.isReachable())) return 'away';
    const gathered = await gatherWaiting(db, municipality, { chunkId: randomUUID(), limit: mostInChunk });
    counts.gathered += gathered?.members ?? 0;
    return gathered?.members ?? 0;
  }

  async function nudge(person: DuePerson): Promise<'nudged' | 'rests' | 'unavailable'> {
    const key: KeyedPerson = { municipality, personId: person.personId, limits };
    if (person.rests) {
      if (!person.hasRun) return 'rests';
      const answer = await engine.tellPerson(key);
      if (answer !== 'nudged') return answer === 'closed' ? 'rests' : answer;
    } else if (!person.hasRun && person.nudges === 1) {
      return engine.startPerson(key);
    }
    if (person.nudges > settings.nudgesBeforeLook) return lookAtRun(person, key);
    return person.rests ? 'nudged' : engine.nudgePerson(key, person.nudges > 1 ? 'not-heard-of' : 'due');
  }

  /**
   * Looks at a run that has not answered. A worker that is merely slow gets another nudge; a run that cannot go on is
   * replaced.
   */
  async function lookAtRun(person: DuePerson, key: KeyedPerson): Promise<'nudged' | 'rests' | 'unavailable'> {
    const state = await engine.findRunState(key);
    if (state === 'unavailable') return state;
    if (state === 'closed' && person.rests) return 'rests';
    if (state === 'busy' || state === 'closed') return engine.nudgePerson(key, 'not-heard-of');
    const { personId } = person;
    // Staff get a case only when something remains to be done for the resident.
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

  /** An idle chunk may be waiting for its opening, so only a chunk whose workflow task fails is replaced. */
  async function nudgeDueChunk({ chunkId, loadId, nudges, replacedRuns, isOfLoad }: DueChunk): Promise<NudgeResult> {
    const input = { municipality, chunkId, loadId, limits, linesPerSecond: null };
    if (isOfLoad) {
      const answer = await engine.tellChunk(input);
      if (answer === 'unavailable') return answer;
      await letChunkRest(db, municipality, chunkId);
      return 'nudged';
    }
    if (nudges > settings.nudgesBeforeLook) {
      const replacement = await replaceFailingChunk({ db, engine, log }, input, { replacedRuns, settings, counts });
      if (replacement !== 'not-failing') return replacement;
    }
    return engine.nudgeChunk(input, nudges > 1 ? 'not-heard-of' : 'due');
  }
}
