/** Periodic work as Temporal Schedules; that of one municipality stands here whole. */
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
import type { InquiriesWorkflow } from '../contracts/inquiry.ts';
import type { JobNets, StartJobNet } from '../contracts/job-net.ts';
import type { NewsWorkflow } from '../contracts/news.ts';
import type { OperatingDays } from '../contracts/operating-day.ts';
import type { PublishDeliveries } from '../contracts/rollout.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { sweepIdFor, type Sweep } from '../contracts/sweep.ts';
import { timesText } from './schedule-times.ts';

export interface ScheduleSettings {
  /** Whole seconds, at least 1. */
  confirmEverySeconds: number;
  /** Whole seconds, at least 1. */
  sweepEverySeconds: number;
}

/** Longer than any run that makes progress; long work continues in new runs. Milliseconds. */
const runTimeoutMs = 60 * 60_000;

type Options = ScheduleOptions<
  ScheduleOptionsStartWorkflowAction<
    ConfirmCodes | Sweep | OperatingDays | JobNets | StartJobNet | PublishDeliveries | InquiriesWorkflow | NewsWorkflow
  >
>;

/**
 * Creates a municipality's schedules, or changes those with other settings; paused ones stay paused. Returns `made`
 * when one was missing, as at the beginning, or when Temporal's data were lost.
 */
export async function ensureSchedules(
  client: Client,
  municipality: string,
  { confirmEverySeconds, sweepEverySeconds }: ScheduleSettings,
): Promise<'made' | 'kept'> {
  // A run requested during another one starts after it, because that one may have passed the newest rows already.
  const confirm = { workflowType: 'confirmCodes', overlap: ScheduleOverlapPolicy.BUFFER_ONE };
  // The next sweep, a few seconds later, makes up for a skipped one.
  const sweep = { workflowType: 'sweep', overlap: ScheduleOverlapPolicy.SKIP };
  const creations = await Promise.all([
    ensureSchedule(client, optionsFor(confirmCodesIdFor(municipality), municipality, confirmEverySeconds, confirm)),
    ensureSchedule(client, optionsFor(sweepIdFor(municipality), municipality, sweepEverySeconds, sweep)),
  ]);
  return creations.includes(true) ? 'made' : 'kept';
}

/** Starts a confirmation run, after the one under way. `not-scheduled` when the municipality has no schedule yet. */
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

/** Starts a sweep now; `not-scheduled` when the municipality has no schedule yet. */
export async function triggerSweep(client: Client, municipality: string): Promise<'triggered' | 'not-scheduled'> {
  try {
    await client.schedule.getHandle(sweepIdFor(municipality)).trigger(ScheduleOverlapPolicy.SKIP);
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
      // Without a limit, a run whose task keeps failing would block all later ones.
      workflowRunTimeout: runTimeoutMs,
    },
    policies: {
      overlap,
      // Each run does all open work, so after an outage one run suffices instead of one for each missed time.
      catchupWindow: Math.max(60, everySeconds) * 1_000,
      // The next run makes up for a failed one; a schedule that paused itself would stop the confirmation unnoticed.
      pauseOnFailure: false,
    },
  };
}

/** Creates a schedule, or gives it other settings; true when it was missing. */
export async function ensureSchedule(client: Client, options: Options): Promise<boolean> {
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

/** fugo's settings of a schedule as a text that is equal for equal settings. */
export function settingsOf({ spec, action, policies }: Options | ScheduleDescription): string {
  const intervals: readonly { every: unknown }[] = spec.intervals ?? [];
  return JSON.stringify([
    intervals.map(({ every }) => every),
    timesText(spec.calendars),
    timesText(spec.skip),
    spec.timezone ?? '',
    action.workflowType,
    action.taskQueue,
    action.args,
    action.workflowRunTimeout,
    policies?.overlap,
    policies?.catchupWindow,
    policies?.pauseOnFailure,
  ]);
}
