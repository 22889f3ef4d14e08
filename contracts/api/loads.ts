/** Shapes of loads (一括登録): the options of a load, and its state as operators see it. */
import { z } from 'zod';
import { loadStates } from '../../domain/load.ts';
import { defaultLoadOptions } from '../load-options.ts';
import { loadEncodings, loadFormats } from '../load-file.ts';
import { mostChunksAtOnce, mostLinesPerChunk, mostLinesPerSecond } from './load-limits.ts';
import { NumberSystem } from './numbers.ts';
import { anyText, line } from './text.ts';

const instant = z.iso.datetime();
const count = z.number().int();
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

/** How a file is read and loaded. These are query parameters, because the body is the file. */
export const LoadQuery = z.object({
  format: z.enum(loadFormats).meta({ description: 'CSV with a heading, NDJSON, or fixed-length cells.' }),
  encoding: z.enum(loadEncodings).default('utf-8').meta({ description: 'Never guessed.' }),
  fileName: anyText(200).optional().meta({ description: 'To be found again by; no path.' }),
  staffId: line({ most: 40 }).optional().meta({ example: 'staff-7' }),
  dryRun: flag.meta({ description: 'Reads and checks the file and loads nobody.' }),
  again: flag.meta({ description: 'Takes the file although one of the same content was loaded before.' }),
  numberSystem: NumberSystem.optional().meta({ description: 'For lines that name none.', example: '01' }),
  dataType: anyText(16).optional().meta({ description: 'For lines that name none.', pattern: '^[A-Za-z0-9]{1,16}$' }),
  linesPerChunk: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostLinesPerChunk)
    .default(defaultLoadOptions.linesPerChunk)
    .meta({ description: 'Residents who go through the steps together: one request file.' }),
  chunksAtOnce: z.coerce.number().int().min(1).max(mostChunksAtOnce).default(defaultLoadOptions.chunksAtOnce),
  errorRateLimit: z.coerce.number().min(0).max(1).default(defaultLoadOptions.errorRateLimit).meta({
    type: 'number',
    minimum: 0,
    maximum: 1,
    description: 'Stops when more than this share of the lines, or of the residents, ended in an error.',
  }),
  linesPerSecond: z.coerce
    .number()
    .positive()
    .max(mostLinesPerSecond)
    .optional()
    .meta({ description: 'Residents a second that a participant is sent at most.' }),
});
export type LoadQuery = z.output<typeof LoadQuery>;

export const loadMediaTypes = [
  'application/octet-stream',
  'text/csv',
  'text/plain',
  'application/x-ndjson',
  'application/zip',
] as const;

const LoadSums = z
  .object({
    read: count.meta({ description: 'Lines with a resident, without heading and empty lines.' }),
    accepted: count,
    withoutPersonalNumber: count,
    wrong: count.meta({ description: 'They break a rule, or the judge refused them.' }),
    held: count.meta({ description: 'Put into the error list by the judge.' }),
    repeated: count.meta({ description: 'The same was there before.' }),
    ahead: count.meta({ description: 'Good lines whose turn has not come, or, of a check, that could be loaded.' }),
    known: count.meta({ description: 'Of residents whose code was asked for otherwise.' }),
    notSent: count.meta({ description: 'Their code is asked for; not sent on to the Juki net yet.' }),
    sent: count.meta({ description: 'Sent on, and not confirmed yet.' }),
    confirmed: count,
    inErrorList: count.meta({ description: 'Put there by a step or the confirmation; they wait for staff now.' }),
    cancelled: count.meta({ description: 'By staff, out of the error list.' }),
  })
  .meta({
    id: 'LoadSums',
    description:
      '`read` is the sum of the six after it, and `accepted` is the sum of the six at the end. In every state.',
  });

export const Load = z
  .object({
    loadId: z.uuid(),
    state: z.enum(loadStates),
    reason: z.string().nullable().meta({
      description: 'Why it stopped by itself, or why its file cannot be read.',
      example: 'TOO_MANY_ERRORS',
    }),
    reasonText: z.object({ ja: z.string(), en: z.string() }).nullable(),
    fileName: z.string(),
    fileBytes: count,
    format: z.enum(loadFormats),
    encoding: z.enum(loadEncodings),
    dryRun: z.boolean(),
    createdAt: instant,
    startedAt: instant.nullable().meta({ description: 'The file was read and its first chunk begun.' }),
    finishedAt: instant.nullable(),
    linesRead: count.meta({ description: 'Number of the last line that was read, with heading and empty lines.' }),
    goodLines: count,
    badLines: count,
    chunks: count,
    chunksEnded: count,
    results: z
      .record(z.string(), count)
      .meta({ description: 'Lines by the answer of the judge, as of a transfer; `repeated` and `refused` besides.' }),
    members: count.meta({ description: 'Residents for whom this load asks for a code.' }),
    underWay: z.record(z.string(), count).meta({ description: 'Residents of the chunks under way, by stage.' }),
    routed: count.meta({ description: 'Sent on to the Juki net.' }),
    parked: count.meta({ description: 'Put into the error list by a step, whatever became of them.' }),
    unconfirmed: count.meta({ description: 'Put into the error list by the confirmation.' }),
    inErrorList: count.meta({ description: 'Of these two, those who wait for staff now.' }),
    acquired: count.meta({ description: 'Confirmed: the intermediate server holds the code.' }),
    waiting: count.meta({ description: 'Residents neither confirmed nor in the error list yet.' }),
    sums: LoadSums,
    done: z.number().nullable().meta({
      description: '0 to 1; null where it cannot be told. 1 only when no line and no resident waits any more.',
    }),
    linesPerSecond: z.number().nullable().meta({ description: 'Read, and after that brought to their end.' }),
    residentsPerSecond: z.number().nullable().meta({ description: 'Of `members`, sent on to the Juki net.' }),
    secondsLeft: z.number().nullable(),
  })
  .meta({
    id: 'Load',
    description: '一括登録の状態。件数と符号だけで、住民の情報は含まない。 / Counts and codes only.',
  });
export type Load = z.infer<typeof Load>;

/** A load as the overview shows it. */
export const LoadUnderWay = Load.pick({
  loadId: true,
  state: true,
  fileName: true,
  dryRun: true,
  createdAt: true,
  sums: true,
  done: true,
  secondsLeft: true,
}).meta({ id: 'LoadUnderWay' });
export type LoadUnderWay = z.infer<typeof LoadUnderWay>;

export const LoadList = z.object({ loads: z.array(Load) }).meta({ id: 'LoadList', description: 'The latest first.' });
export type LoadList = z.infer<typeof LoadList>;

export const LoadListQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) });

export const StartCheckedBody = z
  .strictObject({
    staffId: line({ most: 40 }).meta({ example: 'staff-7' }),
    again: z.boolean().default(false).meta({ description: 'Although one of the same content was loaded before.' }),
  })
  .meta({ id: 'StartCheckedBody' });

export const LoadActionBody = z
  .strictObject({ staffId: line({ most: 40 }).meta({ example: 'staff-7' }) })
  .meta({ id: 'LoadActionBody' });
export const LoadActionResult = z
  .object({ loadId: z.uuid(), state: z.enum(loadStates), reason: z.string().nullable() })
  .meta({ id: 'LoadActionResult' });
export type LoadActionResult = z.infer<typeof LoadActionResult>;
