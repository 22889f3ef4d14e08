/** ジョブスケジューラ: definitions, nets, days, runs, the next runs, and what a file would change. domain/jobs has the rules. */
import { z } from 'zod';
import { isCalendarDate, weekdays } from '../../domain/calendar/civil-date.ts';
import type { Definition as DomainDefinition } from '../../domain/jobs/definition.ts';
import {
  catchUpPolicies,
  closedDayRules,
  followOns,
  jobDayDecisions,
  jobDayStates,
  jobErrors,
  jobOrders,
  jobRunStates,
  jobStates,
} from '../../domain/jobs/names.ts';
import { Day } from './moment.ts';
import { Reason } from './reason.ts';
import { anyText, line } from './text.ts';

const instant = z.iso.datetime();

// ---- the definition -------------------------------------------------------------------------------------------------

/** Short names, because they stand in ids and addresses. */
const Name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/u)
  .meta({ description: 'Small letters, digits and hyphens, 1 to 40, a letter first.', example: 'nightly' });
export const NetName = Name;
export const JobName = Name;
const Server = z
  .string()
  .regex(/^(?:own|prefectures|municipalities|fugo|nation|[0-9]{6})$/u)
  .meta({
    description: '`own`, `prefectures`, `municipalities`, `fugo`, or the code of an organisation.',
    example: 'own',
  });
/** Of one net on one server: an organisation, or fugo itself. */
export const ServerName = z
  .string()
  .regex(/^(?:fugo|nation|[0-9]{6})$/u)
  .meta({ description: '`fugo`, `nation`, or the code of an organisation.', example: '131016' });

const Minutes = (most: number, description: string) => z.int().min(1).max(most).meta({ description });
/** A week. */
const mostMinutes = 10_080;

const Parameter = z.union([anyText(400), z.number(), z.boolean()]);

export const JobDefinition = z
  .strictObject({
    job: JobName.meta({ description: 'Once in its net.' }),
    command: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,59}$/u)
      .meta({ description: 'What the server is commanded, such as `statistics`.' }),
    after: z.array(JobName).max(100).default([]).meta({ description: 'The jobs of the net that must be over before.' }),
    when: z.enum(followOns).default('done').meta({
      description: '`done`: all of `after` were done; `failed`: one of them failed; `ended`: they ended either way.',
    }),
    retry: z
      .strictObject({
        attempts: z.int().min(1).max(20).default(1).meta({ description: 'How often it is tried in all.' }),
        pauseSeconds: z.int().min(0).max(86_400).default(60),
      })
      .default({ attempts: 1, pauseSeconds: 60 }),
    limitMinutes: Minutes(mostMinutes, 'From the command to the end; longer, and it has failed.').default(60),
    parameters: z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/u), Parameter).default({}),
  })
  .meta({ id: 'JobDefinition' });

export const NetDefinition = z
  .strictObject({
    net: NetName.meta({ description: 'Once in its definition.' }),
    name: line({ most: 80 }),
    nameEn: line({ most: 80 }),
    servers: z.array(Server).min(1).max(100),
    at: z
      .union([
        z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/u),
        z.strictObject({ after: z.enum(['online-start', 'online-end']), minutes: z.int().min(0).max(1_439) }),
      ])
      .meta({ description: 'A time of day in Japan, or minutes after online operation begins or ends.' }),
    days: z
      .union([
        z.literal('open'),
        z.literal('every'),
        z.strictObject({ weekdays: z.array(z.enum(weekdays)).min(1).max(7) }),
        z.strictObject({ dayOfMonth: z.union([z.int().min(1).max(31), z.literal('last')]) }),
      ])
      .default('open')
      .meta({ description: 'A month without the `dayOfMonth` has no run.' }),
    closedDay: z.enum(closedDayRules).default('skip').meta({
      description: 'What becomes of a closed day: not run, run on the open day before or after, or run all the same.',
    }),
    catchUp: z.enum(catchUpPolicies).default('latest').meta({
      description: 'What becomes of days that were missed: the latest, each in its order, or none with an alarm.',
    }),
    limitMinutes: Minutes(mostMinutes, 'From the start of a day to its end.').default(240),
    jobs: z.array(JobDefinition).min(1).max(500),
  })
  .meta({ id: 'NetDefinition' });

/** ジョブ定義. What zod cannot say of it is in domain/jobs/check.ts. */
export const Definition = z
  .strictObject({ nets: z.array(NetDefinition).max(200) })
  .meta({ id: 'JobDefinitions' }) satisfies z.ZodType<DomainDefinition>;
