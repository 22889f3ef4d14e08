import { join } from 'node:path';
import { z } from 'zod';
import { participantNames } from '../domain/participants.ts';
import { findJson, writePrivateJson } from './files.ts';
import { isMessageKey, type MessageKey } from './messages.ts';
import { portNames } from './ports.ts';

/**
 * `$FUGO_HOME/run.json`: what runs here, written by the supervisor alone and read by everybody else. It holds no
 * secret. A later start finds in it what a killed supervisor left behind.
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
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  endedAt: z.number().optional(),
  /** The last thing there was to say about it. */
  note: Note.optional(),
});
/** One step of starting, with what is needed to show it with its elapsed time. */
export type Step = z.infer<typeof Step>;

const Identity = z.object({ pid: z.number().int(), startedAt: z.string() });

const Part = z.object({
  name: z.string(),
  state: z.enum(['starting', 'running', 'restarting', 'stopped']),
  /** The signal it ends on in good order. */
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
  /** As FUGO_DISK_ALARM_MIB said. */
  diskAlarmBytes: z.number().optional(),
  supervisor: Identity,
  ports: z.record(z.enum(portNames), z.number()),
  addresses: z.object({
    api: z.string(),
    temporal: z.string(),
    temporalNamespace: z.string(),
    /** Absent when Temporal was not started here. */
    temporalUi: z.string().optional(),
    workerHealth: z.string(),
    simulators: z.record(z.enum(participantNames), z.string()),
  }),
  /** Where files are that other commands need. None of their content stands here. */
  files: z.object({ keys: z.string(), credentials: z.string(), adminClient: z.string(), clients: z.string() }),
  steps: z.array(Step),
  parts: z.array(Part),
  problem: Note.optional(),
});
export type Run = z.infer<typeof Run>;

function runPath(home: string): string {
  return join(home, 'run.json');
}

/** Held by the supervisor for its whole life; names it. */
export function supervisorLockPath(home: string): string {
  return join(home, 'supervisor.lock');
}

/** The last run of this home, or undefined when it never ran. */
export function readRun(home: string): Run | undefined {
  const { success, data } = Run.safeParse(findJson(runPath(home)));
  return success ? data : undefined;
}

export function writeRun(home: string, run: Run): void {
  writePrivateJson(runPath(home), run);
}
