/** What the workflows `jobNet`, `startJobNet` and `jobNets`, their activities and their schedules share. */
import { defineSignal } from '@temporalio/workflow';
import type { JobDayKey, NetOnServer } from '../domain/jobs/definition.ts';
import type { JobDayState } from '../domain/jobs/names.ts';

export type JobNet = (input: JobDayKey) => Promise<{ state: JobDayState | null }>;

const placeOf = ({ organisation, net, server }: NetOnServer): string => `${organisation}/${net}/${server}`;

/** A day has one workflow, whoever starts it. */
export const jobNetIdFor = (key: JobDayKey): string => `job-net/${placeOf(key)}/${key.day}/${String(key.no)}`;

/** The id of the schedule of a net on a server. */
export const jobScheduleIdFor = (net: NetOnServer): string => `job-net/${placeOf(net)}`;
/** Schedules of nets are told by this from the others. */
export const jobSchedulePrefix = 'job-net/';
/** The id of the runs that the schedule starts; Temporal appends the scheduled time. */
export const jobStartIdFor = (net: NetOnServer): string => `job-net-start/${placeOf(net)}`;

/** Under this id a server is commanded; the same for a repetition, another once the server has said that it failed. */
export const jobRequestIdFor = (key: JobDayKey, job: string, attempt: number): string =>
  `${jobNetIdFor(key)}/${job}/${String(attempt)}`;

/** Something has changed that the day may wait for: an order of staff, or another day that has ended. */
export const lookAtJobs = defineSignal('lookAtJobs');

export interface JobNetActivities {
  /**
   * Commands and looks at the jobs that may run, and says after how many seconds to look again; null when the day is
   * over. The state is null when there is no such day.
   */
  takeJobStep: (input: JobDayKey) => Promise<{ state: JobDayState | null; waitSeconds: number | null }>;
}

export interface StartJobNetInput extends NetOnServer {
  /** Epoch milliseconds of the scheduled moment; null when somebody else has started it. */
  scheduledAt?: number;
}
/** The days that were begun, as their ids. */
export type StartJobNet = (input: NetOnServer) => Promise<{ begun: string[] }>;
export interface StartJobNetActivities {
  /** Decides every day of the net on the server whose time has come, and starts the workflows of those that run. */
  considerNet: (input: StartJobNetInput) => Promise<{ begun: string[] }>;
}

/** Also the id of the schedule. */
export const jobNetsId = 'job-nets';
/** The id of a look beside the schedule, so that there is one at a time. */
export const jobNetsNowId = 'job-nets/now';
export interface JobNetsOutcome {
  /** Days that were decided. */
  decided: number;
  /** Schedules that were written or removed. */
  schedules: number;
  /** Days whose workflow was nudged. */
  nudged: number;
}
export type JobNets = () => Promise<JobNetsOutcome>;
export interface JobNetsActivities {
  /** Keeps the schedules as the definitions and calendars say, catches up, and nudges the days that are due. */
  lookAfterJobs: () => Promise<JobNetsOutcome>;
}
