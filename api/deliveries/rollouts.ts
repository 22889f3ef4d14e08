/** 配信: started by staff of the national body, who hold it, let it go on, or abandon it. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  Rollout,
  RolloutBody,
  RolloutOrderBody,
  rolloutOrders,
  Rollouts,
  RolloutWithDeliveries,
} from '../../contracts/api/deliveries.ts';
import { momentRules } from '../../contracts/api/moment.ts';
import type { FieldProblem } from '../../domain/checked-transfer.ts';
import type { WavePlan } from '../../domain/deliveries/names.ts';
import { checkOrganisationCode } from '../../domain/organisations.ts';
import { findRollout, listRollouts, orderRollout, startRollout } from '../../storage/deliveries/rollouts.ts';
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
import { actorOf } from './actor.ts';
import { detailBodyOf, rolloutBodyOf } from './bodies.ts';

const rolloutParams = organisationParam.extend({
  rollout: z.uuid().meta({ param: { name: 'rollout', in: 'path' } }),
});
const orderWords = {
  hold: {
    operationId: 'holdRollout',
    summary: '配信を保留する / Hold a rollout',
    description: 'No further wave begins until it goes on.',
  },
  'go-on': {
    operationId: 'goOnWithRollout',
    summary: '保留した配信を続ける / Go on with a held rollout',
    description: 'Organisations that have failed are delivered to again.',
  },
  abandon: {
    operationId: 'abandonRollout',
    summary: '配信を打ち切る / Abandon a rollout',
    description: 'Who has applied it keeps it; the others get nothing.',
  },
} as const;

export function addRolloutRoutes(app: ApiApp, context: ApiContext): void {
  const path = '/v1/organisations/{organisation}/rollouts';
  const tags = ['deliveries'];

  app.openapi(
    createRoute({
      ...securedBy('deliveries:read'),
      tags,
      method: 'get',
      path,
      operationId: 'listRollouts',
      summary: '配信の一覧 / The rollouts',
      description: 'Counts are of the organisations that the caller sees.',
      middleware: organisationGuard(context, 'deliveries:read'),
      request: { params: organisationParam },
      responses: {
        200: { description: 'The latest first.', content: json(Rollouts) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const rollouts = await listRollouts(c.get('db'), c.get('acting'));
      return c.json({ rollouts: rollouts.map(rolloutBodyOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('deliveries:read'),
      tags,
      method: 'get',
      path: `${path}/{rollout}`,
      operationId: 'getRollout',
      summary: '配信と団体ごとの状況 / A rollout with each organisation',
      description: 'Of the organisations that the caller sees.',
      middleware: organisationGuard(context, 'deliveries:read'),
      request: { params: rolloutParams },
      responses: {
        200: { description: 'The rollout.', content: json(RolloutWithDeliveries) },
        ...commonProblems,
        404: describeOrganisationNotFound('UNKNOWN_ROLLOUT'),
      },
    }),
    async (c) => {
      const found = await findRollout(c.get('db'), c.get('acting'), c.req.valid('param').rollout);
      if (!found) throw new ProblemError('UNKNOWN_ROLLOUT');
      return c.json(detailBodyOf(found), 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('deliveries:publish'),
      tags,
      method: 'post',
      path,
      operationId: 'startRollout',
      summary: '配信を始める / Start a rollout',
      description:
        'A published release goes to all registered servers, to those of a group, or to some organisations, wave by wave. ' +
        'They apply it after `applyAfter`, outside of online operation.',
      middleware: [organisationGuard(context, 'deliveries:publish'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(RolloutBody) } },
      responses: {
        201: { description: 'Started: the first wave begins at once.', content: json(Rollout) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound('UNKNOWN_RELEASE'),
        409: describeRefusal('RELEASE_NOT_PUBLISHED', 'ROLLOUT_UNDER_WAY'),
        422: describeInvalid({
          applyAfter: momentRules,
          waves: ['WAVES_DO_NOT_RISE'],
          organisations: ['NO_TARGETS'],
          'organisations[]': ['CHECK_DIGIT', 'NOT_REGISTERED'],
          'canary[]': ['CHECK_DIGIT', 'NOT_REGISTERED'],
        }),
      },
    }),
    async (c) => {
      const { release, applyAfter, waves, organisations, group, canary } = c.req.valid('json');
      const caller = c.get('caller');
      const { organisation } = c.get('organisation');
      const problems = [
        ...(waves === undefined ? [] : findWaveProblems(waves)),
        ...(await findUnknown(context, 'organisations', organisations)),
        ...(await findUnknown(context, 'canary', canary)),
      ];
      if (problems.length > 0) throw invalidInput(problems);
      await auditAllowed(context, caller, organisation, { action: 'rollouts.start', subject: release });
      const started = await startRollout(c.get('db'), {
        release,
        applyAfter: Date.parse(applyAfter),
        startedBy: actorOf(caller),
        ...(waves && { waves }),
        ...(organisations && { organisations }),
        ...(group !== undefined && { group }),
        ...(canary && { canary }),
      });
      if (started.kind === 'unknown') throw new ProblemError('UNKNOWN_RELEASE');
      if (started.kind === 'notPublished') throw new ProblemError('RELEASE_NOT_PUBLISHED');
      if (started.kind === 'underWay') throw new ProblemError('ROLLOUT_UNDER_WAY');
      if (started.kind === 'noTargets') throw invalidInput([{ field: 'organisations', rule: 'NO_TARGETS' }]);
      nudge(started.rollout.rollout);
      return c.json(rolloutBodyOf(started.rollout), 201);
    },
  );

  for (const order of rolloutOrders) {
    app.openapi(
      createRoute({
        ...securedBy('deliveries:publish'),
        ...orderWords[order],
        tags,
        method: 'post',
        path: `${path}/{rollout}/${order}`,
        middleware: [organisationGuard(context, 'deliveries:publish'), ...jsonBody] as const,
        request: { params: rolloutParams, body: { required: true, content: json(RolloutOrderBody) } },
        responses: {
          202: { description: 'Ordered; the rollout’s workflow does it at once.', content: json(Rollout) },
          ...commonProblems,
          ...bodyProblems,
          404: describeOrganisationNotFound('UNKNOWN_ROLLOUT'),
          409: describeRefusal('ROLLOUT_OVER', 'ROLLOUT_NOT_IN_STATE'),
        },
      }),
      async (c) => {
        const { rollout } = c.req.valid('param');
        const { reason } = c.req.valid('json');
        const caller = c.get('caller');
        const { organisation } = c.get('organisation');
        await auditAllowed(context, caller, organisation, { action: `rollouts.${order}`, subject: rollout, reason });
        const outcome = await orderRollout(c.get('db'), rollout, { order, orderedBy: actorOf(caller), reason });
        if (outcome.kind === 'unknown') throw new ProblemError('UNKNOWN_ROLLOUT');
        if (outcome.kind === 'over') throw new ProblemError('ROLLOUT_OVER');
        if (outcome.kind === 'notInState') throw new ProblemError('ROLLOUT_NOT_IN_STATE');
        nudge(rollout);
        const found = await findRollout(c.get('db'), c.get('acting'), rollout);
        if (!found) throw new ProblemError('UNKNOWN_ROLLOUT');
        return c.json(rolloutBodyOf(found.rollout), 202);
      },
    );
  }

  /** The rows keep what is to be done, so nothing is lost while the engine is away. */
  function nudge(rollout: string): void {
    context.background.run('nudge of a rollout', () => context.engine.nudgeRollout({ rollout }));
  }
}

function findWaveProblems(waves: readonly WavePlan[]): FieldProblem[] {
  const isRising = waves.every(({ share }, at) => at === 0 || share > (waves[at - 1]?.share ?? 0));
  return isRising && waves.at(-1)?.share === 100 ? [] : [{ field: 'waves', rule: 'WAVES_DO_NOT_RISE' }];
}

async function findUnknown(
  { organisations }: ApiContext,
  field: 'organisations' | 'canary',
  codes: readonly string[] = [],
): Promise<FieldProblem[]> {
  const found = await Promise.all(
    codes.map(async (code, at): Promise<FieldProblem[]> => {
      const name = `${field}[${String(at)}]`;
      const checked = checkOrganisationCode(code);
      if (!checked.valid) return [{ field: name, rule: checked.rule }];
      return (await organisations.get(code)) ? [] : [{ field: name, rule: 'NOT_REGISTERED' }];
    }),
  );
  return found.flat();
}
