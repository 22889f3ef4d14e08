/**
 * Shapes of where a resident's code request stands, and of the conversion of numbers: ids, stages and codes, no
 * personal data.
 */
import { z } from 'zod';
import { codeRequestStatuses, stages } from '../../domain/stages.ts';
import { anyText } from './text.ts';

const instant = z.iso.datetime();
const Text = z.object({ ja: z.string(), en: z.string() });

export const ResidentFailure = z
  .object({
    failureId: z.uuid(),
    code: z.string().meta({ example: 'SERIAL_REFUSED' }),
    step: z.string().nullable(),
    since: instant,
    text: Text,
  })
  .meta({ id: 'ResidentFailure', description: 'An open entry of the error list.' });

export const ResidentStatus = z
  .object({
    integratedAddressNumber: z.string().nullable(),
    stage: z.enum(stages).nullable().meta({ description: 'Null until the first transfer was judged.' }),
    codeRequestStatus: z.enum(codeRequestStatuses),
    attempt: z.number().int(),
    since: instant.meta({ description: 'When this status was written.' }),
    failure: ResidentFailure.nullable().meta({ description: 'The oldest open one.' }),
    heldTransfers: z.number().int().meta({ description: 'Transfers that wait for staff to check the identity.' }),
    opensAt: instant.nullable().meta({ description: 'In WAITING_FOR_HOURS: when sending may go on.' }),
    acquiredAt: instant.nullable(),
    historyCount: z.number().int().meta({ description: 'Rows of the address information (table 33).' }),
    addressNumbers: z.array(z.object({ numberSystem: z.string(), addressNumber: z.string() })),
    timelineUrl: z.string().nullable(),
  })
  .meta({ id: 'ResidentStatus' });
export type ResidentStatus = z.infer<typeof ResidentStatus>;

export const Timeline = z
  .object({
    entries: z.array(
      z.object({
        at: instant,
        event: z.string(),
        stage: z.enum(stages).nullable(),
        attempt: z.number().int(),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable(),
      }),
    ),
  })
  .meta({ id: 'Timeline' });
export type Timeline = z.infer<typeof Timeline>;

export const NumberConversions = z
  .strictObject({
    lines: z
      .array(
        z.union([
          z.strictObject({ numberSystem: anyText(10), addressNumber: anyText(40) }),
          z.strictObject({
            integratedAddressNumber: anyText(40),
            numberSystem: anyText(10).optional().meta({ description: 'Only the numbers of this system.' }),
          }),
        ]),
      )
      .min(1)
      .max(1_000),
  })
  .meta({
    id: 'NumberConversions',
    example: {
      lines: [{ numberSystem: '01', addressNumber: '000000000000123' }, { integratedAddressNumber: '000000000000019' }],
    },
  });
export type NumberConversions = z.infer<typeof NumberConversions>;

export const NumberConversionResults = z
  .object({
    results: z.array(
      z.object({
        result: z.enum(['found', 'unknown', 'invalid', 'forbidden']),
        integratedAddressNumber: z.string().nullable(),
        addressNumbers: z.array(z.object({ numberSystem: z.string(), addressNumber: z.string() })),
      }),
    ),
  })
  .meta({ id: 'NumberConversionResults', description: 'A result a line, in the order of the lines.' });
export type NumberConversionResults = z.infer<typeof NumberConversionResults>;
