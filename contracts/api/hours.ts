/** Operating hours of a municipality. The shape; its rules are domain/calendar/operating-hours. */
import { z } from 'zod';
import { commonHours, type HoursSetting as DomainHoursSetting } from '../../domain/calendar/operating-hours.ts';
import { Reason } from './reason.ts';

export const HoursSetting = z
  .strictObject({
    enforced: z.boolean().default(commonHours.enforced).meta({ description: 'false: every gate is open (demo).' }),
    opens: z.string().max(5).default(commonHours.opens),
    closes: z.string().max(5).default(commonHours.closes),
    closingMarginMinutes: z.number().default(commonHours.closingMarginMinutes),
    prefecture: z.strictObject({ closes: z.string().max(5).optional() }).optional(),
    overrides: z
      .array(
        z.strictObject({ date: z.string().max(10), kind: z.enum(['closed', 'open']), reason: z.string().max(200) }),
      )
      .max(1_000)
      .default([]),
    exceptions: z
      .array(
        z.strictObject({
          from: z.string().max(40),
          to: z.string().max(40),
          approver: z.string().max(80),
          reason: z.string().max(200),
        }),
      )
      .max(1_000)
      .default([]),
  })
  .meta({
    id: 'HoursSetting',
    example: {
      enforced: true,
      opens: '09:00',
      closes: '17:00',
      closingMarginMinutes: 10,
      overrides: [],
      exceptions: [],
    },
  });

export type HoursSetting = z.output<typeof HoursSetting>;

/** The whole setting as it is to be. It says at least whether it holds: from nothing, the common hours would come back. */
export const HoursBody = HoursSetting.extend({
  enforced: z.boolean().meta({ description: 'false: every gate is open (demo).' }),
  reason: Reason.optional(),
}).meta({ id: 'HoursBody' });
export type HoursBody = z.input<typeof HoursBody>;

/** `prefecture` without `undefined` in it, as the domain's type wants it. */
export function hoursSettingOf({ prefecture, ...setting }: HoursSetting): DomainHoursSetting {
  if (!prefecture) return setting;
  return { ...setting, prefecture: prefecture.closes === undefined ? {} : { closes: prefecture.closes } };
}

export const HoursDaysQuery = z.object({ from: z.iso.date(), to: z.iso.date() });
export const HoursDays = z
  .object({
    days: z.array(
      z.object({
        date: z.iso.date(),
        weekday: z.string(),
        windows: z.array(z.object({ from: z.string(), to: z.string(), exception: z.string().optional() })),
        closedBecause: z.object({ kind: z.string(), ja: z.string(), en: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'HoursDays' });
export type HoursDays = z.infer<typeof HoursDays>;
