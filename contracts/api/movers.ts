/** Shapes of the movers list (異動した住民の一覧): who was registered or updated in a period. */
import { z } from 'zod';
import { CsvEncoding } from './csv-file.ts';
import { Day } from './moment.ts';
import { anyText } from './text.ts';

const instant = z.iso.datetime();
const period = {
  from: Day.meta({ description: 'A day in Japan.', example: '2026-04-01' }),
  to: Day.meta({ description: 'The last day, which is in the list; not before `from`.', example: '2026-04-01' }),
};

export const MoversQuery = z.object({
  ...period,
  after: anyText(100).optional().meta({
    description: '`next` of the page before.',
    pattern: '^[0-9]{1,13}_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}_[0-9]{1,9}$',
  }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const MoversCsvQuery = z.object({
  ...period,
  encoding: CsvEncoding.default('utf-8'),
});

export const Movers = z
  .object({
    movers: z.array(
      z.object({
        integratedAddressNumber: z.string().nullable(),
        name: z.string().nullable(),
        nameKana: z.string().nullable(),
        kind: z.enum(['registered', 'updated']),
        historySeq: z.number().int(),
        numberSystem: z.string().nullable(),
        registeredAt: instant.meta({ description: '新規登録時点: when the row was added.' }),
        operatedAt: instant,
        protected: z.boolean(),
        masked: z.boolean(),
      }),
    ),
    next: z.string().nullable().meta({ description: 'For `after`.' }),
  })
  .meta({ id: 'Movers', description: 'A line for each row of table 33, in the order in which they were added.' });
export type Movers = z.infer<typeof Movers>;
