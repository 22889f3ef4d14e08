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

export const moverKinds = ['registered', 'address', 'name', 'correction', 'load'] as const;
export type MoverKind = (typeof moverKinds)[number];
const changes = ['address', 'name', 'correction'] as const;

const filter = {
  ...period,
  kind: z
    .enum(moverKinds)
    .optional()
    .meta({
      description:
        '`registered`: a first entry; `address`, `name`: a row that changes it; `correction`: one that changes neither; ' +
        '`load`: whatever came by a load.',
    }),
  numberSystem: z
    .string()
    .regex(/^[0-9]{2}$/u)
    .optional()
    .meta({ example: '01' }),
  load: z
    .union([z.uuid(), z.literal('none')])
    .optional()
    .meta({ description: 'By this load; `none`: by none, so that the residents of loads stand apart.' }),
};

export const MoversQuery = z.object({
  ...filter,
  after: anyText(100).optional().meta({
    description: '`next` of the page before.',
    pattern: '^[0-9]{1,13}_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}_[0-9]{1,9}$',
  }),
  limit: z.coerce.number().int().min(1).max(2_000).default(100),
});

export const MoversCsvQuery = z.object({
  ...filter,
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
        changed: z
          .array(z.enum(changes))
          .meta({ description: 'Of an update: what is another than in the row before.' }),
        loadId: z.uuid().nullable().meta({ description: 'The load that it came by.' }),
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

export const MoverLoads = z
  .object({ loads: z.array(z.object({ loadId: z.uuid(), fileName: z.string(), count: z.number().int() })) })
  .meta({
    id: 'MoverLoads',
    description: 'The loads whose residents are among the movers of a period, the latest first.',
  });
export type MoverLoads = z.infer<typeof MoverLoads>;

export const MoverLoadsQuery = z.object(period);
