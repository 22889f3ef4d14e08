/** The schedules and workflows of job nets. The rows remember what is due, so nothing is lost while Temporal is away. */
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type CalendarSpec,
  type Client,
  type ScheduleOptions,
  type ScheduleOptionsStartWorkflowAction,
} from '@temporalio/client';
import { taskQueue } from '../contracts/acquire-code.ts';
import {
  jobNetIdFor,
  jobNetsId,
  jobNetsNowId,
  jobScheduleIdFor,
  jobStartIdFor,
  lookAtJobs,
  type JobNet,
  type JobNets,
  type StartJobNet,
} from '../contracts/job-net.ts';
import { searchAttributes } from '../contracts/search-attributes.ts';
import { weekdays } from '../domain/calendar/civil-date.ts';
import type { JobDayKey, NetOnServer } from '../domain/jobs/definition.ts';
import type { NetSchedule, ScheduledDate } from '../domain/jobs/schedule.ts';
import { nudgeBy, type NudgeResult } from './reach.ts';
import { scheduleMonths, scheduleWeekdays } from './schedule-times.ts';
import { ensureSchedule, settingsOf } from './schedules.ts';

/** Starts the workflow of the day, or tells it to look again. A day has one at a time: its id is fixed. */
export function nudgeJobNet(client: Client, key: JobDayKey): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.signalWithStart<JobNet>('jobNet', {
      workflowId: jobNetIdFor(key),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      taskQueue,
      args: [key],
      signal: lookAtJobs,
      signalArgs: [],
      typedSearchAttributes: [{ key: searchAttributes.municipality, value: key.organisation }],
    }),
  );
}

/** How often the nets are looked after. What a schedule has missed waits that long at most. Milliseconds. */
const lookEveryMs = 10_000;

/** One schedule for the installation, which keeps those of the nets. */
export async function ensureJobNetsSchedule(client: Client): Promise<'made' | 'kept'> {
  const isMade = await ensureSchedule(client, {
    scheduleId: jobNetsId,
    spec: { intervals: [{ every: lookEveryMs }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'jobNets',
      workflowId: jobNetsId,
      taskQueue,
      args: [],
      workflowRunTimeout: 10 * 60_000,
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: 60_000, pauseOnFailure: false },
  });
  return isMade ? 'made' : 'kept';
}

/** Looks after the nets now, because something has been changed. Never throws when Temporal is away. */
export function lookAfterJobsNow(client: Client): Promise<NudgeResult> {
  return nudgeBy(client, () =>
    client.workflow.start<JobNets>('jobNets', {
      workflowId: jobNetsNowId,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue,
      args: [],
      workflowRunTimeout: 10 * 60_000,
    }),
  );
}

/** What a schedule is to be; `schedule` is null where the net has no time to run. */
export interface WantedSchedule {
  schedule: NetSchedule | null;
  /** Null while it is not paused. */
  pause: { reason: string | null } | null;
}

/**
 * Writes the schedule of a net on a server: its times and whether it is paused in one update, because of two that cross
 * one would be lost. Without times there is none.
 */
export async function writeJobSchedule(client: Client, place: NetOnServer, wanted: WantedSchedule): Promise<void> {
  const options = optionsFor(place, wanted);
  const handle = client.schedule.getHandle(jobScheduleIdFor(place));
  if (!options) return removeJobSchedule(client, place);
  const { state, ...settings } = options;
  try {
    await handle.update(() => ({ ...settings, state: { ...state } }));
  } catch (err) {
    if (!(err instanceof ScheduleNotFoundError)) throw err;
    try {
      await client.schedule.create(options);
    } catch (other) {
      // Somebody else has made it since.
      if (!(other instanceof ScheduleAlreadyRunning)) throw other;
      await handle.update(() => ({ ...settings, state: { ...state } }));
    }
  }
}

export async function removeJobSchedule(client: Client, place: NetOnServer): Promise<void> {
  try {
    await client.schedule.getHandle(jobScheduleIdFor(place)).delete();
  } catch (err) {
    if (!(err instanceof ScheduleNotFoundError)) throw err;
  }
}

export type ScheduleStanding = 'same' | 'missing' | 'differs' | 'extra';

/** How the schedule of a net stands to what it is to be. Throws when Temporal is away. */
export async function findScheduleStanding(
  client: Client,
  place: NetOnServer,
  wanted: WantedSchedule,
): Promise<ScheduleStanding> {
  const options = optionsFor(place, wanted);
  try {
    const found = await client.schedule.getHandle(jobScheduleIdFor(place)).describe();
    if (!options) return 'extra';
    const isSame = settingsOf(found) === settingsOf(options) && found.state.paused === options.state.paused;
    return isSame ? 'same' : 'differs';
  } catch (err) {
    if (!(err instanceof ScheduleNotFoundError)) throw err;
    return options ? 'missing' : 'same';
  }
}

type Options = ScheduleOptions<ScheduleOptionsStartWorkflowAction<StartJobNet>>;

/**
 * The schedule starts at its time and at no other: what is late is caught up by the rows, each net as it says. With the
 * window that Temporal gives by itself, a scheduler that was away for a year would start the runs of a year.
 */
const catchupWindowMs = 10_000;

function optionsFor(
  place: NetOnServer,
  { schedule, pause }: WantedSchedule,
): (Options & { state: { paused: boolean; note: string } }) | null {
  if (!schedule) return null;
  const { pattern, dates, skip } = schedule;
  const { organisation, net, server } = place;
  return {
    scheduleId: jobScheduleIdFor(place),
    spec: {
      calendars: [...(pattern ? [patternOf(pattern)] : []), ...dates.map(dateOf)],
      skip: skip.map(dateOf),
      timezone: 'Asia/Tokyo',
    },
    action: {
      type: 'startWorkflow',
      workflowType: 'startJobNet',
      workflowId: jobStartIdFor(place),
      taskQueue,
      args: [{ organisation, net, server }],
      typedSearchAttributes: [{ key: searchAttributes.municipality, value: organisation }],
      workflowRunTimeout: 5 * 60_000,
    },
    policies: { overlap: ScheduleOverlapPolicy.ALLOW_ALL, catchupWindow: catchupWindowMs, pauseOnFailure: false },
    state: { paused: pause !== null, note: pause?.reason ?? '' },
  };
}

function patternOf({ weekdays: days, dayOfMonth, hour, minute, second, comment }: NonNullable<NetSchedule['pattern']>) {
  return {
    hour,
    minute,
    second,
    comment,
    ...(dayOfMonth === null ? {} : { dayOfMonth }),
    dayOfWeek: scheduleWeekdays.filter((_, index) => {
      const weekday = weekdays[index];
      return weekday !== undefined && days.includes(weekday);
    }),
  } satisfies CalendarSpec;
}

function dateOf({ date, hour, minute, second, comment }: ScheduledDate): CalendarSpec {
  const month = scheduleMonths[Number(date.slice(5, 7)) - 1] ?? 'JANUARY';
  return { year: Number(date.slice(0, 4)), month, dayOfMonth: Number(date.slice(8)), hour, minute, second, comment };
}
