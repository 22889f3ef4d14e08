/** The periodic work of one municipality, on Temporal Schedules. */
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleDescription,
  type ScheduleOptions,
  type ScheduleOptionsStartWorkflowAction,
} from '@temporalio/client';
import { taskQueue } from '../contracts/acquire-code.ts';
import { confirmCodesIdFor, type ConfirmCodes } from '../contracts/confirm-codes.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { sweepIdFor, type Sweep } from '../contracts/sweep.ts';

export interface ScheduleSettings {
  /** Whole seconds, at least 1. */
  confirmEverySeconds: number;
  /** Whole seconds, at least 1. */
  sweepEverySeconds: number;
}

/** Longer than any run takes that gets on; one over many pages goes on in new runs. */
const runTimeoutMs = 60 * 60_000;

type Options = ScheduleOptions<ScheduleOptionsStartWorkflowAction<ConfirmCodes | Sweep>>;

/**
 * Creates the schedules of a municipality, or changes those whose settings differ. One that was paused stays paused.
 * Answers whether one was not there, which is so at the beginning, and when Temporal's data are gone.
 */
export async function ensureSchedules(
  client: Client,
  municipality: string,
  { confirmEverySeconds, sweepEverySeconds }: ScheduleSettings,
): Promise<'made' | 'kept'> {
  // A run asked for while one is under way starts after it, since that one may have passed the newest rows already.
  const confirm = { workflowType: 'confirmCodes', overlap: ScheduleOverlapPolicy.BUFFER_ONE };
  // A sweep that was skipped is made up by the next, a few seconds later.
  const sweep = { workflowType: 'sweep', overlap: ScheduleOverlapPolicy.SKIP };
  const made = await Promise.all([
    ensure(client, optionsFor(confirmCodesIdFor(municipality), municipality, confirmEverySeconds, confirm)),
    ensure(client, optionsFor(sweepIdFor(municipality), municipality, sweepEverySeconds, sweep)),
  ]);
  return made.includes(true) ? 'made' : 'kept';
}

/** Confirms now, after a run that is under way. `not-scheduled`: this municipality has no schedule yet. */
export async function triggerConfirmation(
  client: Client,
  municipality: string,
): Promise<'triggered' | 'not-scheduled'> {
  try {
    await client.schedule.getHandle(confirmCodesIdFor(municipality)).trigger(ScheduleOverlapPolicy.BUFFER_ONE);
    return 'triggered';
  } catch (err) {
    if (err instanceof ScheduleNotFoundError) return 'not-scheduled';
    throw err;
  }
}

function optionsFor(
  id: string,
  municipality: string,
  everySeconds: number,
  { workflowType, overlap }: { workflowType: string; overlap: ScheduleOverlapPolicy },
): Options {
  return {
    scheduleId: id,
    spec: { intervals: [{ every: everySeconds * 1_000 }] },
    action: {
      type: 'startWorkflow',
      workflowType,
      workflowId: id,
      taskQueue,
      args: [{ municipality }],
      typedSearchAttributes: [{ key: searchAttributes.municipality, value: municipality }],
      // A run whose task fails each time would keep every later one from starting.
      workflowRunTimeout: runTimeoutMs,
    },
    policies: {
      overlap,
      // Both do all that is open at once, so after an outage one run is owed and not one for each that was missed.
      catchupWindow: Math.max(60, everySeconds) * 1_000,
      // The next run makes up for a failed one; a schedule that pauses itself would stop confirmation unseen.
      pauseOnFailure: false,
    },
  };
}

async function ensure(client: Client, options: Options): Promise<boolean> {
  try {
    await client.schedule.create(options);
    return true;
  } catch (err) {
    if (!(err instanceof ScheduleAlreadyRunning)) throw err;
    const handle = client.schedule.getHandle(options.scheduleId);
    if (settingsOf(await handle.describe()) !== settingsOf(options)) {
      await handle.update(({ state }) => ({ ...options, state }));
    }
    return false;
  }
}

/** What we decide of a schedule, as text that is equal for equal settings. */
function settingsOf({ spec, action, policies }: Options | ScheduleDescription): string {
  const intervals: readonly { every: unknown }[] = spec.intervals ?? [];
  return JSON.stringify([
    intervals.map(({ every }) => every),
    spec.calendars?.length ?? 0,
    action.workflowType,
    action.taskQueue,
    action.args,
    action.workflowRunTimeout,
    policies?.overlap,
    policies?.catchupWindow,
    policies?.pauseOnFailure,
  ]);
}
