/** Shapes of a municipality's operating hours; domain/calendar has the rules. */
import { z } from 'zod';
import { commonHours } from '../../domain/calendar/operating-hours.ts';
import { Reason } from './reason.ts';
import { anyText, visiblePattern } from './text.ts';

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
const OwnClosures = z
  .array(
    z.strictObject({
      date: anyText(10).meta({
        format: 'date',
        pattern: '^20[0-9]{2}-',
        description: 'Of the years 2000 to 2099, and once only.',
      }),
      kind: z.literal('closed').meta({ description: 'A day is opened by the national calendar alone.' }),
      reason: Said(200),
    }),
  )
  .max(1_000);
const margin = z.number().meta({
  type: 'integer',
  minimum: 0,
  maximum: 479,
  description: 'Whole minutes, at least the nation’s and less than the hours have.',
});

/**
 * What the installation's administrator registers of a municipality: how it starts, until it sets its own part of the
 * calendar, and whether it is a demonstration that keeps no hours.
 */
export const RegisteredHours = z
  .strictObject({
    enforced: z.boolean().default(true).meta({ description: 'false: every gate is open (demonstration).' }),
    opens: Opens.default(commonHours.opens),
    closes: Closes.default(commonHours.closes),
    closingMarginMinutes: margin.default(commonHours.closingMarginMinutes),
    overrides: OwnClosures.default([]),
  })
  .meta({
    id: 'RegisteredHours',
    example: { enforced: true, opens: '09:00', closes: '17:00', closingMarginMinutes: 10, overrides: [] },
  });
export type RegisteredHours = z.output<typeof RegisteredHours>;

/** The combined setting, by which requests are judged. */
export const HoursSetting = z
  .object({
    enforced: z.boolean().meta({ description: 'false: every gate is open (demonstration).' }),
    opens: z.string(),
    closes: z.string(),
    closingMarginMinutes: z.number().int(),
    prefecture: z.object({ closes: z.string().optional() }).optional(),
    ends: z
      .array(z.object({ date: z.string(), closes: z.string(), reason: z.string() }))
      .optional()
      .meta({ description: 'Single days that the prefecture ends at another time.' }),
    overrides: z.array(z.object({ date: z.string(), kind: z.enum(['closed', 'open']), reason: z.string() })),
    exceptions: z.array(z.object({ from: z.string(), to: z.string(), approver: z.string(), reason: z.string() })),
  })
  .meta({ id: 'HoursSetting', example: { ...commonHours, overrides: [], exceptions: [] } });
export type HoursSetting = z.output<typeof HoursSetting>;

/** The municipal part, and whether hours are kept at all, which is not the municipality's to say. */
export const MunicipalHours = z
  .object({
    enforced: z.boolean().meta({ description: 'The nation’s word: false opens every gate (demonstration).' }),
    opens: z.string(),
    closes: z.string(),
    closingMarginMinutes: z.number().int(),
    overrides: z.array(z.object({ date: z.string(), kind: z.literal('closed'), reason: z.string() })),
    version: z.number().int().meta({ description: 'For `basedOn` of a change; 0 until the first.' }),
  })
  .meta({ id: 'MunicipalHours' });
export type MunicipalHours = z.infer<typeof MunicipalHours>;

/** The municipal part as it is to be, whole. */
export const HoursBody = z
  .strictObject({
    opens: Opens,
    closes: Closes,
    closingMarginMinutes: margin,
    overrides: OwnClosures,
    basedOn: z.number().int().min(0).max(2_147_483_647).optional().meta({
      description: '`version` of the part it was made from; left out, the present one.',
    }),
    reason: Reason,
  })
  .meta({
    id: 'HoursBody',
    example: { opens: '09:00', closes: '16:30', closingMarginMinutes: 10, overrides: [], reason: 'Shorter counter.' },
  });
export type HoursBody = z.input<typeof HoursBody>;

/** What no shape says of the municipal part. */
export const hoursRules = {
  opens: ['OUTSIDE_COMMON_HOURS'],
  closes: ['CLOSES_BEFORE_OPENING', 'OUTSIDE_COMMON_HOURS'],
  closingMarginMinutes: ['MARGIN_OUT_OF_RANGE', 'MARGIN_BELOW_COMMON'],
  'overrides[].date': ['REPEATED_DATE'],
} as const;

export const CalendarDay = z.iso.date().meta({ pattern: '^20[0-9]{2}-', description: 'Of the years 2000 to 2099.' });
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
