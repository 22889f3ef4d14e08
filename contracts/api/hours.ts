/** Shapes of a municipality's operating hours; domain/calendar/operating-hours has the rules. */
import { z } from 'zod';
import { commonHours, type HoursSetting as DomainHoursSetting } from '../../domain/calendar/operating-hours.ts';
import { Reason } from './reason.ts';
import { anyText, visiblePattern } from './text.ts';

/** The domain checks the rules; the description only states them. */
const Clock = anyText(5).meta({ pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9]$', example: '09:00' });
const Opens = anyText(5).meta({
  description: 'Within the common hours.',
  pattern: '^(?:09|1[0-6]):[0-5][0-9]$',
  example: '09:00',
});
const Closes = anyText(5).meta({
  description: 'Within the common hours, and after `opens`.',
  pattern: '^(?:(?:09|1[0-6]):[0-5][0-9]|17:00)$',
  example: '17:00',
});
const Said = (most: number) => anyText(most).meta({ minLength: 1, pattern: visiblePattern });
const Instant = anyText(40).meta({
  description: 'With its offset, in whole minutes.',
  pattern:
    '^[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::00(?:\\.0{1,9})?)?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$',
  example: '2026-04-01T17:00+09:00',
});

export const HoursSetting = z
  .strictObject({
    enforced: z.boolean().default(commonHours.enforced).meta({ description: 'false: every gate is open (demo).' }),
    opens: Opens.default(commonHours.opens),
    closes: Closes.default(commonHours.closes),
    closingMarginMinutes: z
      .number()
      .meta({ type: 'integer', minimum: 0, maximum: 479, description: 'Whole minutes, less than the hours have.' })
      .default(commonHours.closingMarginMinutes),
    prefecture: z.strictObject({ closes: Clock.optional() }).optional(),
    overrides: z
      .array(
        z.strictObject({
          date: anyText(10).meta({
            format: 'date',
            pattern: '^20[0-9]{2}-',
            description: 'Of the years 2000 to 2099, and once only.',
          }),
          kind: z.enum(['closed', 'open']),
          reason: Said(200),
        }),
      )
      .max(1_000)
      .default([]),
    exceptions: z
      .array(
        z.strictObject({
          from: Instant,
          to: Instant.meta({ description: 'After `from`.' }),
          approver: Said(80),
          reason: Said(200),
        }),
      )
      .max(1_000)
      .default([]),
  })
  .meta({
    id: 'HoursSetting',
    example: { ...commonHours },
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

/** What no shape says of the setting. */
export const hoursRules = {
  closes: ['CLOSES_BEFORE_OPENING'],
  'prefecture.closes': ['CLOSES_BEFORE_OPENING'],
  closingMarginMinutes: ['MARGIN_OUT_OF_RANGE'],
  'overrides[].date': ['REPEATED_DATE'],
  'exceptions[].from': ['NOT_AN_INSTANT'],
  'exceptions[].to': ['NOT_AN_INSTANT', 'CLOSES_BEFORE_OPENING'],
} as const;

const CalendarDay = z.iso.date().meta({ pattern: '^20[0-9]{2}-', description: 'Of the years 2000 to 2099.' });
export const HoursDaysQuery = z.object({
  from: CalendarDay,
  to: CalendarDay.meta({ description: 'Not before `from`, and fewer than 800 days after it.' }),
});
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
