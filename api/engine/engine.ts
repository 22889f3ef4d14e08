/** The process engine as the API uses it; a test can put a broken one in its place. */
import type { Client } from '@temporalio/client';
import type { OperatingDayInput, RehearsalMoments, RehearsalOutcome } from '../../contracts/operating-day.ts';
import { nudgeDay, rehearseDay } from '../../temporal/operating-days.ts';
import { ensureSchedules, triggerConfirmation, type ScheduleSettings } from '../../temporal/schedules.ts';

export interface Engine {
  ensureSchedules: (municipality: string, settings: ScheduleSettings) => Promise<void>;
  triggerConfirmation: (municipality: string) => Promise<'triggered' | 'not-scheduled'>;
  /** Tells the day's workflow to look; what is away looks later, because the row keeps what it is to see. */
  nudgeDay: (day: OperatingDayInput) => Promise<void>;
  rehearseDay: (moments: RehearsalMoments) => Promise<RehearsalOutcome>;
  /** Tells the workflow of a net's day to look, or starts it; what is away looks later. */
  nudgeJobDay: (day: JobDayKey) => Promise<void>;
  /** Lets the schedules of all nets be looked after now, not in a while. */
  lookAfterJobs: () => Promise<void>;
  /** The schedules of the organisation's nets that are not what counts now. */
  compareJobSchedules: (organisation: string) => Promise<ScheduleStanding[]>;
  isReachable: (timeoutMs: number) => Promise<boolean>;
}

/** A worker plans it; without one it is not planned. Milliseconds. */
const rehearsalTimeoutMs = 15_000;

export function createEngine(client: Client): Engine {
  const within = <T>(timeoutMs: number, work: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + timeoutMs, work);
  return {
    async ensureSchedules(municipality, settings) {
      await within(10_000, () => ensureSchedules(client, municipality, settings));
    },
    triggerConfirmation: (municipality) => within(10_000, () => triggerConfirmation(client, municipality)),
    async nudgeDay(day) {
      await nudgeDay(client, day);
    },
    async rehearseDay(moments) {
      const { rehearsal } = await rehearseDay(client, moments, rehearsalTimeoutMs);
      if (rehearsal === null) throw new Error('The worker has planned no rehearsal');
      return rehearsal;
    },
    async isReachable(timeoutMs) {
      try {
        await within(timeoutMs, () =>
          client.workflowService.describeNamespace({ namespace: client.options.namespace }),
        );
        return true;
      } catch {
        return false;
      }
    },
  };
}
