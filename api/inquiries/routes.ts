/** Inquiries at the call centre: asked by municipalities and prefectures, answered by the national body. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  AnswerInquiry,
  AskBody,
  Inquiries,
  InquiriesQuery,
  InquiryChange,
  InquiryConflict,
  InquiryDetail,
  InquiryText,
  MergeInquiry,
  SatisfactionBody,
} from '../../contracts/api/inquiries.ts';
import { problemMediaType } from '../../contracts/http.ts';
import type { RequestFailureCode } from '../../domain/failures.ts';
import type { Right } from '../../domain/rights.ts';
import type { Database } from '../../storage/database/database.ts';
import { askInquiry, findInquiry, listInquiries } from '../../storage/inquiries/inquiries.ts';
import type { View } from '../../storage/inquiries/rows.ts';
import {
  answerInquiry,
  changeInquiry,
  mergeInquiry,
  noteInquiry,
  rateInquiry,
  writeQuestion,
  type WorkResult,
} from '../../storage/inquiries/work.ts';
import { auditAllowed, auditStaff } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, Caller } from '../context.ts';
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
import { actorOf, detailBodyOf, inquiryBodyOf, viewOf } from './shapes.ts';

export const inquiriesPath = '/v1/organisations/{organisation}/inquiries';
export const inquiryParams = organisationParam.extend({
  inquiry: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).meta({ description: 'Its number.' }),
});
export const tags = ['inquiries'];

const notFound = describeOrganisationNotFound('UNKNOWN_INQUIRY');

/** 409 of a change that came too late: the document has both sides. */
function describeConflict(...codes: RequestFailureCode[]) {
  const { description } = describeRefusal('INQUIRY_CHANGED', 'INQUIRY_MERGED', ...codes);
  return { description, content: { [problemMediaType]: { schema: InquiryConflict } } };
}

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
      nudge(result.inquiry);
      return c.json(await getDetail(c.get('db'), view, result.inquiry), 201);
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
        404: notFound,
      },
    }),
    async (c) => {
      const view = viewOf(c.get('acting'), c.get('organisation'));
      const { inquiry } = c.req.valid('param');
      const entry = { action: 'inquiries.read', subject: String(inquiry) };
      await auditStaff(context, c.get('caller'), view.organisation, entry);
      return c.json(await getDetail(c.get('db'), view, inquiry), 200);
    },
  );

  app.openapi(
    createRoute({
      ...describeWork('inquiries:answer', 'changeInquiry', '問い合わせを変更する / Change an inquiry'),
      method: 'patch',
      path: `${inquiriesPath}/{inquiry}`,
      middleware: [organisationGuard(context, 'inquiries:answer'), ...jsonBody] as const,
      request: { params: inquiryParams, body: { required: true, content: json(InquiryChange) } },
      responses: {
        200: { description: 'Changed.', content: json(InquiryDetail) },
        ...commonProblems,
        ...bodyProblems,
        404: notFound,
        409: describeConflict(),
        422: describeInvalid({ owner: ['NOT_LISTED'], incident: ['NOT_LISTED'] }),
      },
    }),
    async (c) => {
      const body = c.req.valid('json');
      const caller = c.get('caller');
      const change = { ...body, ...(body.owner === 'me' && { owner: actorOf(caller) }) };
      const [db, view] = [c.get('db'), viewOf(c.get('acting'), c.get('organisation'))];
      const { inquiry } = c.req.valid('param');
      const detail = await work({ caller, db, view, inquiry, action: 'change', sent: body }, () =>
        changeInquiry(db, view, inquiry, change, context.now()),
      );
      return c.json(detail, 200);
    },
  );

  app.openapi(
    createRoute({
      ...describeWork('inquiries:ask', 'writeQuestion', '問い合わせに書き足す / Write more to an inquiry'),
      description: 'What was answered, closed or merged is open again, and due anew.',
      method: 'post',
      path: `${inquiriesPath}/{inquiry}/questions`,
      middleware: [organisationGuard(context, 'inquiries:ask'), ...jsonBody] as const,
      request: { params: inquiryParams, body: { required: true, content: json(InquiryText) } },
      responses: {
        201: { description: 'Written, now or before.', content: json(InquiryDetail) },
        ...commonProblems,
        ...bodyProblems,
        404: notFound,
      },
    }),
    async (c) => {
      const body = c.req.valid('json');
      const caller = c.get('caller');
      const [db, view] = [c.get('db'), viewOf(c.get('acting'), c.get('organisation'))];
      const { inquiry } = c.req.valid('param');
      const text = { ...body, by: actorOf(caller) };
      const detail = await work({ caller, db, view, inquiry, action: 'question', sent: body }, () =>
        writeQuestion(db, view, inquiry, text, context.now()),
      );
      return c.json(detail, 201);
    },
  );

  app.openapi(
    createRoute({
      ...describeWork('inquiries:answer', 'answerInquiry', '問い合わせに回答する / Answer an inquiry'),
      description: 'Who asked is told by mail while the own counter is open. The same `requestKey` answers once.',
      method: 'post',
      path: `${inquiriesPath}/{inquiry}/answers`,
      middleware: [organisationGuard(context, 'inquiries:answer'), ...jsonBody] as const,
      request: { params: inquiryParams, body: { required: true, content: json(AnswerInquiry) } },
      responses: {
        201: { description: 'Answered, now or before.', content: json(InquiryDetail) },
        ...commonProblems,
        ...bodyProblems,
        404: notFound,
        409: describeConflict(),
        422: describeInvalid({ answers: ['NOT_LISTED'] }),
      },
    }),
    async (c) => {
      const body = c.req.valid('json');
      const caller = c.get('caller');
      const [db, view] = [c.get('db'), viewOf(c.get('acting'), c.get('organisation'))];
      const { inquiry } = c.req.valid('param');
      const answer = { ...body, by: actorOf(caller) };
      const detail = await work({ caller, db, view, inquiry, action: 'answer', sent: body }, () =>
        answerInquiry(db, view, inquiry, answer, context.now()),
      );
      return c.json(detail, 201);
    },
  );

  app.openapi(
    createRoute({
      ...describeWork('inquiries:answer', 'noteInquiry', '内部メモを残す / Note something for the call centre'),
      method: 'post',
      path: `${inquiriesPath}/{inquiry}/notes`,
      middleware: [organisationGuard(context, 'inquiries:answer'), ...jsonBody] as const,
      request: { params: inquiryParams, body: { required: true, content: json(InquiryText) } },
      responses: {
        201: { description: 'Noted, now or before.', content: json(InquiryDetail) },
        ...commonProblems,
        ...bodyProblems,
        404: notFound,
      },
    }),
    async (c) => {
      const body = c.req.valid('json');
      const caller = c.get('caller');
      const [db, view] = [c.get('db'), viewOf(c.get('acting'), c.get('organisation'))];
      const { inquiry } = c.req.valid('param');
      const note = { ...body, by: actorOf(caller) };
      const detail = await work({ caller, db, view, inquiry, action: 'note', sent: body }, () =>
        noteInquiry(db, view, inquiry, note, context.now()),
      );
      return c.json(detail, 201);
    },
  );

  app.openapi(
    createRoute({
      ...describeWork('inquiries:answer', 'mergeInquiry', '問い合わせを統合する / Merge two inquiries'),
      description:
        'The later one goes on in the earlier one, whichever of them is named first; of one organisation only.',
      method: 'post',
      path: `${inquiriesPath}/{inquiry}/merge`,
      middleware: [organisationGuard(context, 'inquiries:answer'), ...jsonBody] as const,
      request: { params: inquiryParams, body: { required: true, content: json(MergeInquiry) } },
      responses: {
        200: { description: 'The earlier one, now or before.', content: json(InquiryDetail) },
        ...commonProblems,
        ...bodyProblems,
        404: notFound,
        409: describeConflict('INQUIRY_OF_ANOTHER'),
      },
    }),
    async (c) => {
      const body = c.req.valid('json');
      const caller = c.get('caller');
      const [db, view] = [c.get('db'), viewOf(c.get('acting'), c.get('organisation'))];
      const { inquiry } = c.req.valid('param');
      const detail = await work({ caller, db, view, inquiry, action: 'merge', sent: body }, () =>
        mergeInquiry(db, view, inquiry, body, context.now()),
      );
      return c.json(detail, 200);
    },
  );

  app.openapi(
    createRoute({
      ...describeWork('inquiries:ask', 'rateInquiry', '解決したかを答える / Say whether it helped'),
      method: 'post',
      path: `${inquiriesPath}/{inquiry}/satisfaction`,
      middleware: [organisationGuard(context, 'inquiries:ask'), ...jsonBody] as const,
      request: { params: inquiryParams, body: { required: true, content: json(SatisfactionBody) } },
      responses: {
        200: { description: 'Closed, or open again.', content: json(InquiryDetail) },
        ...commonProblems,
        ...bodyProblems,
        404: notFound,
        409: describeRefusal('INQUIRY_NOT_ANSWERED', 'INQUIRY_MERGED'),
      },
    }),
    async (c) => {
      const body = c.req.valid('json');
      const caller = c.get('caller');
      const [db, view] = [c.get('db'), viewOf(c.get('acting'), c.get('organisation'))];
      const { inquiry } = c.req.valid('param');
      const rating = { ...body, by: actorOf(caller) };
      const detail = await work({ caller, db, view, inquiry, action: 'rate', sent: body }, () =>
        rateInquiry(db, view, inquiry, rating, context.now()),
      );
      return c.json(detail, 200);
    },
  );

  interface Work {
    caller: Caller;
    db: Database;
    view: View;
    inquiry: number;
    action: string;
    sent: object;
  }

  async function work({ caller, db, view, inquiry, action, sent }: Work, act: () => Promise<WorkResult>) {
    const entry = { action: `inquiries.${action}`, subject: String(inquiry) };
    await auditAllowed(context, caller, view.organisation, entry);
    const result = await act();
    if (result.kind === 'done') {
      nudge(result.inquiry);
      return getDetail(db, view, result.inquiry);
    }
    throw await problemOfWork(result, db, view, inquiry, sent);
  }

  async function problemOfWork(
    result: Exclude<WorkResult, { kind: 'done' }>,
    db: Database,
    view: View,
    inquiry: number,
    sent: object,
  ): Promise<ProblemError> {
    switch (result.kind) {
      case 'unknown':
        return new ProblemError('UNKNOWN_INQUIRY');
      case 'changed':
      case 'merged': {
        const current = await getDetail(db, view, inquiry);
        const code = result.kind === 'changed' ? 'INQUIRY_CHANGED' : 'INQUIRY_MERGED';
        return new ProblemError(code, { more: { current, sent } });
      }
      case 'otherOrganisation':
        return new ProblemError('INQUIRY_OF_ANOTHER');
      case 'notAnswered':
        return new ProblemError('INQUIRY_NOT_ANSWERED');
      case 'unknownOwner':
        return invalidInput([{ field: 'owner', rule: 'NOT_LISTED' }]);
      case 'unknownIncident':
        return invalidInput([{ field: 'incident', rule: 'NOT_LISTED' }]);
      case 'unknownAnswer':
        return invalidInput([{ field: 'answers', rule: 'NOT_LISTED' }]);
    }
  }

  async function getDetail(db: Database, view: View, inquiry: number): Promise<InquiryDetail> {
    const found = await findInquiry(db, view, inquiry);
    if (!found) throw new ProblemError('UNKNOWN_INQUIRY');
    return detailBodyOf(found, context.now());
  }

  /** The row keeps what is due, so nothing is lost while the engine is away. */
  function nudge(inquiry: number): void {
    context.background.run('nudge of an inquiry', () => context.engine.nudgeInquiry(inquiry));
  }
}

function describeWork(right: Right, operationId: string, summary: string) {
  return { ...securedBy(right), tags, operationId, summary };
}
