/** 延長: exceptions from the common hours are asked for, answered by the named other sides, and withdrawn. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  AgreementBody,
  HourException,
  HourExceptionBody,
  HourExceptions,
  RefusalBody,
} from '../../contracts/api/calendars.ts';
import { checkAskedException } from '../../domain/calendar/exceptions.ts';
import { checkMunicipalityCode } from '../../domain/values/municipality-code.ts';
import {
  answerException,
  askException,
  findException,
  listExceptions,
  withdrawException,
  type AnswerInput,
  type AnswerOutcome,
} from '../../storage/hours/exceptions.ts';
import { auditAllowed, auditRefused } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
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
import { auditRead } from './calendar.ts';
import { actorOf, exceptionBodyOf } from './views.ts';

const path = '/v1/organisations/{organisation}/hour-exceptions';
const tags = ['hours'];
const params = organisationParam.extend({ exceptionId: z.uuid() });
const problems = { ...commonProblems, 404: describeOrganisationNotFound() };
const latest = 500;

export function addExceptionRoutes(app: ApiApp, context: ApiContext): void {
  addAskRoutes(app, context);
  addAnswerRoutes(app, context);
}

function addAskRoutes(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('hours:read'),
      tags,
      method: 'get',
      path,
      operationId: 'listHourExceptions',
      summary: '延長の一覧 / Exceptions from the common hours',
      description: 'Those that the organisation asked for or has to answer, and those of the municipalities below it.',
      middleware: organisationGuard(context, 'hours:read'),
      request: { params: organisationParam },
      responses: {
        200: { description: `At most ${String(latest)}; the latest begin first.`, content: json(HourExceptions) },
        ...problems,
      },
    }),
    async (c) => {
      await auditRead(c, context, 'exceptions.list');
      const exceptions = await listExceptions(c.get('db'), {
        acting: c.get('acting'),
        organisation: c.get('organisation').organisation,
        limit: latest,
        now: context.now(),
      });
      return c.json({ exceptions: exceptions.map(exceptionBodyOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('exceptions:ask'),
      tags,
      method: 'post',
      path,
      operationId: 'askHourException',
      summary: '延長を申請する / Ask for an exception',
      description: 'Own work needs nobody’s agreement; each other kind that of the sides it names.',
      middleware: [organisationGuard(context, 'exceptions:ask'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(HourExceptionBody) } },
      responses: {
        201: { description: 'Asked for; own work is agreed at once.', content: json(HourException) },
        ...problems,
        ...bodyProblems,
        422: describeInvalid({
          organisation: ['MUNICIPALITY_ONLY'],
          from: ['NOT_AN_INSTANT', 'IN_THE_PAST'],
          to: ['NOT_AN_INSTANT', 'CLOSES_BEFORE_OPENING', 'EXCEPTION_TOO_LONG'],
          municipalities: ['EMPTY', 'NOBODY_TO_NAME'],
          'municipalities[]': ['CHECK_DIGIT', 'OWN_ORGANISATION', 'REPEATED_NAME', 'NOT_REGISTERED'],
        }),
      },
    }),
    async (c) => {
      const { organisation, tier } = c.get('organisation');
      if (tier !== 'municipality') throw invalidInput([{ field: 'organisation', rule: 'MUNICIPALITY_ONLY' }]);
      const asked = c.req.valid('json');
      const wrong = [
        ...asked.municipalities.flatMap((code, index) => {
          const checked = checkMunicipalityCode(code);
          return checked.valid ? [] : [{ field: `municipalities[${String(index)}]`, rule: checked.rule }];
        }),
        ...checkAskedException(asked, organisation, context.now()),
      ];
      if (wrong.length > 0) throw invalidInput(wrong);
      const caller = c.get('caller');
      const entry = { action: 'exceptions.ask', subject: asked.kind, reason: asked.reason };
      await auditAllowed(context, caller, organisation, entry);
      const outcome = await askException(c.get('db'), { organisation, asked, by: actorOf(caller) });
      if (outcome.kind === 'not-registered') {
        throw invalidInput(
          outcome.indexes.map((index) => ({ field: `municipalities[${String(index)}]`, rule: 'NOT_REGISTERED' })),
        );
      }
      return c.json(await getException(c, outcome.exceptionId), 201);
    },
  );

  /** As it stands after what has just been done. */
  async function getException(c: Context<ApiEnv>, exceptionId: string): Promise<HourException> {
    const found = await findException(c.get('db'), { acting: c.get('acting'), exceptionId, now: context.now() });
    if (!found) throw new ProblemError('UNKNOWN_EXCEPTION');
    return exceptionBodyOf(found);
  }
}

