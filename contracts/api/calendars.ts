/** Shapes of the calendar's parts, their changes, and exceptions from the hours; domain/calendar has the rules. */
import { z } from 'zod';
import { exceptionKinds } from '../../domain/calendar/exception-kinds.ts';
import { exceptionStates } from '../../domain/calendar/exceptions.ts';
import {
  commonNationalCalendar,
  requestBands,
  type MunicipalCalendar as DomainMunicipalCalendar,
} from '../../domain/calendar/parts.ts';
import { tiers } from '../../domain/organisations.ts';
import { CalendarDay, HoursSetting } from './hours.ts';
import { Reason } from './reason.ts';
import { anyText, lines, visiblePattern } from './text.ts';

const instant = z.iso.datetime();
const Clock = anyText(5).meta({ pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9]$', example: '17:00' });
/** The end of a day may be midnight. */
const EndClock = anyText(5).meta({ pattern: '^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$', example: '20:00' });
const DayReason = anyText(200).meta({ minLength: 1, pattern: visiblePattern });
const OwnDay = anyText(10).meta({
  format: 'date',
  pattern: '^20[0-9]{2}-',
  description: 'Of the years 2000 to 2099, and once only.',
});
const minutes = (description: string) => z.number().meta({ type: 'integer', minimum: 0, maximum: 1_440, description });
const mostDays = 1_000;

export const NationalCalendar = z
  .strictObject({
    enforced: z.boolean().meta({ description: 'false: every gate of the country is open (demonstration).' }),
    opens: Clock,
    closes: Clock.meta({ description: 'After `opens`.' }),
    closingMarginMinutes: minutes('Nothing new is sent in the last minutes; less than the hours have.'),
    startLeadMinutes: minutes('How long before the opening the servers begin to start.'),
    dailyProcessingMinutes: minutes('With the start, it fits between midnight and the opening.'),
    overrides: z
      .array(z.strictObject({ date: OwnDay, kind: z.enum(['closed', 'open']), reason: DayReason }))
      .max(mostDays),
    requestBand: z.enum(requestBands).meta({ description: 'Which band a code request needs (S34).' }),
    requestsMayUseExceptions: z.boolean().meta({ description: 'Whether agreed exceptions open it to code requests.' }),
  })
  .meta({ id: 'NationalCalendar', example: { ...commonNationalCalendar } });

export const PrefecturalCalendar = z
  .strictObject({
    onlineCloses: EndClock.meta({ description: 'Not before the common close.' }),
    onlineEnds: z.array(z.strictObject({ date: OwnDay, closes: EndClock, reason: DayReason })).max(mostDays),
  })
  .meta({ id: 'PrefecturalCalendar', example: { onlineCloses: '20:00', onlineEnds: [] } });

export const MunicipalCalendar = z
  .strictObject({
    opens: Clock.optional().meta({ description: 'Within the common hours; left out, as they are.' }),
    closes: Clock.optional().meta({ description: 'Within the common hours, and after `opens`.' }),
    closingMarginMinutes: minutes('At least the nation’s.').optional(),
    overrides: z
      .array(
        z.strictObject({
          date: OwnDay,
          kind: z.literal('closed'),
          reason: DayReason,
        }),
      )
      .max(mostDays),
  })
  .meta({ id: 'MunicipalCalendar', example: { closes: '16:30', overrides: [] } });
export type MunicipalCalendar = z.output<typeof MunicipalCalendar>;

/** Leaves out what is undefined, as the domain's type requires. */
export function municipalCalendarOf({
  opens,
  closes,
  closingMarginMinutes,
  overrides,
}: MunicipalCalendar): DomainMunicipalCalendar {
  return {
    ...(opens !== undefined && { opens }),
    ...(closes !== undefined && { closes }),
    ...(closingMarginMinutes !== undefined && { closingMarginMinutes }),
    overrides,
  };
}

export const CalendarPart = z
  .union([NationalCalendar, PrefecturalCalendar, MunicipalCalendar])
  .meta({ id: 'CalendarPart', description: 'The part of the organisation’s tier.' });
export type CalendarPart = z.output<typeof CalendarPart>;

/** The body keeps its setting as it came: its shape is that of the organisation's tier, so the route reads it. */
export const CalendarChangeBody = z
  .strictObject({
    setting: z.looseObject({}).meta({
      description: 'The part as it is to be, whole; of the tier of the organisation.',
      anyOf: ['NationalCalendar', 'PrefecturalCalendar', 'MunicipalCalendar'].map((name) => ({
        $ref: `#/components/schemas/${name}`,
      })),
    }),
    basedOn: z
      .number()
      .int()
      .min(0)
      .max(2_147_483_647)
      .meta({ description: '`version` of the part it was made from.' }),
    reason: Reason,
  })
  .meta({
    id: 'CalendarChangeBody',
    example: { setting: { closes: '16:30', overrides: [] }, basedOn: 0, reason: 'The counter closes earlier.' },
  });
export type CalendarChangeInput = z.input<typeof CalendarChangeBody>;

const Person = z.object({ id: z.string(), name: z.string().nullable() });

export const CalendarChange = z
  .object({
    changeId: z.uuid(),
    organisation: z.string(),
    basedOn: z.number().int(),
    setting: CalendarPart,
    reason: z.string(),
    proposedBy: Person,
    proposedAt: instant,
    own: z.boolean().meta({ description: 'Whether the caller has proposed it.' }),
    decision: z.enum(['approved', 'rejected', 'withdrawn']).nullable(),
    decidedBy: Person.nullable(),
    decidedAt: instant.nullable(),
    decisionReason: z.string().nullable(),
  })
  .meta({ id: 'CalendarChange' });
export type CalendarChange = z.infer<typeof CalendarChange>;
export const CalendarChanges = z.object({ changes: z.array(CalendarChange) }).meta({ id: 'CalendarChanges' });

export const OrganisationCalendar = z
  .object({
    organisation: z.string(),
    tier: z.enum(tiers),
    version: z.number().int().meta({ description: '0 until the owner sets its part.' }),
    setting: CalendarPart,
    waiting: CalendarChange.nullable().meta({ description: 'The change that waits for a second person.' }),
    combined: z.object({
      national: NationalCalendar,
      prefectural: z.union([PrefecturalCalendar, z.null()]),
      municipal: z.union([MunicipalCalendar, z.null()]),
      hours: HoursSetting.meta({ description: 'By which code requests are judged.' }),
    }),
  })
  .meta({ id: 'OrganisationCalendar' });
export type OrganisationCalendar = z.infer<typeof OrganisationCalendar>;

const owners = ['nation', 'prefecture', 'municipality', 'exception'] as const;
const BandEnd = z.object({
  at: z.string().meta({ description: 'In Japan, whole minutes.', example: '2026-04-01T17:00+09:00' }),
  owner: z.enum(owners).meta({ description: 'Whose word it is.' }),
  reason: z.string().nullable(),
});
const Band = z.object({ from: BandEnd, to: BandEnd, exceptionId: z.string().nullable() }).meta({ id: 'Band' });
export const DayBands = z
  .object({
    date: z.iso.date(),
    weekday: z.string(),
    closedBecause: z
      .object({ kind: z.string(), ja: z.string(), en: z.string(), owner: z.enum(['nation', 'municipality']) })
      .nullable(),
    online: z.array(Band).meta({ description: 'オンライン運用' }),
    counter: z.array(Band).meta({ description: '窓口業務受付' }),
    daily: Band.nullable().meta({ description: '日次処理' }),
  })
  .meta({ id: 'DayBands' });
export type DayBands = z.infer<typeof DayBands>;
export const CalendarDays = z.object({ days: z.array(DayBands) }).meta({ id: 'CalendarDays' });
export type CalendarDays = z.infer<typeof CalendarDays>;

const Instant = anyText(40).meta({
  description: 'With its offset, in whole minutes.',
  pattern:
    '^[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::00(?:\\.0{1,9})?)?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$',
  example: '2026-04-04T09:00+09:00',
});

export const HourExceptionBody = z
  .strictObject({
    kind: z.enum(exceptionKinds),
    from: Instant,
    to: Instant.meta({ description: 'After `from`, by 31 days at most.' }),
    reason: lines({ most: 200 }).meta({ description: 'Shown to the other side. No personal data.' }),
    municipalities: z
      .array(anyText(12).meta({ pattern: '^[0-9]{6}$', example: '990019' }))
      .max(50)
      .default([])
      .meta({ description: 'Who is to agree, for `wide-area-copy`; otherwise none.' }),
  })
  .meta({
    id: 'HourExceptionBody',
    example: {
      kind: 'identity-confirmation',
      from: '2099-04-04T09:00+09:00',
      to: '2099-04-04T12:00+09:00',
      reason: 'Moving season',
    },
  });
export type HourExceptionInput = z.input<typeof HourExceptionBody>;

export const HourException = z
  .object({
    exceptionId: z.uuid(),
    organisation: z.string().meta({ description: 'Who asks.' }),
    organisationName: z.string(),
    kind: z.enum(exceptionKinds),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
    state: z.enum(exceptionStates),
    askedBy: Person,
    askedAt: instant,
    withdrawnAt: instant.nullable(),
    agreements: z.array(
      z.object({
        organisation: z.string(),
        name: z.string(),
        decision: z.enum(['agreed', 'refused']).nullable(),
        decidedBy: Person.nullable(),
        decidedAt: instant.nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'HourException' });
export type HourException = z.infer<typeof HourException>;
export const HourExceptions = z.object({ exceptions: z.array(HourException) }).meta({ id: 'HourExceptions' });

export const AgreementBody = z.strictObject({ reason: Reason.optional() }).meta({ id: 'AgreementBody', example: {} });
export const RefusalBody = z
  .strictObject({ reason: Reason })
  .meta({ id: 'RefusalBody', example: { reason: 'Our counter is closed on that day.' } });

const files = ['ical', 'holidays'] as const;
export const CalendarPeriod = z.object({
  from: CalendarDay,
  to: CalendarDay.meta({ description: 'Not before `from`, and fewer than 800 days after it.' }),
});
export const CalendarImportQuery = CalendarPeriod.extend({
  kind: z.enum(files).meta({ description: 'iCalendar, or the Cabinet Office’s `syukujitsu.csv` in Shift_JIS.' }),
  replace: z
    .enum(['yes', 'no'])
    .default('no')
    .meta({ description: 'yes: days of the period that an iCalendar file does not have are removed.' }),
});

const FiledDay = z.object({
  date: z.string(),
  kind: z.enum(['closed', 'open']).optional(),
  closes: z.string().optional(),
  reason: z.string(),
});
export const CalendarProposal = z
  .object({
    basedOn: z.number().int(),
    setting: CalendarPart.meta({ description: 'What to send as a change, with a reason.' }),
    added: z.array(FiledDay),
    changed: z.array(z.object({ before: FiledDay, after: FiledDay })),
    removed: z.array(FiledDay),
    ignored: z.object({
      events: z.number().int().meta({ description: 'Events that say nothing about the calendar.' }),
      exceptions: z.number().int().meta({ description: 'Exceptions are asked for and agreed, not imported.' }),
      days: z.number().int().meta({ description: 'Days of a kind that this organisation does not own.' }),
      partialYears: z.array(z.number().int()).meta({ description: 'Years of a list of holidays that are not whole.' }),
    }),
  })
  .meta({ id: 'CalendarProposal', description: 'What a file would change. Nothing is changed yet.' });
export type CalendarProposal = z.infer<typeof CalendarProposal>;
