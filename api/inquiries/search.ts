/** The search while typing, in the answers and in past inquiries. */
import { createRoute } from '@hono/zod-openapi';
import { SearchBody, SearchResult } from '../../contracts/api/answers.ts';
import { searchInquiries } from '../../storage/inquiries/search.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeOrganisationNotFound,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { jsonBody } from '../http/validation.ts';
import { tags } from './shared.ts';
import { isoOf, viewOf } from './shapes.ts';

/** Nobody's data are read, and each sign that is typed asks again: the audit log has no entry of it. */
export function addInquirySearchRoute(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('inquiries:read'),
      tags,
      method: 'post',
      path: '/v1/organisations/{organisation}/inquiry-search',
      operationId: 'searchInquiries',
      summary: '回答集と過去の問い合わせを探す / Search answers and past inquiries',
      description:
        'While somebody types. Whatever two characters stand side by side in a stored text are found; other words of ' +
        'the same meaning are found too, and answers by the words of inquiries that were answered with them. Past inquiries are those of the organisation, for the call centre those of all.',
      middleware: [organisationGuard(context, 'inquiries:read'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(SearchBody) } },
      responses: {
        200: { description: 'The best first.', content: json(SearchResult) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const view = viewOf(c.get('acting'), c.get('organisation'));
      const found = await searchInquiries(context.db, c.get('db'), view, c.req.valid('json'));
      const inquiries = found.inquiries.map((each) => ({ ...each, askedAt: isoOf(each.askedAt) }));
      return c.json({ ...found, inquiries }, 200);
    },
  );
}
