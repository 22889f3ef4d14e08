/** 配信盤: who has what, the way back to the version before, and the keys that sign. */
import { randomUUID } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import {
  DeliveryBoard,
  DeliveryKeys,
  ReleaseDecisionBody,
  RotateKeyBody,
  SwitchBackBody,
  SwitchBackResult,
} from '../../contracts/api/deliveries.ts';
import { readKeyStates } from '../../deliveries/repository.ts';
import { readDeliveryBoard } from '../../storage/deliveries/board.ts';
import { auditAllowed } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { callEngine } from '../engine/call.ts';
import {
  bodyProblems,
  commonProblems,
  describeOrganisationNotFound,
  describeRefusal,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { boardBodyOf } from './bodies.ts';

export function addDeliveryBoardRoutes(app: ApiApp, context: ApiContext): void {
  const path = '/v1/organisations/{organisation}/deliveries';
  const tags = ['deliveries'];

  app.openapi(
    createRoute({
      ...securedBy('deliveries:read'),
      tags,
      method: 'get',
      path,
      operationId: 'getDeliveryBoard',
      summary: '配信盤 / Who has what',
      description:
        'Of the organisation and of those below it: the versions that they use, and what is on its way to them.',
      middleware: organisationGuard(context, 'deliveries:read'),
      request: { params: organisationParam },
      responses: {
        200: { description: 'As of this moment.', content: json(DeliveryBoard) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const board = await readDeliveryBoard(c.get('db'), c.get('acting'));
      return c.json(boardBodyOf(c.get('organisation').organisation, board, context.now()), 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('deliveries:work'),
      tags,
      method: 'post',
      path: `${path}/back`,
      operationId: 'switchBack',
      summary: '前の版に切り戻す / Switch the server back to the version before',
      description: 'At once, at the server of the organisation. It stays there until the next delivery.',
      middleware: [organisationGuard(context, 'deliveries:work'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(SwitchBackBody) } },
      responses: {
        200: { description: 'Switched back.', content: json(SwitchBackResult) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        409: describeRefusal('NOTHING_BEFORE'),
        503: describeRefusal('DATABASE_AWAY', 'DATABASE_BUSY', 'ENGINE_AWAY', 'SERVER_AWAY'),
      },
    }),
    async (c) => {
      const { name, reason } = c.req.valid('json');
      const { organisation } = c.get('organisation');
      const caller = c.get('caller');
      await auditAllowed(context, caller, organisation, { action: 'deliveries.back', subject: name, reason });
      const outcome = await callEngine(() =>
        context.engine.switchBackDelivery({ organisation, name, requestId: randomUUID() }),
      );
      if (outcome.kind === 'nothingBefore') throw new ProblemError('NOTHING_BEFORE');
      if (outcome.kind === 'unreachable') throw new ProblemError('SERVER_AWAY');
      return c.json({ name, version: outcome.version }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('deliveries:read'),
      tags,
      method: 'get',
      path: `${path}/keys`,
      operationId: 'listDeliveryKeys',
      summary: '署名の鍵と期限 / The keys that sign, and when they end',
      description: 'As they stand in the published metadata. Empty before the first publication.',
      middleware: organisationGuard(context, 'deliveries:read'),
      request: { params: organisationParam },
      responses: {
        200: { description: 'Keys and signatures.', content: json(DeliveryKeys) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => c.json(await readKeys(), 200),
  );

  app.openapi(
    createRoute({
      ...securedBy('deliveries:publish'),
      tags,
      method: 'post',
      path: `${path}/keys/resign`,
      operationId: 'resignDeliveries',
      summary: '署名し直す / Sign anew',
      description: 'What is due of the signatures is made anew. A job does it each day.',
      middleware: [organisationGuard(context, 'deliveries:publish'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(ReleaseDecisionBody) } },
      responses: {
        200: { description: 'Signed.', content: json(DeliveryKeys) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const { reason } = c.req.valid('json');
      const { organisation } = c.get('organisation');
      await auditAllowed(context, c.get('caller'), organisation, {
        action: 'deliveries.resign',
        subject: null,
        reason,
      });
      await callEngine(() => context.engine.signDeliveries());
      return c.json(await readKeys(), 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('deliveries:publish'),
      tags,
      method: 'post',
      path: `${path}/keys/rotate`,
      operationId: 'rotateDeliveryKey',
      summary: '署名の鍵を替える / Replace a key',
      description: 'The oldest key of the role becomes a new one, and the metadata are signed anew.',
      middleware: [organisationGuard(context, 'deliveries:publish'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(RotateKeyBody) } },
      responses: {
        200: { description: 'Replaced.', content: json(DeliveryKeys) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const { role, reason } = c.req.valid('json');
      const { organisation } = c.get('organisation');
      await auditAllowed(context, c.get('caller'), organisation, {
        action: 'deliveries.rotate-key',
        subject: role,
        reason,
      });
      await callEngine(() => context.engine.rotateDeliveryKey(role));
      return c.json(await readKeys(), 200);
    },
  );

  async function readKeys(): Promise<DeliveryKeys> {
    const { deliveryFolder: folder } = context;
    return folder === undefined ? { keys: [], metadata: [] } : readKeyStates(folder, context.now());
  }
}