export type Definition = z.output<typeof Definition>;

const versionFields = {
  organisation: z.string(),
  version: z.int().meta({ description: '0 before any was applied.' }),
  hash: z.string().meta({ description: 'SHA-256 of the canonical JSON, in hexadecimal; what `expect` names.' }),
  appliedBy: z
    .object({ id: z.string(), name: z.string().nullable().meta({ description: 'Null for a program.' }) })
    .nullable(),
  appliedAt: instant.nullable(),
};
/** `fugo jobs export`: applied again, it changes nothing. */
export const DefinitionView = z.object({ ...versionFields, definition: Definition }).meta({ id: 'JobDefinitionView' });
export type DefinitionView = z.output<typeof DefinitionView>;
export const DefinitionVersion = z.object({ ...versionFields, nets: z.int() }).meta({ id: 'JobDefinitionVersion' });
export type DefinitionVersion = z.output<typeof DefinitionVersion>;
export const DefinitionVersions = z
  .object({ versions: z.array(DefinitionVersion).meta({ description: 'The latest first.' }) })
  .meta({ id: 'JobDefinitionVersions' });

// ---- what a file would change ---------------------------------------------------------------------------------------

export const changeKinds = ['added', 'removed', 'changed'] as const;
const Change = z.object({
  /** Such as `nets.nightly.jobs.backup.retry.attempts`; of a whole net `nets.nightly`. */
  path: z.string(),
  net: z.string(),
  kind: z.enum(changeKinds),
  before: z.unknown().meta({ description: 'Null where there was nothing.' }),
  after: z.unknown().meta({ description: 'Null where there is nothing any more.' }),
});
export const scheduleStandings = ['missing', 'differs', 'extra'] as const;
export const DiffBody = z.strictObject({ definition: Definition }).meta({ id: 'JobDiffBody' });
export const DefinitionDiff = z
  .object({
    organisation: z.string(),
    expect: z.string().meta({ description: 'The hash of what counts now; to be named when the file is applied.' }),
    hash: z.string().meta({ description: 'The hash of the file.' }),
    changes: z.array(Change).meta({ description: 'Empty when the file says what counts already.' }),
    schedules: z
      .array(z.object({ net: z.string(), server: z.string(), standing: z.enum(scheduleStandings) }))
      .nullable()
      .meta({
        description:
          'Schedules of the engine that are not what counts now; null when the engine does not answer. fugo mends them by itself.',
      }),
  })
  .meta({ id: 'JobDefinitionDiff' });
export type DefinitionDiff = z.output<typeof DefinitionDiff>;

export const ApplyBody = z
  .strictObject({
    definition: Definition,
    expect: z
      .string()
      .regex(/^[0-9a-f]{64}$/u)
      .meta({ description: 'The hash that `diff` has named; another one that counts by now is refused.' }),
  })
  .meta({ id: 'JobApplyBody' });
export type ApplyBody = z.output<typeof ApplyBody>;

// ---- nets, their days and runs --------------------------------------------------------------------------------------

const onServer = { organisation: z.string(), net: z.string(), server: z.string() };
const who = z.object({ id: z.string(), name: z.string().nullable() });
const Words = z.object({ ja: z.string(), en: z.string() });

const dayFields = {
  ...onServer,
  day: z.iso.date(),
  no: z.int().meta({ description: '0 for the planned run, above for runs that were asked for besides.' }),
  version: z.int().meta({ description: 'The version of the definition by which it runs.' }),
  plannedAt: instant,
  decision: z.enum(jobDayDecisions),
  reason: z.string().nullable().meta({ description: 'Both languages, parted by a stroke.' }),
  decidedBy: who.nullable().meta({ description: 'Who asked, or ordered last; null for fugo itself.' }),
  order: z.enum(jobOrders).nullable().meta({ description: 'What staff have ordered and is not done yet.' }),
  state: z.enum(jobDayStates),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
};
export const JobDay = z.object(dayFields).meta({ id: 'JobDay' });
export type JobDay = z.output<typeof JobDay>;
export const JobDays = z
  .object({
    days: z.array(JobDay).meta({ description: 'The latest first.' }),
    next: z.string().nullable().meta({ description: 'The next page’s `before`; null on the last one.' }),
  })
  .meta({ id: 'JobDays' });
export type JobDays = z.output<typeof JobDays>;

