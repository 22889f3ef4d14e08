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
