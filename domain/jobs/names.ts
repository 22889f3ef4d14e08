/** ジョブスケジューラの用語. */

/** 実施する、休業日などで実施しない、振替、遅れて実施、破棄: what was decided about a net's day. */
export const jobDayDecisions = ['run', 'skip', 'shift', 'caught-up', 'drop', 'asked'] as const;
export type JobDayDecision = (typeof jobDayDecisions)[number];

/** `halted`: a job failed, and staff decide. */
export const jobDayStates = ['planned', 'running', 'halted', 'done', 'abandoned', 'not-run'] as const;
export type JobDayState = (typeof jobDayStates)[number];

export const jobRunStates = ['commanded', 'done', 'failed', 'abandoned'] as const;
export type JobRunState = (typeof jobRunStates)[number];

/** 遅れた日の扱い: only the latest missed day, each of them in its order, or none with an alarm. */
export const catchUpPolicies = ['latest', 'each-in-order', 'drop-and-alarm'] as const;
export type CatchUpPolicy = (typeof catchUpPolicies)[number];

/** 休業日の扱い: not run, run on the open day before or after, or run all the same. */
export const closedDayRules = ['skip', 'before', 'after', 'run'] as const;
export type ClosedDayRule = (typeof closedDayRules)[number];

/** 後続条件: a job follows when those before it were done, when one of them failed, or when they ended either way. */
export const followOns = ['done', 'failed', 'ended'] as const;
export type FollowOn = (typeof followOns)[number];

/** 再開、打切り: what staff order of a day that stands still. */
export const jobOrders = ['resume', 'abandon'] as const;
export type JobOrder = (typeof jobOrders)[number];

/** Where a job of a day stands; `not-run` where its condition cannot be met any more. */
export const jobStates = ['waiting', 'running', 'retrying', 'done', 'failed', 'not-run', 'abandoned'] as const;
export type JobState = (typeof jobStates)[number];

/** Why an attempt has not ended well. */
export const jobErrors = [
  /** The server does not answer. */
  'UNREACHABLE',
  /** It answers something that its interface does not know. */
  'UNEXPECTED_ANSWER',
  /** It does not know this job. */
  'UNKNOWN_JOB',
  /** It refuses for now, because of the state that it is in. */
  'WRONG_ORDER',
  /** It refuses for good. */
  'REFUSED',
  /** It says that the job has failed. */
  'JOB_FAILED',
  /** The job was not over within its limit, or the net within its own. */
  'TIME_LIMIT',
  /** The server has taken the job and is still at it. */
  'UNDER_WAY',
  /** No server of that organisation is known. */
  'NO_SERVER',
] as const;
export type JobError = (typeof jobErrors)[number];
