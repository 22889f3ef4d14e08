/** What is done to an inquiry, by whoever asked and by the call centre. */
import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  AnswerInquiry,
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
import { auditAllowed } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import { bodyProblems, commonProblems, describeInvalid, describeRefusal, json, securedBy } from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { actorOf, viewOf } from './shapes.ts';
import { getDetail, inquiriesPath, inquiryNotFound, inquiryParams, nudgeInquiry, tags } from './shared.ts';

/** 409 of a change that came too late: the document has both sides. */
function describeConflict(...codes: RequestFailureCode[]) {
  const { description } = describeRefusal('INQUIRY_CHANGED', 'INQUIRY_MERGED', ...codes);
  return { description, content: { [problemMediaType]: { schema: InquiryConflict } } };
}

export function addInquiryWork(app: ApiApp, context: ApiContext): void {
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
        404: inquiryNotFound,
        409: describeConflict(),
        422: describeInvalid({ owner: ['NOT_LISTED'], incident: ['NOT_LISTED'] }),
      },
    }),
    async (c) => {
      const [{ inquiry }, sent] = [c.req.valid('param'), c.req.valid('json')];
      const detail = await work(c, { inquiry, action: 'change', sent }, ({ db, view, by, at }) =>
        changeInquiry(db, view, inquiry, { ...sent, ...(sent.owner === 'me' && { owner: by }) }, at),
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
        404: inquiryNotFound,
      },
    }),
    async (c) => {
      const [{ inquiry }, sent] = [c.req.valid('param'), c.req.valid('json')];
      const detail = await work(c, { inquiry, action: 'question', sent }, ({ db, view, by, at }) =>
        writeQuestion(db, view, inquiry, { ...sent, by }, at),
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
        404: inquiryNotFound,
        409: describeConflict(),
        422: describeInvalid({ answers: ['NOT_LISTED'] }),
      },
    }),
    async (c) => {
      const [{ inquiry }, sent] = [c.req.valid('param'), c.req.valid('json')];
      const detail = await work(c, { inquiry, action: 'answer', sent }, ({ db, view, by, at }) =>
        answerInquiry(db, view, inquiry, { ...sent, by }, at),
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
        404: inquiryNotFound,
      },
    }),
    async (c) => {
      const [{ inquiry }, sent] = [c.req.valid('param'), c.req.valid('json')];
      const detail = await work(c, { inquiry, action: 'note', sent }, ({ db, view, by, at }) =>
        noteInquiry(db, view, inquiry, { ...sent, by }, at),
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
        404: inquiryNotFound,
        409: describeConflict('INQUIRY_OF_ANOTHER'),
      },
    }),
    async (c) => {
      const [{ inquiry }, sent] = [c.req.valid('param'), c.req.valid('json')];
      const detail = await work(c, { inquiry, action: 'merge', sent }, ({ db, view, at }) =>
        mergeInquiry(db, view, inquiry, sent, at),
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
        404: inquiryNotFound,
        409: describeRefusal('INQUIRY_NOT_ANSWERED', 'INQUIRY_MERGED'),
      },
    }),
    async (c) => {
      const [{ inquiry }, sent] = [c.req.valid('param'), c.req.valid('json')];
      const detail = await work(c, { inquiry, action: 'rate', sent }, ({ db, view, by, at }) =>
        rateInquiry(db, view, inquiry, { ...sent, by }, at),
      );
      return c.json(detail, 200);
    },
  );

  interface Acting {
    db: Database;
    view: View;
    /** Who acts. */
    by: string;
    at: number;
  }

  async function work(
    c: Context<ApiEnv>,
    { inquiry, action, sent }: { inquiry: number; action: string; sent: object },
    act: (acting: Acting) => Promise<WorkResult>,
  ): Promise<InquiryDetail> {
    const caller = c.get('caller');
    const [db, view] = [c.get('db'), viewOf(c.get('acting'), c.get('organisation'))];
    const entry = { action: `inquiries.${action}`, subject: String(inquiry) };
    await auditAllowed(context, caller, view.organisation, entry);
    const result = await act({ db, view, by: actorOf(caller), at: context.now() });
    if (result.kind === 'done') {
      nudgeInquiry(context, result.inquiry);
      return getDetail(context, db, view, result.inquiry);
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
        const current = await getDetail(context, db, view, inquiry);
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
}

function describeWork(right: Right, operationId: string, summary: string) {
  return { ...securedBy(right), tags, operationId, summary };
}
