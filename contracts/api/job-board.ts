/** Shapes of the board of job nets: what runs on which server, what stands still, what comes next. */
import { z } from 'zod';
import { JobDay, JobNet, NetDefinition } from './jobs.ts';

const JobNetOnBoard = JobNet.extend({
  definition: NetDefinition.meta({ description: 'As applied. Of its servers those that the caller sees.' }),
  now: JobDay.extend({
    jobsDone: z.int(),
    jobs: z.int(),
  })
    .nullable()
    .meta({ description: 'The day that runs, stands still, or was asked for and waits.' }),
}).meta({ id: 'JobNetOnBoard' });
export type JobNetOnBoard = z.output<typeof JobNetOnBoard>;

export const JobBoard = z
  .object({
    at: z.iso.datetime(),
    organisation: z.string(),
    servers: z
      .array(z.object({ server: z.string(), name: z.string(), nameEn: z.string() }))
      .meta({ description: 'Those on which a net runs: fugo, then along the tiers.' }),
    nets: z.array(JobNetOnBoard).meta({
      description: 'Those of the organisation on each of their servers, and those of the ones above on its own server.',
    }),
  })
  .meta({ id: 'JobBoard' });
export type JobBoard = z.output<typeof JobBoard>;
