/** Shapes of a municipality's operating hours; domain/calendar/operating-hours has the rules. */
import { z } from 'zod';
import { commonHours, type HoursSetting as DomainHoursSetting } from '../../domain/calendar/operating-hours.ts';
import { Reason } from './reason.ts';
import { anyText } from './text.ts';

/** The domain checks the rules; the description only states them. */
const Clock = anyText(5).meta({ pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9]$', example: '09:00' });
const Instant = anyText(40).meta({
  description: 'With its offset, in whole minutes.',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::00(?:\\.0+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})$',
  example: '2026-04-01T17:00+09:00',
});

export const HoursSetting = z
  .strictObject({
    enforced: z.boolean().default(commonHours.enforced).meta({ description: 'false: every gate is open (demo).' }),
    opens: Clock.default(commonHours.opens),
    closes: Clock.default(commonHours.closes),
    closingMarginMinutes: z
      .number()
      .meta({ description: 'Whole minutes, from 0 to less than the hours.' })
      .default(commonHours.closingMarginMinutes),
    prefecture: z.strictObject({ closes: Clock.optional() }).optional(),
    overrides: z
      .array(
        z.strictObject({
          date: anyText(10).meta({ format: 'date', description: 'Of the years 2000 to 2099.' }),
          kind: z.enum(['closed', 'open']),
          reason: anyText(200),
        }),
      )
      .max(1_000)
      .default([]),
    exceptions: z
      .array(
        z.strictObject({
          from: Instant,
          to: Instant,
          approver: anyText(80),
          reason: anyText(200),
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

/**
 * The whole setting as it is to be. `enforced` is required, so that an empty body does not silently restore the common
 * hours.
 */
export const HoursBody = HoursSetting.extend({
  enforced: z.boolean().meta({ description: 'false: every gate is open (demo).' }),
  reason: Reason.optional(),
}).meta({ id: 'HoursBody' });
export type HoursBody = z.input<typeof HoursBody>;

/** Omits `prefecture` instead of setting it to undefined, as the domain's type requires. */
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
