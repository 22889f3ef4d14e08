/** 統計: the figures of each municipality's days. Counts and times, of nobody in particular. */
import { createRoute } from '@hono/zod-openapi';
import { dayRules } from '../../contracts/api/moment.ts';
import { DailyStatistics, PeriodQuery, StatisticsCsvQuery } from '../../contracts/api/operating-days.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { tierOf } from '../../domain/organisations.ts';
import type { Database } from '../../storage/database/database.ts';
import {
  listStatistics,
  readStatistics,
  type DailyStatistics as Row,
} from '../../storage/operating-days/statistics.ts';
import { auditStaff } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { createShortCache } from '../http/short-cache.ts';
import { answerCsv, csvResponses } from '../http/csv-file.ts';
import {
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { requirePeriod } from './period.ts';

const problems = {
  404: describeOrganisationNotFound(),
  422: describeInvalid({ from: dayRules, to: [...dayRules, 'OUT_OF_RANGE'] }),
} as const;
const fileResponses = { ...csvResponses, ...problems } as const;

/** The figures of the day that is not over are kept twenty times as long as reading took, and for a minute at least. */
const share = 20;
const keptMs = 60_000;

export function addStatisticsRoutes(app: ApiApp, context: ApiContext): void {
  const today = createShortCache<Row>(
    (key) => {
      const [organisation = '', day = ''] = key.split(' ');
      return readStatistics(context.db, { organisation, day });
    },
    { ttlMs: (tookMs) => Math.max(keptMs, share * tookMs), now: context.now },
  );
  const read = async (db: Database, asked: Parameters<typeof listStatistics>[1]): Promise<Row[]> => {
    const rows = await listStatistics(db, asked);
    const day = tokyoDateOf(context.now());
    const { organisation, from, to } = asked;
    if (tierOf(organisation) !== 'municipality' || from > day || day > to) return rows;
    return [...rows.filter((row) => row.day !== day), await today.get(`${organisation} ${day}`)];
  };
  const common = {
    ...securedBy('statistics:read'),
    tags: ['organisations'],
    method: 'get' as const,
    middleware: organisationGuard(context, 'statistics:read'),
  };

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/organisations/{organisation}/statistics',
      operationId: 'listStatistics',
      summary: '日次統計 / The daily statistics of the municipalities',
      description:
        'Of the municipality, or of all below the prefecture or the national body. Of a day that is not over, a ' +
        'municipality has the figures of this moment; of others they are there when its daily processing made them.',
      request: { params: organisationParam, query: PeriodQuery },
      responses: {
        200: { description: 'By day and municipality.', content: json(DailyStatistics) },
        ...commonProblems,
        ...problems,
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const period = requirePeriod(c.req.valid('query'));
      const subject = `${period.from}/${period.to}`;
      await auditStaff(context, c.get('caller'), organisation, { action: 'statistics.list', subject });
      const rows = await read(c.get('db'), { acting: c.get('acting'), organisation, ...period });
      const statistics = rows.map(({ madeAt, ...row }) => ({ ...row, madeAt: new Date(madeAt).toISOString() }));
      return c.json({ statistics }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/organisations/{organisation}/statistics.csv',
      operationId: 'exportStatistics',
      summary: '日次統計のファイル / The daily statistics as a file',
      request: { params: organisationParam, query: StatisticsCsvQuery },
      responses: fileResponses,
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { encoding, ...query } = c.req.valid('query');
      const period = requirePeriod(query);
      const subject = `${period.from}/${period.to}`;
      await auditStaff(context, c.get('caller'), organisation, { action: 'statistics.export', subject });
      const rows = await read(c.get('db'), { acting: c.get('acting'), organisation, ...period });
      const fileName = `statistics-${organisation}-${period.from}-${period.to}.csv`;
      return answerCsv(c, context, { fileName, encoding, headings, rows: pageOf(rows) });
    },
  );
}

const headings = [
  '運用日',
  '団体コード',
  '新規',
  '依頼',
  '取得確認',
  'エラー',
  '所要秒数(平均)',
  '所要秒数(中央値)',
  '所要秒数(95%)',
];

async function* pageOf(rows: readonly Row[]): AsyncGenerator<string[][]> {
  yield rows.map((row) => [
    row.day,
    row.municipality,
    String(row.newRequests),
    String(row.requested),
    String(row.confirmed),
    String(row.errors),
    secondsText(row.secondsToCodeMean),
    secondsText(row.secondsToCodeP50),
    secondsText(row.secondsToCodeP95),
  ]);
}

const secondsText = (seconds: number | null): string => (seconds === null ? '' : seconds.toFixed(1));
