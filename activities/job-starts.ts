/** A net begins: its days whose time has come are decided, and the first commands stored and sent, before the workflow of the day. */
import type { JobLook } from '../domain/jobs/day.ts';
import { fugoServer, type JobDayKey, type NetOnServer } from '../domain/jobs/definition.ts';
import type { ServerControlClient } from '../participants/server-control/client.ts';
import type { Database } from '../storage/database/database.ts';
import { considerNet } from '../storage/jobs/considering.ts';
import { recordJobLooks, takeJobs, type OpenRun } from '../storage/jobs/steps.ts';
import type { Calendars } from '../storage/operating-days/calendars.ts';
import { findServer } from '../storage/organisations/organisations.ts';

export interface JobStartDependencies {
  db: Database;
  clock: () => Date;
  /** The client of a server's control interface, by its base URL. */
  serverControlAt: (controlUrl: string) => ServerControlClient;
  /** Starts the workflow of a day, or tells it to look again. Never throws when the engine is away. */
  nudgeJobNet: (key: JobDayKey) => Promise<'nudged' | 'unavailable'>;
}

export interface StartedNet {
  /** Days that were written, whatever was decided about them. */
  decided: number;
  begun: JobDayKey[];
  /** Sends the first commands, which are stored. Never throws: what fails here the workflow of the day repeats. */
  command: (signal: AbortSignal) => Promise<void>;
}

/**
 * Decides the days of a net on a server, begins what runs and stores its first commands. The workflow of a day, of which
 * nobody is told here, does the rest: whatever is left undone it finds in the rows, and what was commanded twice has one id.
 */
export async function startNet(
  deps: JobStartDependencies,
  place: NetOnServer,
  { calendars, at }: { calendars: Calendars; at: number },
): Promise<StartedNet> {
  const { decided, begun } = await considerNet(deps.db, place, calendars, at);
  const taken: { key: JobDayKey; open: OpenRun[] }[] = [];
  for (const key of begun) {
    // What fugo does itself takes long, and is its workflow's.
    if (key.server === fugoServer) continue;
    const day = await takeJobs(deps.db, key, Math.max(at, deps.clock().getTime())).catch(() => undefined);
    if (day?.state === 'running') taken.push({ key, open: day.open });
  }
  return {
    decided,
    begun,
    command: async (signal) => {
      await Promise.all(taken.map((day) => commandAll(deps, day, { at, signal }).catch(() => undefined)));
    },
  };
}

async function commandAll(
  deps: JobStartDependencies,
  { key, open }: { key: JobDayKey; open: readonly OpenRun[] },
  { at, signal }: { at: number; signal: AbortSignal },
): Promise<void> {
  const server = await findServer(deps.db, key.server);
  if (!server) return;
  const control = deps.serverControlAt(server.controlUrl);
  const looks = await Promise.all(
    open.map(async (each) => ({ open: each, look: await commandJob(control, key, each, signal) })),
  );
  const refused = looks.flatMap(({ open: each, look }) => (look === null ? [] : [{ open: each, look }]));
  if (refused.length > 0) await recordJobLooks(deps.db, key, refused, Math.max(at, deps.clock().getTime()));
}

export const notYet = (error: Extract<JobLook, { kind: 'notYet' }>['error']): JobLook => ({ kind: 'notYet', error });

/** Null when the server has taken it. */
export async function commandJob(
  control: ServerControlClient,
  { server, day }: JobDayKey,
  { definition, run }: OpenRun,
  signal: AbortSignal,
): Promise<JobLook | null> {
  const { command: job, parameters } = definition;
  const body = { requestId: run.requestId, day, job, parameters };
  const reply = await control.runJob(server, body, { signal });
  switch (reply.kind) {
    case 'answered':
      return null;
    case 'unavailable':
      return notYet('UNREACHABLE');
    case 'unexpected':
      return notYet('UNEXPECTED_ANSWER');
    case 'refused': {
      const { code, message } = reply.refusal;
      if (code === 'WRONG_ORDER') return notYet('WRONG_ORDER');
      return { kind: 'failed', error: code === 'UNKNOWN_JOB' ? 'UNKNOWN_JOB' : 'REFUSED', message };
    }
  }
}

/**
 * Callers that come while a read is under way share the next one, which begins after all of them have come: many nets
 * begin at the same second, and none may judge by a calendar of before.
 */
export function shareReads<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  return () => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        const own = read();
        running = own;
        next = undefined;
        return own;
      });
    return next;
  };
}
