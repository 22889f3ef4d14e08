/** The statistics of inquiries as a file. */
import { createRoute } from '@hono/zod-openapi';
import { CsvEncoding } from '../../contracts/api/csv-file.ts';
import { StatisticsQuery } from '../../contracts/api/inquiries.ts';
import { dayRules } from '../../contracts/api/moment.ts';
import { inquiryKindNames, tierNames } from '../../contracts/inquiry-names.ts';
import { dayNumberOf } from '../../domain/calendar/civil-date.ts';
import { readInquiryStatistics, type Figures, type InquiryStatistics } from '../../storage/inquiries/statistics.ts';
import { auditStaff } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { answerCsv, csvResponses } from '../http/csv-file.ts';
import { describeInvalid, describeOrganisationNotFound, organisationParam, securedBy } from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';

/** Days of one question. */
const mostDays = 400;
const headings = ['区分', '値', '受付', '回答', '期限超過', '最初の回答までの分(中央値)'];

const responses = {
  ...csvResponses,
  404: describeOrganisationNotFound(),
  422: describeInvalid({ from: dayRules, to: [...dayRules, 'OUT_OF_RANGE'] }),
} as const;

export function addInquiryStatisticsCsvRoute(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('inquiries:read'),
      tags: ['inquiries'],
      method: 'get',
      path: '/v1/organisations/{organisation}/inquiry-statistics.csv',
      operationId: 'exportInquiryStatistics',
      summary: '問い合わせの統計のファイル / Statistics of inquiries as a file',
      description: 'A row for all together, each kind, tier, day, hour and satisfaction.',
      middleware: organisationGuard(context, 'inquiries:read'),
      request: {
        params: organisationParam,
        query: StatisticsQuery.extend({ encoding: CsvEncoding.default('utf-8') }),
      },
      responses,
    }),
    async (c) => {
      const { from, to, of, encoding } = c.req.valid('query');
      const days = dayNumberOf(to) - dayNumberOf(from);
      if (days < 0 || days >= mostDays) throw invalidInput([{ field: 'to', rule: 'OUT_OF_RANGE' }]);
      const { organisation } = c.get('organisation');
      const entry = { action: 'inquiries.statistics-export', subject: `${from}/${to}` };
      await auditStaff(context, c.get('caller'), organisation, entry);
      const view = { acting: c.get('acting'), organisation };
      const statistics = await readInquiryStatistics(c.get('db'), view, { from, to, of });
      const fileName = `inquiries-${organisation}-${from}-${to}.csv`;
      return answerCsv(c, context, { fileName, encoding, headings, rows: pageOf(statistics) });
    },
  );
}

async function* pageOf({
  all,
  kinds,
  tiers,
  days,
  hours,
  satisfaction,
}: InquiryStatistics): AsyncGenerator<string[][]> {
  yield [
    rowOf('合計', '', all),
    ...kinds.map(({ kind, ...figures }) => rowOf('種類', inquiryKindNames[kind].ja, figures)),
    ...tiers.map(({ tier, ...figures }) => rowOf('階層', tierNames[tier].ja, figures)),
    ...days.map(({ day, asked, answered, late }) => ['日', day, ...[asked, answered, late].map(String), '']),
    ...hours.map(({ hour, asked }) => ['時刻', String(hour), String(asked), '', '', '']),
    ...satisfaction.map((each) => ['満足度', String(each.satisfaction), String(each.inquiries), '', '', '']),
  ];
}

const rowOf = (group: string, value: string, { asked, answered, late, medianMinutes }: Figures): string[] => [
  group,
  value,
  ...[asked, answered, late].map(String),
  medianMinutes === null ? '' : medianMinutes.toFixed(0),
];
