/** Shapes of the report on a load's lines: fields and rules, never a value of the file. */
import { z } from 'zod';
import { transferRules } from '../../domain/checked-transfer.ts';
import { loadFileRules, type LoadLineRule } from '../load-file.ts';
import { loadStates } from '../../domain/load.ts';
import { Reason } from './reason.ts';
import { line as lineOfText } from './text.ts';

const Text = z.object({ ja: z.string(), en: z.string() });
const count = z.number().int();

export const loadRules: Record<LoadLineRule, { ja: string; en: string }> = { ...transferRules, ...loadFileRules };

const LineProblem = z.object({
  field: z.string().meta({ description: 'Empty: the line as a whole.' }),
  rule: z.string().meta({ example: 'CHECK_DIGIT' }),
  text: Text,
});

export const BadLine = z
  .object({
    line: count.meta({ description: 'Counts from 1 with the heading, as an editor shows it.' }),
    problems: z.array(LineProblem),
  })
  .meta({ id: 'BadLine' });
export type BadLine = z.infer<typeof BadLine>;

export const LoadReport = z
  .object({
    loadId: z.uuid(),
    state: z.enum(loadStates),
    linesRead: count,
    goodLines: count,
    badLines: count.meta({ description: 'Lines that break a rule, and good ones that the judge refused.' }),
    problems: z.array(LineProblem.extend({ lines: count })).meta({ description: 'By field and rule, the most first.' }),
    warnings: z.array(LineProblem.extend({ lines: z.array(count) })).meta({
      description:
        'Lines that were taken and look wrong (LOST_CHARACTER, LEADING_ZEROS_DIFFER: those that belong together). Empty while the file is read.',
    }),
    lines: z.array(BadLine).meta({ description: 'A page of the bad lines, in the order of the file.' }),
    next: count.nullable().meta({ description: 'For `after`.' }),
  })
  .meta({ id: 'LoadReport' });
export type LoadReport = z.infer<typeof LoadReport>;

export const LoadReportQuery = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_147_483_647)
    .default(0)
    .meta({ type: 'integer', minimum: 0, maximum: 2_147_483_647, description: 'The line that the page begins after.' }),
  limit: z.coerce.number().int().min(0).max(10_000).default(100).meta({ type: 'integer', minimum: 0, maximum: 10_000 }),
});

/** Personal numbers leave fugo in this file, so the caller must say who wants it and why; the audit log keeps both. */
export const BadLinesQuery = z.object({
  staffId: lineOfText({ most: 40 }).meta({ example: 'staff-7' }),
  reason: Reason,
});

/** The heading of the results file, which has a line for each readable line of the loaded file. */
export const loadResultColumns = [
  'line',
  'numberSystem',
  'addressNumber',
  'integratedAddressNumber',
  'result',
  'codeRequestStatus',
] as const;
