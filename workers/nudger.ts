/**
 * The reconciler: nudges the workflows of all residents who are due (storage/requests/due), so that each commit that
 * needs a workflow gets one even if a nudge, a run or all of Temporal's data was lost. It runs beside the engine,
 * because it restores the engine's work.
 *
 * N1. A due resident is nudged until the workflow answers. A run that does not answer is replaced; if that does not
 *     help, staff get the case ENGINE_STUCK.
 * N2. When more newcomers come than single runs can follow, they are gathered into a chunk.
 * N3. It continues while there is work; otherwise a notification of the database or a short rest wakes it.
 * N4. It makes lost schedules again, and starts the delivery of notices when there are some.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { wakeDriven } from '../storage/requests/due.ts';
import { refreshStatisticsIfGrown } from '../storage/database/statistics.ts';
import { nudgeDue } from './nudge-due.ts';
import type { NudgerCounts, NudgerDeps, NudgerSettings } from './nudger-settings.ts';
import { reviveStalledLoads, type ReplacedLoads } from './stalled-loads.ts';

/** The rest when nobody is due and no notification comes. Milliseconds. */
const restMs = 1_000;

export interface NudgerLoop extends NudgerDeps {
  listMunicipalities: () => Promise<string[]>;
  /** Makes missing schedules; called at the beginning and from time to time. */
  ensureSchedules: (municipality: string) => Promise<'made' | 'kept'>;
  /** The same for what concerns the whole installation. */
  ensureInstallationSchedules: () => Promise<'made' | 'kept'>;
  /** Whether notices are due to a backbone that has an address. */
  hasNotices: (municipality: string) => Promise<boolean>;
  /** Registers a callback that runs when somebody becomes due. */
  onDue: (wake: (municipality: string) => void) => Promise<void>;
  settings: NudgerSettings;
  counts: NudgerCounts;
  signal: AbortSignal;
}

/** One run of the delivery sends all that is due, so runs start no more often than this. Milliseconds. */
const deliverEveryMs = 3_000;

/** How often schedules are checked: they are lost with Temporal's data. Milliseconds. */
const ensureEveryMs = 15_000;

/** How often the runs of loads are checked: there are few, and each check is a call to the engine. Milliseconds. */
const loadsEveryMs = 15_000;

/** A failure in one municipality does not keep the others from getting their schedules. */
async function ensureAll(
  { db, ensureSchedules, ensureInstallationSchedules, log }: NudgerLoop,
  municipalities: readonly string[],
): Promise<void> {
  await ensureInstallationSchedules().catch((err: unknown) =>
    log.warn({ err }, 'the schedule of the days is not there'),
  );
  for (const municipality of municipalities) {
    try {
      // Where the schedules were lost, the workflows are lost too.
      if ((await ensureSchedules(municipality)) === 'made') await wakeDriven(db, municipality);
    } catch (err) {
      log.warn({ err, municipality }, 'the schedules are not there');
    }
  }
}

/** Runs until the signal aborts. */
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
    let isAway = false;
    let isBurst = false;
    try {
      const all = await loop.listMunicipalities();
      if (ensuring.isDue()) await ensureAll(loop, all);
      if (measuring.isDue()) await refreshStatisticsIfGrown(loop.db);
      if (loads.isDue()) {
        for (const municipality of all)
          await reviveStalledLoads(loop, municipality, { settings, counts, replaced: replacedLoads });
      }
      // Municipalities with a notification are looked at at once; all of them from time to time, less often the more
      // they are.
      const turn = looking.isDue(all.length * lookMs) ? all : all.filter((municipality) => awake.has(municipality));
      for (const municipality of turn) {
        awake.delete(municipality);
        const result = await nudgeDue(loop, municipality, settings, counts);
        if (result.more) awake.add(municipality);
        isAway ||= result.away;
        isBurst ||= result.isBurst;
        const notices = delivering.get(municipality) ?? createTurn(deliverEveryMs);
        delivering.set(municipality, notices);
        if (!result.away && notices.isDue() && (await loop.hasNotices(municipality))) {
          await loop.engine.startDelivering(municipality);
        }
      }
    } catch (err) {
      isAway = true;
      log.warn({ err }, 'who is due could not be nudged');
    }
    const lookedMs = performance.now() - began;
    // When the engine or database is away, it is not asked again before the rest is over, whatever notifications come.
    if (isAway) await alarm.rest(restMs, { deaf: true });
    else if (awake.size === 0) await alarm.rest(restMs);
    // Whoever becomes due during this pause is handled together.
    await sleep(Math.min(restMs, Math.max(gatherMs, (isBurst ? restsInBurst : 1) * lookedMs)));
  }
}

/** The shortest pause between two passes, whatever notifications come. Milliseconds. */
const gatherMs = 25;
/**
 * The pause after a pass is as long as the pass took, because passes take long on a busy machine. In a burst it is this
 * many times as long: newcomers then wait for a chunk, and answers need the machine. A pass may also have waited for the
 * engine, therefore `restMs` is the upper limit.
 */
const restsInBurst = 3;

/** How often to check whether the tables have grown. Milliseconds. */
const measureEveryMs = 2_000;

/** How long a pass over one municipality takes when nobody is due. Milliseconds. */
const lookMs = 20;

interface Turn {
  /** True once in each period, or in each `atLeastMs` when that is longer. */
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

/** A rest that `ring` ends early, also when it rang before the rest began. */
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
