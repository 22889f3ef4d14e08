/**
 * Stages of one resident's code acquisition and the 符号依頼状態 they stand for. One list serves the type, the
 * column, the screens and the logs (design §3).
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

/** Stages that ask for a driver: a workflow, or a chunk, has the next step to do. In all others somebody else has. */
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
