/** Silences (抑止): planned times in which alarms of an organisation are not told. */
import { createRoute, z } from '@hono/zod-openapi';
import { momentRules } from '../../contracts/api/moment.ts';
import {
  longestSilenceDays,
  Silence,
  SilenceBody,
  Silences,
  type Silence as SilenceAnswer,
} from '../../contracts/api/monitoring.ts';
import { addSilence, listSilences, withdrawSilence, type SeenSilence } from '../../storage/monitoring/work.ts';
import { auditAllowed, auditIdentityOf } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { isoOf, isoOrNull, personOf } from './shapes.ts';

export function addSilenceRoutes(app: ApiApp, context: ApiContext): void {
  const path = '/v1/organisations/{organisation}/silences';
  const tags = ['monitoring'];

  app.openapi(
    createRoute({
      ...securedBy('incidents:read'),
      tags,
      method: 'get',
      path,
      operationId: 'listSilences',
      summary: '抑止の一覧 / Silences',
      description: 'Those that hold or will, then those that ended in the last thirty days.',
      middleware: organisationGuard(context, 'incidents:read'),
      request: { params: organisationParam },
      responses: {
        200: { description: 'Of the organisations that the caller sees here.', content: json(Silences) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const rows = await listSilences(c.get('db'), {
        acting: c.get('acting'),
        organisation: c.get('organisation').organisation,
      });
      return c.json({ silences: rows.map(bodyOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('incidents:work'),
      tags,
      method: 'post',
      path,
      operationId: 'addSilence',
      summary: '警報を抑止する / Silence alarms for a time',
      description:
        'Checks go on and incidents open, but nobody is told until the time is over. What still fails then is told, and ' +
        `a recovery is told always. ${longestSilenceDays} days at most.`,
      middleware: [organisationGuard(context, 'incidents:work'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(SilenceBody) } },
      responses: {
        201: { description: 'It holds from its beginning on.', content: json(Silence) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        422: describeInvalid({ target: ['NOT_LISTED'], from: momentRules, to: [...momentRules, 'OUT_OF_RANGE'] }),
      },
    }),
    async (c) => {
      const { target, from, to, message } = c.req.valid('json');
      const { organisation } = c.get('organisation');
      const caller = c.get('caller');
      requireSpan(from === undefined ? context.now() : Date.parse(from), Date.parse(to), context.now());
      await auditAllowed(context, caller, organisation, { action: 'silences.set', subject: target });
      const { staffId, clientId } = auditIdentityOf(caller);
      const view = { acting: c.get('acting'), organisation };
      const by = staffId ?? clientId;
      const row = await addSilence(c.get('db'), view, { target, from: from ?? null, to, message, by });
      if (!row) throw invalidInput([{ field: 'target', rule: 'NOT_LISTED' }]);
      return c.json(bodyOf(row), 201);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('incidents:work'),
      tags,
      method: 'delete',
      path: `${path}/{silenceId}`,
      operationId: 'withdrawSilence',
      summary: '抑止を取り消す / End a silence before its time',
      middleware: organisationGuard(context, 'incidents:work'),
      request: { params: organisationParam.extend({ silenceId: z.uuid() }) },
      responses: {
        204: { description: 'Withdrawn.' },
        ...commonProblems,
        404: describeOrganisationNotFound('UNKNOWN_SILENCE'),
      },
    }),
    async (c) => {
      const { silenceId } = c.req.valid('param');
      const { organisation } = c.get('organisation');
      const caller = c.get('caller');
      await auditAllowed(context, caller, organisation, { action: 'silences.withdraw', subject: silenceId });
      const { staffId, clientId } = auditIdentityOf(caller);
      const view = { acting: c.get('acting'), organisation };
      const done = await withdrawSilence(c.get('db'), view, silenceId, staffId ?? clientId);
      if (!done) throw new ProblemError('UNKNOWN_SILENCE');
      return c.body(null, 204);
    },
  );
}

function requireSpan(from: number, to: number, now: number): void {
  const longest = longestSilenceDays * 86_400_000;
  if (to > from && to > now && to - from <= longest) return;
  throw invalidInput([{ field: 'to', rule: 'OUT_OF_RANGE' }]);
}

function bodyOf({ setBy, setByName, withdrawnBy, withdrawnByName, ...row }: SeenSilence): SilenceAnswer {
  return Silence.parse({
    ...row,
    fromAt: isoOf(row.fromAt),
    toAt: isoOf(row.toAt),
    setBy: personOf(setBy, setByName),
    setAt: isoOf(row.setAt),
    withdrawnBy: personOf(withdrawnBy, withdrawnByName),
    withdrawnAt: isoOrNull(row.withdrawnAt),
  });
}
