/** What is delivered: the contents that targets read and judge by. JSON in UTF-8; a program file is taken as it is. */
import { z } from 'zod';
import { findMinutes, isCalendarDate } from '../domain/calendar/civil-date.ts';
import type { ReleaseKind } from '../domain/deliveries/names.ts';
import { MunicipalityCode } from './participants/common.ts';

const Day = z.string().refine(isCalendarDate, 'a calendar date, YYYY-MM-DD');
const Clock = z.string().refine((text) => findMinutes(text) !== null, 'a time of day, HH:MM');
const Moment = z.iso.datetime({ offset: true });

/** 全国運用カレンダー: the common hours and closed days, which the national body sets. */
export const DeliveredCalendar = z.object({
  kind: z.literal('calendar'),
  issuedAt: Moment,
  hours: z.object({
    enforced: z.boolean(),
    opens: Clock,
    closes: Clock,
    closingMarginMinutes: z.number().int().nonnegative(),
    overrides: z
      .array(z.object({ date: Day, kind: z.enum(['closed', 'open']), reason: z.string().max(400) }))
      .max(10_000),
  }),
});
export type DeliveredCalendar = z.infer<typeof DeliveredCalendar>;

/** 市区町村コード表: each code with the days on which it is valid, the last one included. */
export const CodeTable = z.object({
  kind: z.literal('code-table'),
  issuedAt: Moment,
  codes: z
    .array(
      z
        .object({
          code: MunicipalityCode,
          name: z.string().min(1).max(100),
          from: Day,
          /** Null while it is valid. */
          to: Day.nullable(),
          /** 合併などの後の団体. */
          succeededBy: MunicipalityCode.nullable().default(null),
        })
        .refine(({ from, to }) => to === null || from <= to, 'ends before it begins'),
    )
    .min(1)
    .max(20_000),
});
export type CodeTable = z.infer<typeof CodeTable>;

/** 異体字表: characters that stand for the same one. */
export const VariantTable = z.object({
  kind: z.literal('variant-table'),
  issuedAt: Moment,
  variants: z
    .array(z.object({ character: z.string().min(1).max(10), standard: z.string().min(1).max(10) }))
    .min(1)
    .max(200_000),
});
export type VariantTable = z.infer<typeof VariantTable>;

/** Larger tables are no tables. Bytes. */
export const largestTableBytes = 64 * 1024 * 1024;

const schemas = { calendar: DeliveredCalendar, 'code-table': CodeTable, 'variant-table': VariantTable } as const;

/** Whether the bytes are what a file of this kind must be. */
export function isUsable(kind: ReleaseKind, content: Uint8Array): boolean {
  if (kind === 'program') return content.length > 0;
  try {
    return schemas[kind].safeParse(JSON.parse(Buffer.from(content).toString('utf8'))).success;
  } catch {
    return false;
  }
}
