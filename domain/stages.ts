/**
 * The stages of one resident's code acquisition and the 符号依頼状態 (table 33) that they stand for, one list for type,
 * column, screens and logs.
 */
export const stages = [
  'AWAITING_PN',
  'HELD',
  'NUMBERED',
  'SERIAL_REQUESTED',
  'FILE_REQUESTED',
  'FILE_RECEIVED',
  'WAITING_FOR_HOURS',
  'ROUTED',
  'NEEDS_ATTENTION',
  'CANCELLED',
  'ACQUIRED',
] as const;
export type Stage = (typeof stages)[number];

/** Stages in which a workflow or a chunk must do the next step. In all others another party must. */
export const drivenStages = [
  'NUMBERED',
  'SERIAL_REQUESTED',
  'FILE_REQUESTED',
  'FILE_RECEIVED',
  'WAITING_FOR_HOURS',
] as const satisfies readonly Stage[];

/** 符号依頼状態: 未依頼, 依頼中, 依頼済 (seed P:149, P:167). */
export const codeRequestStatuses = ['NOT_REQUESTED', 'REQUESTING', 'REQUESTED'] as const;
export type CodeRequestStatus = (typeof codeRequestStatuses)[number];
