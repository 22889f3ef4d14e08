/** The process engine as the API uses it; a test can put a broken one in its place. */
import type { Client } from '@temporalio/client';
import type { OperatingDayInput, RehearsalMoments, RehearsalOutcome } from '../../contracts/operating-day.ts';
import type { JobDayKey, NetOnServer } from '../../domain/jobs/definition.ts';
import {
  findScheduleStanding,
  lookAfterJobsNow,
  nudgeJobNet,
  type ScheduleStanding,
  type WantedSchedule,
} from '../../temporal/jobs.ts';
import type { KeyRole } from '../../domain/deliveries/names.ts';
import type { PublicationOutcome, RolloutInput, SwitchBackInput, SwitchBackOutcome } from '../../contracts/rollout.ts';
import { nudgeRollout, publishDeliveries, startPublication, switchBackDelivery } from '../../temporal/deliveries.ts';
import { nudgeInquiry } from '../../temporal/inquiries.ts';
import { nudgeDay, rehearseDay } from '../../temporal/operating-days.ts';
import { ensureSchedules, triggerConfirmation, type ScheduleSettings } from '../../temporal/schedules.ts';

export interface Engine {
  ensureSchedules: (municipality: string, settings: ScheduleSettings) => Promise<void>;
  triggerConfirmation: (municipality: string) => Promise<'triggered' | 'not-scheduled'>;
  /** Tells the day's workflow to look; what is away looks later, because the row keeps what it is to see. */
  nudgeDay: (day: OperatingDayInput) => Promise<void>;
  /** Tells the workflow of an inquiry that what is due may have changed. */
  nudgeInquiry: (inquiry: number) => Promise<void>;
  rehearseDay: (moments: RehearsalMoments) => Promise<RehearsalOutcome>;
  /** Tells the workflow of a net's day to look, or starts it; what is away looks later. */
  nudgeJobDay: (day: JobDayKey) => Promise<void>;
  /** Lets the schedules of all nets be looked after now, not in a while. */
  lookAfterJobs: () => Promise<void>;
  /** How each of the schedules stands to what it is to be. Throws when the engine is away, or there are too many to look at. */
  compareJobSchedules: (wanted: readonly WantedJobSchedule[]) => Promise<ComparedJobSchedule[]>;
  /** Tells the rollout's workflow to look, or starts it; what is away looks later. */
  nudgeRollout: (rollout: RolloutInput) => Promise<void>;
  /** Has the repository signed anew by what the rows say, as soon as a worker can. */
  startPublication: () => Promise<void>;
  /** The same, and waits until it is signed. */
  signDeliveries: () => Promise<PublicationOutcome>;
  /** Replaces a signing key, and waits until the repository is signed with the new one. */
  rotateDeliveryKey: (role: KeyRole) => Promise<PublicationOutcome>;
  /** 切戻し: waits for the server's answer. */
  switchBackDelivery: (input: SwitchBackInput) => Promise<SwitchBackOutcome>;
  isReachable: (timeoutMs: number) => Promise<boolean>;
}

export type WantedJobSchedule = NetOnServer & WantedSchedule;
export type ComparedJobSchedule = NetOnServer & { standing: ScheduleStanding };

/** More of them would be looked at longer than somebody waits for an answer. */
const mostSchedules = 500;
const schedulesAtOnce = 20;

/** A worker plans it; without one it is not planned. Milliseconds. */
const rehearsalTimeoutMs = 15_000;
/** A worker signs, or asks the server. Milliseconds. */
const deliveryTimeoutMs = 20_000;

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
    async nudgeInquiry(inquiry) {
      await nudgeInquiry(client, { inquiry });
    },
    async rehearseDay(moments) {
      const { rehearsal } = await rehearseDay(client, moments, rehearsalTimeoutMs);
      if (rehearsal === null) throw new Error('The worker has planned no rehearsal');
      return rehearsal;
    },
    async nudgeJobDay(day) {
      await nudgeJobNet(client, day);
    },
    async lookAfterJobs() {
      await lookAfterJobsNow(client);
    },
    async compareJobSchedules(wanted) {
      if (wanted.length > mostSchedules) throw new RangeError('too many schedules to compare');
      const compared: ComparedJobSchedule[] = [];
      await within(10_000, async () => {
        for (let from = 0; from < wanted.length; from += schedulesAtOnce) {
          const some = wanted.slice(from, from + schedulesAtOnce);
          compared.push(
            ...(await Promise.all(
              some.map(async ({ organisation, net, server, ...schedule }) => {
                const place = { organisation, net, server };
                return { ...place, standing: await findScheduleStanding(client, place, schedule) };
              }),
            )),
          );
        }
      });
      return compared;
    },
    async nudgeRollout(rollout) {
      await nudgeRollout(client, rollout);
    },
    async startPublication() {
      await startPublication(client);
    },
    signDeliveries: () => publishDeliveries(client, {}, deliveryTimeoutMs),
    rotateDeliveryKey: (rotate) => publishDeliveries(client, { rotate }, deliveryTimeoutMs),
    switchBackDelivery: (input) => switchBackDelivery(client, input, deliveryTimeoutMs),
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
