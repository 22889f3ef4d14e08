/** How many asked, how soon they were answered, and whether it helped. */
import { createRoute } from '@hono/zod-openapi';
import { InquiryStatistics, StatisticsQuery } from '../../contracts/api/inquiries.ts';
import { dayRules } from '../../contracts/api/moment.ts';
import { dayNumberOf } from '../../domain/calendar/civil-date.ts';
import { readInquiryStatistics } from '../../storage/inquiries/statistics.ts';
import { auditStaff } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';
import { tags } from './shared.ts';
import { viewOf } from './shapes.ts';

/** Days of one question. */
const mostDays = 400;

export function addInquiryStatisticsRoute(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('inquiries:read'),
      tags,
      method: 'get',
      path: '/v1/organisations/{organisation}/inquiry-statistics',
      operationId: 'readInquiryStatistics',
      summary: '問い合わせの統計 / Statistics of inquiries',
      description: `By kind, tier and time, of at most ${mostDays} days in which they came. Of the organisation; below \`nation\` of all.`,
      middleware: organisationGuard(context, 'inquiries:read'),
      request: { params: organisationParam, query: StatisticsQuery },
      responses: {
        200: { description: 'The figures.', content: json(InquiryStatistics) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
        422: describeInvalid({ from: dayRules, to: [...dayRules, 'OUT_OF_RANGE'] }),
      },
    }),
    async (c) => {
      const { from, to, of } = c.req.valid('query');
      const days = dayNumberOf(to) - dayNumberOf(from);
      if (days < 0 || days >= mostDays) throw invalidInput([{ field: 'to', rule: 'OUT_OF_RANGE' }]);
      const view = viewOf(c.get('acting'), c.get('organisation'));
      const entry = { action: 'inquiries.statistics', subject: `${from}/${to}` };
      await auditStaff(context, c.get('caller'), view.organisation, entry);
      return c.json({ from, to, ...(await readInquiryStatistics(c.get('db'), view, { from, to, of })) }, 200);
    },
  );
}
