/** 統計: the figures of each municipality's days. Counts and times, of nobody in particular. */
import { createRoute } from '@hono/zod-openapi';
import { dayRules } from '../../contracts/api/moment.ts';
import { DailyStatistics, PeriodQuery, StatisticsCsvQuery } from '../../contracts/api/operating-days.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { nation } from '../../domain/organisations.ts';
import type { Database } from '../../storage/database/database.ts';
import {
  listStatistics,
  type PeriodStatistics,
  type StatisticsQuestion,
} from '../../storage/operating-days/statistics-period.ts';
import { readStatistics, type Figures, type PresentStatistics } from '../../storage/operating-days/statistics.ts';
import { listOrganisationsAround } from '../../storage/organisations/organisations.ts';
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
/** Below more municipalities nobody waits for the present day of each; it comes with their daily processing. */
const mostPresent = 50;

export function addStatisticsRoutes(app: ApiApp, context: ApiContext): void {
  const today = createShortCache<PresentStatistics>(
    (key) => {
      const [organisation = '', day = ''] = key.split(' ');
      return readStatistics(context.db, { organisation, day });
    },
    { ttlMs: (tookMs) => Math.max(keptMs, share * tookMs), now: context.now },
  );
  const municipalitiesOf = async (organisation: string): Promise<string[]> => {
    const around = await listOrganisationsAround(context.db, organisation);
    const below = around.filter(({ parent }) => organisation === nation || parent === organisation);
    const own = around.filter((each) => each.organisation === organisation);
    return [...own, ...below].filter(({ tier }) => tier === 'municipality').map((each) => each.organisation);
  };
  const read = async (db: Database, asked: StatisticsQuestion): Promise<PeriodStatistics> => {
    const day = tokyoDateOf(context.now());
    if (asked.from > day || day > asked.to) return listStatistics(db, asked);
    const municipalities = await municipalitiesOf(asked.organisation);
    if (municipalities.length > mostPresent) return listStatistics(db, asked);
    const present: PresentStatistics[] = [];
    // One after the other, so that a look at the country is no burst of readings of everybody.
    for (const municipality of municipalities) present.push(await today.get(`${municipality} ${day}`));
    return listStatistics(db, { ...asked, present });
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
        'Of the municipality, or of all below the prefecture or the national body; and what they come to together. Today ' +
        `has the figures of this moment, unless there are more than ${mostPresent} municipalities: then they are there when ` +
        'daily processing made them.',
      request: { params: organisationParam, query: PeriodQuery },
      responses: {
        200: { description: 'By day and municipality, and added up.', content: json(DailyStatistics) },
        ...commonProblems,
        ...problems,
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const period = requirePeriod(c.req.valid('query'));
      const subject = `${period.from}/${period.to}`;
      await auditStaff(context, c.get('caller'), organisation, { action: 'statistics.list', subject });
      const { statistics, ...sums } = await read(c.get('db'), { acting: c.get('acting'), organisation, ...period });
      const rows = statistics.map(({ madeAt, ...row }) => ({ ...row, madeAt: new Date(madeAt).toISOString() }));
      return c.json({ statistics: rows, ...sums }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/organisations/{organisation}/statistics.csv',
      operationId: 'exportStatistics',
      summary: '日次統計のファイル / The daily statistics as a file',
      description:
        'A row for each day and municipality. After them the whole period of each municipality, with first and last day ' +
        'joined by `/`, and of all together under the code of the organisation that was asked for.',
      request: { params: organisationParam, query: StatisticsCsvQuery },
      responses: fileResponses,
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { encoding, ...query } = c.req.valid('query');
      const period = requirePeriod(query);
      const subject = `${period.from}/${period.to}`;
      await auditStaff(context, c.get('caller'), organisation, { action: 'statistics.export', subject });
      const found = await read(c.get('db'), { acting: c.get('acting'), organisation, ...period });
      const fileName = `statistics-${organisation}-${period.from}-${period.to}.csv`;
      return answerCsv(c, context, { fileName, encoding, headings, rows: pageOf(found, { organisation, ...period }) });
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

async function* pageOf(
  { statistics, municipalities, period }: PeriodStatistics,
  { organisation, from, to }: { organisation: string; from: string; to: string },
): AsyncGenerator<string[][]> {
  yield statistics.map((row) => [row.day, row.municipality, ...cellsOf(row)]);
  const interval = `${from}/${to}`;
  yield municipalities.map((row) => [interval, row.municipality, ...cellsOf(row)]);
  if (municipalities.length > 1) yield [[interval, organisation, ...cellsOf(period)]];
}

function cellsOf(row: Figures): string[] {
  return [
    ...[row.newRequests, row.requested, row.confirmed, row.errors].map(String),
    ...[row.secondsToCodeMean, row.secondsToCodeP50, row.secondsToCodeP95].map(secondsText),
  ];
}

const secondsText = (seconds: number | null): string => (seconds === null ? '' : seconds.toFixed(1));
