/** 運用日: the order in which a day's steps are made (seed J, points 1 and 4). */

/** `halted`: a step failed, and staff decide. */
export const dayStates = ['planned', 'starting', 'open', 'stopping', 'daily', 'done', 'halted', 'abandoned'] as const;
export type DayState = (typeof dayStates)[number];

export const stepNames = ['tell-calendar', 'start', 'stop', 'statistics', 'backup'] as const;
export type StepName = (typeof stepNames)[number];

export const stepStates = ['waiting', 'commanded', 'verified', 'failed', 'abandoned'] as const;
export type StepState = (typeof stepStates)[number];
