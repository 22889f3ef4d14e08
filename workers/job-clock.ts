/**
 * Begins nets at their moment, from the rows and without the engine: what a hundred schedules, workflows and activities need of
 * the engine at the same second takes it many seconds. The schedules start their workflows all the same, a little later
 * where many have the same moment, and find done what was done here; so a clock that stands still delays and loses nothing.
 *
 * Several workers may each have one: the rows decide (C1 of storage/jobs/considering).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { shareReads, startNet, type JobStartDependencies } from '../activities/job-starts.ts';
import type { JobDayKey } from '../domain/jobs/definition.ts';
import { listNetsAt, readNextMoment } from '../storage/jobs/moments.ts';
import { readCalendars } from '../storage/operating-days/calendars.ts';
import type { Logger } from '../temporal/logging.ts';

/** How often it is looked whether a moment has come nearer: staff may have changed something. Milliseconds. */
const lookMs = 5_000;
/** Nets that are begun at once: each holds a connection to the database for some milliseconds. */
const atOnce = 6;
/** After a failure, such as a database that is away. Milliseconds. */
const restMs = 10_000;

/** Runs until the signal aborts. */
export async function runJobClock(
  deps: JobStartDependencies,
  { log, signal }: { log: Pick<Logger, 'warn'>; signal: AbortSignal },
): Promise<void> {
  const calendars = shareReads(() => readCalendars(deps.db));
  const now = (): number => deps.clock().getTime();
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    try {
      const next = await readNextMoment(deps.db, now());
      const waitMs = next === null ? lookMs : next - now();
      if (next === null || waitMs > lookMs) {
        await rest(Math.min(lookMs, Math.max(0, waitMs)), signal);
        continue;
      }
      await rest(Math.max(0, waitMs), signal);
      if (!isOver()) await beginAll(next);
    } catch (err) {
      log.warn({ err }, 'nets could not be begun at their moment');
      await rest(restMs, signal);
    }
  }

  /** All are begun before the engine is told of any, because telling it takes the longest. */
  async function beginAll(at: number): Promise<void> {
    const places = (await listNetsAt(deps.db, at)).values();
    const current = await calendars();
    const commanding: Promise<void>[] = [];
    const begun: JobDayKey[] = [];
    const work = async (): Promise<void> => {
      for (const place of places) {
        if (isOver()) return;
        try {
          const started = await startNet(deps, place, { calendars: current, at: Math.max(at, now()) });
          commanding.push(started.command(signal));
          begun.push(...started.begun);
        } catch (err) {
          // Its schedule and the look at all nets come to it again.
          log.warn({ err, net: place.net, server: place.server }, 'a net could not be begun at its moment');
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    await Promise.all(commanding);
    const keys = begun.values();
    const tell = async (): Promise<void> => {
      for (const key of keys) await deps.nudgeJobNet(key);
    };
    await Promise.all(Array.from({ length: atOnce }, tell));
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
