/** Shapes of an organisation's operating days and of the daily statistics. */
import { z } from 'zod';
import { dayOrders, dayStates, stepErrors, stepNames, stepStates } from '../../domain/operating-day.ts';
import { CsvEncoding } from './csv-file.ts';
import { Day } from './moment.ts';
import { Reason } from './reason.ts';

const moment = z.iso.datetime();

export const PeriodQuery = z.object({
  from: Day,
  to: Day.meta({ description: 'Not before `from`, and at most 400 days after it.' }),
});
export const longestPeriodDays = 400;

const dayFields = {
  organisation: z.string(),
  day: z.iso.date(),
  state: z.enum(dayStates),
  rehearsal: z.boolean().meta({ description: 'Planned beside the calendar, to see a day run.' }),
  startsAt: moment.meta({ description: 'When the server is to be started.' }),
  opensAt: moment,
  closesAt: moment.meta({ description: 'The end of online operation, when the server is to be stopped.' }),
  dailyEndsAt: moment.nullable().meta({ description: 'Null where online operation runs into the next day.' }),
  order: z
    .object({
      order: z.enum(dayOrders).nullable().meta({ description: 'Null once it is done.' }),
      by: z.string().nullable(),
      at: moment.nullable(),
      reason: z.string().nullable(),
    })
    .nullable()
    .meta({ description: 'What staff have ordered last.' }),
};
export const OperatingDay = z.object(dayFields).meta({ id: 'OperatingDay' });
export type OperatingDay = z.infer<typeof OperatingDay>;
export const OperatingDays = z.object({ days: z.array(OperatingDay) }).meta({ id: 'OperatingDays' });

const DayStep = z.object({
  stepNo: z.int(),
  step: z.enum(stepNames),
  state: z.enum(stepStates),
  attempt: z.int().meta({ description: '0 before the first try.' }),
  dueAt: moment,
  deadlineAt: moment.meta({ description: 'Then the step is given up, and staff decide.' }),
  commandedAt: moment.nullable(),
  verifiedAt: moment.nullable().meta({ description: 'When a probe newer than the command saw it done.' }),
  error: z.enum(stepErrors).nullable(),
  awaits: z.array(z.string()).meta({ description: 'The organisations that it waits for.' }),
  counts: z.record(z.string(), z.number()).nullable().meta({ description: 'What the server’s daily job has counted.' }),
});
export const OperatingDayWithSteps = z
  .object({ ...dayFields, steps: z.array(DayStep) })
  .meta({ id: 'OperatingDayWithSteps' });
export type OperatingDayWithSteps = z.infer<typeof OperatingDayWithSteps>;

export const DayOrderBody = z.strictObject({ reason: Reason }).meta({ id: 'DayOrderBody' });
export type DayOrderBody = z.infer<typeof DayOrderBody>;

const Seconds = (least: number) => z.int().min(least).max(3_600);
export const RehearsalBody = z
  .strictObject({
    beginSeconds: Seconds(0).default(0).meta({ description: 'From now to the start of the national server.' }),
    startSeconds: Seconds(30).default(60).meta({ description: 'From there to the opening.' }),
    openSeconds: Seconds(10).default(60),
    dailySeconds: Seconds(30).default(120).meta({ description: 'From the close to the end of daily processing.' }),
  })
  .meta({ id: 'RehearsalBody', example: { beginSeconds: 10, startSeconds: 60, openSeconds: 60, dailySeconds: 120 } });
export type RehearsalBody = z.input<typeof RehearsalBody>;
export const Rehearsal = z.object({ day: z.iso.date() }).meta({ id: 'Rehearsal' });

const together = 'From the first transfer to the confirmed code. Of several days or municipalities accurate to 5 %.';
const figures = {
  newRequests: z.int(),
  requested: z.int().meta({ description: 'Routed to the national server.' }),
  confirmed: z.int(),
  errors: z.int().meta({ description: 'Opened then.' }),
  secondsToCodeMean: z.number().nullable().meta({ description: 'From the first transfer to the confirmed code.' }),
  secondsToCodeP50: z.number().nullable().meta({ description: together }),
  secondsToCodeP95: z.number().nullable().meta({ description: together }),
};
const Figures = z.object(figures);
export type Figures = z.infer<typeof Figures>;
export const DailyStatistics = z
  .object({
    statistics: z.array(z.object({ municipality: z.string(), day: z.iso.date(), ...figures, madeAt: moment })),
    days: z
      .array(z.object({ day: z.iso.date(), ...figures }))
      .meta({ description: 'Each day of all the municipalities together.' }),
    municipalities: z
      .array(z.object({ municipality: z.string(), ...figures }))
      .meta({ description: 'The whole period of each municipality.' }),
    period: Figures.meta({ description: 'The whole period of all the municipalities together.' }),
  })
  .meta({ id: 'DailyStatistics' });
export type DailyStatistics = z.infer<typeof DailyStatistics>;
export const StatisticsCsvQuery = PeriodQuery.extend({ encoding: CsvEncoding.default('utf-8') });
