/**
 * ジョブ定義: what an organisation's nets are, when they run and on which servers. One file an organisation. What staff say
 * of a net from day to day, a pause or a day to leave out, is no part of it, so that it never travels with a file.
 */
import type { Weekday } from '../calendar/civil-date.ts';
import type { CatchUpPolicy, ClosedDayRule, FollowOn } from './names.ts';

/**
 * 開始時刻: a time of day in Japan, or minutes after online operation begins or ends. `24:00` is no time to start; what is due
 * after midnight still belongs to the operating day whose online operation it follows.
 */
export type NetTime = string | { after: 'online-start' | 'online-end'; minutes: number };

/**
 * 実行日: the open days, every day, days of the week, or a day of the month. A month without that day has no run; `last` is
 * the last day of each month.
 */
export type NetDays = 'open' | 'every' | { weekdays: readonly Weekday[] } | { dayOfMonth: number | 'last' };

export type ParameterValue = string | number | boolean;

export interface JobRetry {
  /** How often the job is tried in all; 1 means once. */
  attempts: number;
  pauseSeconds: number;
}

export interface JobDefinition {
  job: string;
  /** What the server is commanded. A server that does not know it refuses it. */
  command: string;
  /** The jobs that must be over before. */
  after: readonly string[];
  when: FollowOn;
  retry: JobRetry;
  limitMinutes: number;
  parameters: Readonly<Record<string, ParameterValue>>;
}

export interface NetDefinition {
  net: string;
  name: string;
  nameEn: string;
  /** `own`, `prefectures`, `municipalities`, `fugo`, or the code of an organisation. */
  servers: readonly string[];
  at: NetTime;
  days: NetDays;
  closedDay: ClosedDayRule;
  catchUp: CatchUpPolicy;
  /** Of a whole day of the net, from its start. */
  limitMinutes: number;
  jobs: readonly JobDefinition[];
}

export interface Definition {
  nets: readonly NetDefinition[];
}

/** The server of fugo itself, which no organisation has. */
export const fugoServer = 'fugo';

/** Who is meant by a word of `servers`. */
export const serverGroups = ['own', 'prefectures', 'municipalities', fugoServer] as const;

/** What fugo's own server does. */
export const fugoCommands = ['statistics', 'backup', 'confirmation', 'sweep', 'retention', 're-sign'] as const;
export type FugoCommand = (typeof fugoCommands)[number];

/** A net on one server: what a schedule, a pause and a day are about. */
export interface NetOnServer {
  /** Whose net it is. */
  organisation: string;
  net: string;
  /** The organisation on whose server it runs, or `fugo`. */
  server: string;
}

/** A day of a net on a server. `no` is 0 for the planned run, above for what was asked for besides. */
export interface JobDayKey extends NetOnServer {
  day: string;
  no: number;
}
