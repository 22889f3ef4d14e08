/** Inquiries at the call centre: asked by municipalities and prefectures, seen by them and by the national body. */
import { createRoute } from '@hono/zod-openapi';
import { AskBody, Inquiries, InquiriesQuery, InquiryDetail } from '../../contracts/api/inquiries.ts';
import { askInquiry, listInquiries } from '../../storage/inquiries/inquiries.ts';
import { auditAllowed, auditStaff } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  describeRefusal,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { actorOf, inquiryBodyOf, viewOf } from './shapes.ts';
import { getDetail, inquiriesPath, inquiryNotFound, inquiryParams, nudgeInquiry, tags } from './shared.ts';

export function addInquiryRoutes(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('inquiries:read'),
      tags,
      method: 'get',
      path: inquiriesPath,
      operationId: 'listInquiries',
      summary: '問い合わせの一覧 / Inquiries',
      description: 'Of the organisation; below `nation` those of all, for the call centre.',
      middleware: organisationGuard(context, 'inquiries:read'),
      request: { params: organisationParam, query: InquiriesQuery },
      responses: {
        200: { description: 'A page.', content: json(Inquiries) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const { overdue, ...query } = c.req.valid('query');
      const view = viewOf(c.get('acting'), c.get('organisation'));
      const entry = { action: 'inquiries.list', subject: null };
      await auditStaff(context, c.get('caller'), view.organisation, entry);
      const owner = query.owner === 'me' ? actorOf(c.get('caller')) : query.owner;
      const filter = { ...query, owner, overdue: overdue === 'true' };
      const page = await listInquiries(c.get('db'), view, filter, context.now());
      const inquiries = page.inquiries.map((row) => inquiryBodyOf(row, context.now()));
      return c.json({ inquiries, open: page.open, overdue: page.overdue }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('inquiries:ask'),
      tags,
      method: 'post',
      path: inquiriesPath,
      operationId: 'askInquiry',
      summary: '問い合わせる / Ask the call centre',
      description: 'The same `requestKey` asks once, and is answered alike.',
      middleware: [organisationGuard(context, 'inquiries:ask'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(AskBody) } },
      responses: {
        201: { description: 'Asked, now or before.', content: json(InquiryDetail) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        409: describeRefusal('INQUIRY_KEY_USED'),
        422: describeInvalid({ incident: ['NOT_LISTED'] }),
      },
    }),
    async (c) => {
      const body = c.req.valid('json');
      const view = viewOf(c.get('acting'), c.get('organisation'));
      const caller = c.get('caller');
      await auditAllowed(context, caller, view.organisation, { action: 'inquiries.ask', subject: body.requestKey });
      const { organisation, acting } = view;
      const asked = { ...body, organisation, askedBy: actorOf(caller) };
      const result = await askInquiry(c.get('db'), acting, asked, context.now());
      if (result.kind === 'keyUsed') throw new ProblemError('INQUIRY_KEY_USED');
      if (result.kind === 'unknownIncident') throw invalidInput([{ field: 'incident', rule: 'NOT_LISTED' }]);
      nudgeInquiry(context, result.inquiry);
      return c.json(await getDetail(context, c.get('db'), view, result.inquiry), 201);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('inquiries:read'),
      tags,
      method: 'get',
      path: `${inquiriesPath}/{inquiry}`,
      operationId: 'getInquiry',
      summary: '問い合わせの詳細 / An inquiry with all that was written',
      description: 'What was merged into it stands among its own. Notes are shown to the call centre alone.',
      middleware: organisationGuard(context, 'inquiries:read'),
      request: { params: inquiryParams },
      responses: {
        200: { description: 'The inquiry.', content: json(InquiryDetail) },
        ...commonProblems,
        404: inquiryNotFound,
      },
    }),
    async (c) => {
      const view = viewOf(c.get('acting'), c.get('organisation'));
      const { inquiry } = c.req.valid('param');
      const entry = { action: 'inquiries.read', subject: String(inquiry) };
      await auditStaff(context, c.get('caller'), view.organisation, entry);
      return c.json(await getDetail(context, c.get('db'), view, inquiry), 200);
    },
  );
}