function addAnswerRoutes(app: ApiApp, context: ApiContext): void {
  const common = { tags, method: 'post' as const };
  const responses = {
    200: { description: 'As it stands now.', content: json(HourException) },
    ...problems,
    ...bodyProblems,
    404: describeOrganisationNotFound('UNKNOWN_EXCEPTION'),
    409: describeRefusal('EXCEPTION_DECIDED'),
  };

  app.openapi(
    createRoute({
      ...common,
      ...securedBy('exceptions:agree'),
      path: `${path}/{exceptionId}/agree`,
      operationId: 'agreeHourException',
      summary: '延長に同意する / Agree to the exception of another organisation',
      description: 'For the organisation that is named. When all named ones have agreed, it counts at once.',
      middleware: [organisationGuard(context, 'exceptions:agree'), ...jsonBody] as const,
      request: { params, body: { required: true, content: json(AgreementBody) } },
      responses: { ...responses, 403: describeRefusal('FORBIDDEN', 'OWN_UPDATE') },
    }),
    async (c) => c.json(await act(c, 'agree', c.req.valid('json').reason), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      ...securedBy('exceptions:agree'),
      path: `${path}/{exceptionId}/refuse`,
      operationId: 'refuseHourException',
      summary: '延長を拒否する / Refuse the exception of another organisation',
      middleware: [organisationGuard(context, 'exceptions:agree'), ...jsonBody] as const,
      request: { params, body: { required: true, content: json(RefusalBody) } },
      responses: { ...responses, 403: describeRefusal('FORBIDDEN', 'OWN_UPDATE') },
    }),
    async (c) => c.json(await act(c, 'refuse', c.req.valid('json').reason), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      ...securedBy('exceptions:ask'),
      path: `${path}/{exceptionId}/withdraw`,
      operationId: 'withdrawHourException',
      summary: '延長を取り下げる / Withdraw an exception of the own organisation',
      description: 'At any time before its end, also when it has begun.',
      middleware: [organisationGuard(context, 'exceptions:ask'), ...jsonBody] as const,
      request: { params, body: { required: true, content: json(AgreementBody) } },
      responses,
    }),
    async (c) => c.json(await act(c, 'withdraw', c.req.valid('json').reason), 200),
  );

  async function act(c: Context<ApiEnv>, what: 'agree' | 'refuse' | 'withdraw', reason: string | undefined) {
    const { organisation } = c.get('organisation');
    const [caller, db, now] = [c.get('caller'), c.get('db'), context.now()];
    const exceptionId = c.req.param('exceptionId') ?? '';
    const entry = { action: `exceptions.${what}`, subject: exceptionId };
    await auditAllowed(context, caller, organisation, { ...entry, ...(reason !== undefined && { reason }) });
    const input: AnswerInput = { organisation, exceptionId, by: actorOf(caller), reason: reason ?? null, now };
    const outcome =
      what === 'withdraw'
        ? await withdrawException(db, input)
        : await answerException(db, input, what === 'agree' ? 'agreed' : 'refused');
    if (outcome.kind === 'own') await auditRefused(context, caller, organisation, entry);
    requireDone(outcome);
    const found = await findException(db, { acting: c.get('acting'), exceptionId, now });
    if (!found) throw new ProblemError('UNKNOWN_EXCEPTION');
    context.municipalities.forget(found.organisation);
    return exceptionBodyOf(found);
  }
}

const refusals = { unknown: 'UNKNOWN_EXCEPTION', decided: 'EXCEPTION_DECIDED', own: 'OWN_UPDATE' } as const;

function requireDone(outcome: AnswerOutcome): void {
  if (outcome.kind !== 'done') throw new ProblemError(refusals[outcome.kind]);
}
