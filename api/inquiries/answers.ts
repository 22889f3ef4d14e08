/** 回答集: the answers that may serve again; read by whoever may ask, kept by the call centre. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  Answer,
  AnswerBody,
  AnswerChange,
  AnswerConflict,
  Answers,
  AnswersQuery,
  type Answer as AnswerView,
} from '../../contracts/api/answers.ts';
import { problemMediaType } from '../../contracts/http.ts';
import { nation } from '../../domain/organisations.ts';
import {
  addAnswer,
  changeAnswer,
  findAnswer,
  listAnswers,
  type StoredAnswer,
} from '../../storage/inquiries/answers.ts';
import { auditAllowed } from '../audit/write.ts';
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
import { tags } from './shared.ts';
import { actorOf, isoOf, isoOrNull } from './shapes.ts';

const path = '/v1/organisations/{organisation}/answers';
const answerParams = organisationParam.extend({
  answer: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).meta({ description: 'Its number.' }),
});

export function addAnswerRoutes(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('inquiries:read'),
      tags,
      method: 'get',
      path,
      operationId: 'listAnswers',
      summary: '回答集の一覧 / The collection of answers',
      middleware: organisationGuard(context, 'inquiries:read'),
      request: { params: organisationParam, query: AnswersQuery },
      responses: {
        200: { description: 'A page.', content: json(Answers) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const rows = await listAnswers(c.get('db'), c.get('acting'), c.req.valid('query'));
      return c.json({ answers: rows.map(answerBodyOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('inquiries:read'),
      tags,
      method: 'get',
      path: `${path}/{answer}`,
      operationId: 'getAnswer',
      summary: '回答集の1件 / One answer of the collection',
      middleware: organisationGuard(context, 'inquiries:read'),
      request: { params: answerParams },
      responses: {
        200: { description: 'The answer, also a retired one.', content: json(Answer) },
        ...commonProblems,
        404: describeOrganisationNotFound('UNKNOWN_ANSWER'),
      },
    }),
    async (c) => {
      const found = await findAnswer(c.get('db'), c.get('acting'), c.req.valid('param').answer);
      if (!found) throw new ProblemError('UNKNOWN_ANSWER');
      return c.json(answerBodyOf(found), 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('inquiries:answer'),
      tags,
      method: 'post',
      path,
      operationId: 'addAnswer',
      summary: '回答集に加える / Add an answer to the collection',
      description: 'Below `nation`, whose call centre keeps the collection.',
      middleware: [organisationGuard(context, 'inquiries:answer'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(AnswerBody) } },
      responses: {
        201: { description: 'Added.', content: json(Answer) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        422: describeInvalid({ organisation: ['NATION_ONLY'] }),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      requireNation(organisation);
      const [caller, body] = [c.get('caller'), c.req.valid('json')];
      await auditAllowed(context, caller, organisation, { action: 'answers.add', subject: null });
      return c.json(answerBodyOf(await addAnswer(c.get('db'), c.get('acting'), body, actorOf(caller))), 201);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('inquiries:answer'),
      tags,
      method: 'patch',
      path: `${path}/{answer}`,
      operationId: 'changeAnswer',
      summary: '回答集の1件を直す、引退させる / Change an answer, retire it, or bring it back',
      description: 'Below `nation`. A retired answer is found no more, and stays with what was answered with it.',
      middleware: [organisationGuard(context, 'inquiries:answer'), ...jsonBody] as const,
      request: { params: answerParams, body: { required: true, content: json(AnswerChange) } },
      responses: {
        200: { description: 'Changed.', content: json(Answer) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound('UNKNOWN_ANSWER'),
        409: {
          description: describeRefusal('ANSWER_CHANGED').description,
          content: { [problemMediaType]: { schema: AnswerConflict } },
        },
        422: describeInvalid({ organisation: ['NATION_ONLY'] }),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      requireNation(organisation);
      const [caller, body] = [c.get('caller'), c.req.valid('json')];
      const { answer } = c.req.valid('param');
      await auditAllowed(context, caller, organisation, { action: 'answers.change', subject: String(answer) });
      const result = await changeAnswer(c.get('db'), c.get('acting'), answer, body, actorOf(caller));
      if (result.kind === 'unknown') throw new ProblemError('UNKNOWN_ANSWER');
      if (result.kind === 'changed') {
        throw new ProblemError('ANSWER_CHANGED', { more: { current: answerBodyOf(result.current), sent: body } });
      }
      return c.json(answerBodyOf(result.answer), 200);
    },
  );
}

function requireNation(organisation: string): void {
  if (organisation !== nation) throw invalidInput([{ field: 'organisation', rule: 'NATION_ONLY' }]);
}

function answerBodyOf(row: StoredAnswer): AnswerView {
  const { answer, title, body, kind, used, solved, writtenBy, writtenByName, retiredBy, retiredByName, version } = row;
  return {
    answer,
    title,
    body,
    kind,
    used,
    solved,
    writtenBy: { id: writtenBy, name: writtenByName },
    changedAt: isoOf(row.changedAt),
    retiredAt: isoOrNull(row.retiredAt),
    retiredBy: retiredBy === null ? null : { id: retiredBy, name: retiredByName },
    version,
  };
}