export const JobRun = z
  .object({
    job: z.string(),
    attempt: z.int(),
    state: z.enum(jobRunStates),
    requestId: z.string().meta({ description: 'Under this id the server was commanded.' }),
    startedAt: instant,
    endedAt: instant.nullable(),
    error: z.enum(jobErrors).nullable(),
    message: z.string().nullable().meta({ description: 'What the server said of it.' }),
    counts: z.record(z.string(), z.number()).nullable(),
  })
  .meta({ id: 'JobRun' });
const JobOfDay = z.object({
  job: z.string(),
  command: z.string(),
  after: z.array(z.string()),
  when: z.enum(followOns),
  state: z.enum(jobStates),
});
export const JobDayWithRuns = z
  .object({
    ...dayFields,
    jobs: z.array(JobOfDay).meta({ description: 'In the order in which they may run.' }),
    runs: z.array(JobRun),
  })
  .meta({ id: 'JobDayWithRuns' });
export type JobDayWithRuns = z.output<typeof JobDayWithRuns>;

export const JobNet = z
  .object({
    ...onServer,
    name: z.string(),
    nameEn: z.string(),
    at: z.unknown().meta({ description: 'As in the definition.' }),
    days: z.unknown().meta({ description: 'As in the definition.' }),
    closedDay: z.enum(closedDayRules),
    catchUp: z.enum(catchUpPolicies),
    paused: z.boolean(),
    pause: z.object({ reason: z.string().nullable(), by: who, at: instant }).nullable(),
    last: JobDay.nullable().meta({ description: 'The latest day that was begun or decided.' }),
    next: z.object({ day: z.iso.date(), plannedAt: instant }).nullable(),
  })
  .meta({ id: 'JobNet' });
export type JobNet = z.output<typeof JobNet>;

export const planDecisions = ['run', 'skip', 'shift'] as const;
export const NextRun = z
  .object({
    ...onServer,
    day: z.iso.date(),
    decision: z
      .enum(planDecisions)
      .meta({ description: '`shift`: it runs here in the place of another day; `skip`: it does not run here.' }),
    plannedAt: instant.nullable().meta({ description: 'Null where it does not run.' }),
    movedTo: z.iso.date().nullable(),
    movedFrom: z.array(z.iso.date()),
    reason: Words.nullable().meta({ description: 'Why it does not run here, or runs here in the place of another.' }),
  })
  .meta({ id: 'JobNextRun' });
export type NextRun = z.output<typeof NextRun>;
export const NextRuns = z
  .object({ days: z.array(NextRun).meta({ description: 'By day; also those that are skipped, with the reason.' }) })
  .meta({ id: 'JobNextRuns' });

// ---- what staff order -----------------------------------------------------------------------------------------------

export const JobReasonBody = z.strictObject({ reason: Reason }).meta({ id: 'JobReasonBody' });
/** Without a day, today. */
export const RunNowBody = z
  .strictObject({ reason: Reason, day: z.string().refine(isCalendarDate).meta({ format: 'date' }).optional() })
  .meta({ id: 'JobRunNowBody' });
export const SkipBody = z.strictObject({ day: Day, reason: Reason }).meta({ id: 'JobSkipBody' });
export const JobSkip = z
  .object({ ...onServer, day: z.iso.date(), reason: z.string(), skippedBy: who, skippedAt: instant })
  .meta({ id: 'JobSkip' });
export type JobSkip = z.output<typeof JobSkip>;
export const JobSkips = z.object({ skips: z.array(JobSkip) }).meta({ id: 'JobSkips' });

const jobCursor = /^([0-9]{4}-[0-9]{2}-[0-9]{2})~([0-9]{1,5})~([a-z0-9-]{1,40})~([a-z0-9]{1,6})$/u;

/** Where a page of days ended, as its `next` says it; null for what is none. */
export function readJobCursor(text: string): { day: string; no: number; net: string; server: string } | null {
  const [, day = '', no = '', net = '', server = ''] = jobCursor.exec(text) ?? [];
  return isCalendarDate(day) ? { day, no: Number(no), net, server } : null;
}

export const JobDaysQuery = z.object({
  net: NetName.optional(),
  server: ServerName.optional(),
  from: Day,
  to: Day.meta({ description: 'Not before `from`, and at most 400 days after it.' }),
  before: z
    .string()
    .max(120)
    .refine((text) => readJobCursor(text) !== null)
    .optional()
    .meta({ description: 'The next page: `next` of the one before.', pattern: jobCursor.source }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const NextRunsQuery = z.object({
  net: NetName.optional(),
  server: ServerName.optional(),
  days: z.coerce.number().int().min(1).max(400).default(30),
});
