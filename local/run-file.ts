import { join } from 'node:path';
import { z } from 'zod';
import { participantNames } from '../domain/participants.ts';
import { findJson, writePrivateJson } from './files.ts';
import { isMessageKey, type MessageKey } from './messages.ts';
import { portNames } from './ports.ts';

/**
 * `$FUGO_HOME/run.json`: what runs here. Only the supervisor writes it; everybody else reads it. It holds no secret. A
 * later start learns from it what a killed supervisor left behind.
 */
export const stepNames = [
  'leftovers',
  'ports',
  'keys',
  'database',
  'simulator-database',
  'temporal-binary',
  'temporal',
  'workflow-bundle',
  'web',
  'simulators',
  'api',
  'worker',
] as const;
export type StepName = (typeof stepNames)[number];

const Note = z.object({
  key: z.custom<MessageKey>((key) => typeof key === 'string' && isMessageKey(key)),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const Step = z.object({
  name: z.enum(stepNames),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  endedAt: z.number().optional(),
  /** The latest message about the step. */
  note: Note.optional(),
});
/** A step of starting, with what is needed to show its progress and elapsed time. */
export type Step = z.infer<typeof Step>;

const Identity = z.object({ pid: z.number().int(), startedAt: z.string() });

const Part = z.object({
  name: z.string(),
  state: z.enum(['starting', 'running', 'restarting', 'stopped']),
  /** The signal that makes the part end in order. */
  signal: z.enum(['SIGTERM', 'SIGINT']),
  identity: Identity.optional(),
  restarts: z.number().int(),
  logPath: z.string(),
  healthUrl: z.string().optional(),
});
/** One process of the stack. */
export type Part = z.infer<typeof Part>;

const Run = z.object({
  state: z.enum(['starting', 'ready', 'failed', 'stopping', 'stopped']),
  startedAt: z.number(),
  /** As set by FUGO_DISK_ALARM_MIB. */
  diskAlarmBytes: z.number().optional(),
  supervisor: Identity,
  ports: z.record(z.enum(portNames), z.number()),
  addresses: z.object({
    api: z.string(),
    temporal: z.string(),
    temporalNamespace: z.string(),
    /** Absent if Temporal was not started here. */
    temporalUi: z.string().optional(),
    workerHealth: z.string(),
    simulators: z.record(z.enum(participantNames), z.string()),
  }),
  /** Paths of files that other commands need. */
  files: z.object({ keys: z.string(), credentials: z.string(), adminClient: z.string(), clients: z.string() }),
  steps: z.array(Step),
  parts: z.array(Part),
  problem: Note.optional(),
});
export type Run = z.infer<typeof Run>;

function runPath(home: string): string {
  return join(home, 'run.json');
}

/** The supervisor holds this lock as long as it lives; the file names its process. */
export function supervisorLockPath(home: string): string {
  return join(home, 'supervisor.lock');
}

/** The last run of this home; undefined if it never ran. */
export function readRun(home: string): Run | undefined {
  const { success, data } = Run.safeParse(findJson(runPath(home)));
  return success ? data : undefined;
}

export function writeRun(home: string, run: Run): void {
  writePrivateJson(runPath(home), run);
}
