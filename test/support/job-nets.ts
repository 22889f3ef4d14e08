/** Job nets of the country of operating-days.ts, driven by a clock of the test, with real rows and real servers. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { createJobNetActivities, type JobDependencies } from '../../activities/job-net.ts';
import { createOwnJobs } from '../../activities/own-jobs.ts';
import { Definition } from '../../contracts/api/jobs.ts';
import type { z } from 'zod';
import type { JobDayKey, NetOnServer } from '../../domain/jobs/definition.ts';
import type { NetSchedule } from '../../domain/jobs/schedule.ts';
import { createServerControlClient } from '../../participants/server-control/client.ts';
import type { Database } from '../../storage/database/database.ts';
import { applyDefinition, readDefinition } from '../../storage/jobs/definitions.ts';

type GivenNet = z.input<typeof Definition>['nets'][number];
type GivenJob = GivenNet['jobs'][number];

export const job = (name: string, more: Partial<GivenJob> = {}): GivenJob => ({
  job: name,
  command: 'rehearse',
  parameters: { name },
  ...more,
});

export const net = (name: string, more: Partial<GivenNet> = {}): GivenNet => ({
  net: name,
  name: `${name}のネット`,
  nameEn: name,
  servers: ['own'],
  at: '20:00',
  days: 'every',
  closedDay: 'run',
  jobs: [job('only')],
  ...more,
});

export const definitionOf = (...nets: GivenNet[]) => Definition.parse({ nets });

/** Applies a definition as if it had been applied at a moment of the test's clock. */
export async function applyNets(
  db: Database,
  see: { unsafe: (text: string, values: string[]) => PromiseLike<unknown> },
  { organisation, at, nets }: { organisation: string; at: number; nets: GivenNet[] },
): Promise<void> {
  const { hash } = await readDefinition(db, organisation, organisation);
  const result = await applyDefinition(db, organisation, {
    definition: definitionOf(...nets),
    expect: hash,
    appliedBy: 's-1',
  });
  if (result.kind !== 'applied') throw new Error(`the definition was ${result.kind}`);
  await see.unsafe('update job_definitions set applied_at = $1::timestamptz where organisation = $2 and version = $3', [
    new Date(at).toISOString(),
    organisation,
    String(result.version),
  ]);
}

export interface WrittenSchedule {
  schedule: NetSchedule | null;
  pause: { reason: string | null } | null;
}

export interface JobDrive {
  /** Epoch milliseconds. */
  now: number;
  /** As the engine was told, by `organisation/net/server`. */
  schedules: Map<string, WrittenSchedule>;
  /** Days whose workflow was nudged and has not taken its turn. */
  waiting: Map<string, JobDayKey>;
  look: () => Promise<{ decided: number; schedules: number; nudged: number }>;
  consider: (place: NetOnServer) => Promise<string[]>;
  /** Lets every nudged day take its turns, the clock running on while all wait, until none is left. */
  run: (onTurn?: () => Promise<void>) => Promise<void>;
}

const idOf = (key: JobDayKey): string => [key.organisation, key.net, key.server, key.day, key.no].join('/');

export function driveJobs(db: Database, at: string, more: Partial<JobDependencies> = {}): JobDrive {
  const env = new MockActivityEnvironment();
  const perform = <In, Out>(activity: (input: In) => Promise<Out>, input: In) =>
    env.run<[In], Out, (input: In) => Promise<Out>>(activity, input);
  const activities = createJobNetActivities(
    {
      db,
      clock: () => new Date(drive.now),
      serverControlAt: (url) => createServerControlClient(url, { timeoutMs: 2_000 }),
      ownJobs: createOwnJobs({
        db,
        triggerConfirmation: async () => 'triggered',
        triggerSweep: async () => 'triggered',
      }),
      async nudgeJobNet(key) {
        drive.waiting.set(idOf(key), key);
        return 'nudged';
      },
      async writeSchedule({ organisation, net: name, server }, wanted) {
        drive.schedules.set(`${organisation}/${name}/${server}`, wanted);
      },
      async removeSchedule({ organisation, net: name, server }) {
        drive.schedules.delete(`${organisation}/${name}/${server}`);
      },
      ...more,
    },
    { lookForMs: 100 },
  );
  const drive: JobDrive = {
    now: Date.parse(`${at}+09:00`),
    schedules: new Map(),
    waiting: new Map(),
    look: () => env.run(activities.lookAfterJobs),
    consider: async (place) => (await perform(activities.considerNet, place)).begun,
    async run(onTurn) {
      const end = drive.now + 48 * 60 * 60_000;
      while (drive.waiting.size > 0) {
        if (drive.now > end) throw new Error(`Not at rest: ${[...drive.waiting.keys()].join(', ')}`);
        const waits: number[] = [];
        const turns = [...drive.waiting.values()];
        await Promise.all(
          turns.map(async (key) => {
            const { state, waitSeconds } = await perform(activities.takeJobStep, key);
            if (state !== 'running') drive.waiting.delete(idOf(key));
            else if (waitSeconds !== null) waits.push(waitSeconds);
          }),
        );
        await onTurn?.();
        if (waits.length === turns.length && waits.length > 0) drive.now += Math.max(1, Math.min(...waits)) * 1_000;
      }
    },
  };
  return drive;
}
