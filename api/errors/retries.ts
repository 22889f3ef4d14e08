/** Bulk retry: tries all entries of the error list with one code again; routes to start, watch and cancel it. */
import { createRoute } from '@hono/zod-openapi';
import { ErrorCode, ErrorRetry, RetryAllBody, RetryCancelBody } from '../../contracts/api/error-retries.ts';
import { noRetryYet, type RetryProgress } from '../../contracts/retry-errors.ts';
import type { AcquisitionFailureCode } from '../../domain/failures.ts';
import type { StoredMunicipality } from '../../storage/settings/municipalities.ts';
import { workflowLimitsOf } from '../transfers/accept.ts';
import { withActingStaff, auditAllowed } from '../audit/write.ts';
import { createAuditOnce } from '../audit/once.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { engineAway } from '../engine/call.ts';
import { bodyProblems, commonProblems, json, municipalityParam, describeNotFound, securedBy } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';

/** Seconds to wait for the canary beside the confirmation's pause, which may have just begun. */
const canaryPatience = 60;

export function addErrorRetryRoutes(app: ApiApp, context: ApiContext): void {
  const secured = { tags: ['errors'] };
  const params = municipalityParam.extend({ errorCode: ErrorCode });
  const path = '/v1/municipalities/{code}/errors/retries';
  const { errorRetries: engine } = context;
  const auditOnce = createAuditOnce(context);

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('errors:work'),
      method: 'post',
      path,
      operationId: 'retryErrors',
      summary: '同じコードのエラーをまとめて再実行 / Try all entries of one code again',
      description:
        'First one entry alone. Only when it has got over the step at which it had failed do the others follow, at the ' +
        'rate that is asked for. Sent again while it runs, it changes nothing.',
      middleware: [municipalityGuard(context, 'errors:work'), ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(RetryAllBody) } },
      responses: {
        202: { description: 'It runs; look at it by its code.', content: json(ErrorRetry) },
        ...commonProblems,
        ...bodyProblems,
      },
    }),
    async (c) => {
      const settings = c.get('municipality');
      const { municipality } = settings;
      const { code, linesPerSecond, ...staff } = withActingStaff(c.get('caller'), c.req.valid('json'));
      await auditAllowed(context, c.get('caller'), municipality, {
        action: 'errors.retry-all',
        subject: code,
        ...staff,
      });
      const reply = await engine.start({
        municipality,
        code,
        ...staff,
        perSecond: linesPerSecond,
        canarySeconds: canarySecondsOf(settings),
        limits: workflowLimitsOf(settings.limits),
      });
      if (reply.kind === 'unavailable') throw engineAway(reply.cause);
      const progress = await engine.progress({ municipality, code });
      return c.json(retryOf(code, progress.kind === 'found' ? progress.view : noRetryYet), 202);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('errors:read'),
      method: 'get',
      path: `${path}/{errorCode}`,
      operationId: 'getErrorRetry',
      summary: 'まとめて再実行の進みぐあい / How such a retry goes on',
      middleware: municipalityGuard(context, 'errors:read'),
      request: { params },
      responses: {
        200: { description: 'The last one of this code.', content: json(ErrorRetry) },
        ...commonProblems,
        404: describeNotFound('NOT_FOUND'),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { errorCode: code } = c.req.valid('param');
      await auditOnce(c.get('caller'), municipality, { action: 'errors.retry-all.read', subject: code });
      const progress = await engine.progress({ municipality, code });
      switch (progress.kind) {
        case 'found':
          return c.json(retryOf(code, progress.view), 200);
        case 'not-found':
          throw new ProblemError('NOT_FOUND');
        case 'unavailable':
          throw engineAway(progress.cause);
      }
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('errors:work'),
      method: 'post',
      path: `${path}/{errorCode}/cancel`,
      operationId: 'cancelErrorRetry',
      summary: 'まとめて再実行の中止 / End such a retry',
      description: 'What was tried again is not taken back.',
      middleware: [municipalityGuard(context, 'errors:work'), ...jsonBody] as const,
      request: { params, body: { required: true, content: json(RetryCancelBody) } },
      responses: {
        200: { description: 'It ends.', content: json(ErrorRetry) },
        ...commonProblems,
        ...bodyProblems,
        404: describeNotFound('NOT_FOUND'),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { errorCode: code } = c.req.valid('param');
      const { staffId } = withActingStaff(c.get('caller'), c.req.valid('json'));
      await auditAllowed(context, c.get('caller'), municipality, {
        action: 'errors.retry-all.cancel',
        subject: code,
        staffId,
      });
      const reply = await engine.cancel({ municipality, code }, { staffId });
      switch (reply.kind) {
        case 'done':
          return c.json(retryOf(code, reply.progress), 200);
        case 'not-running':
          throw new ProblemError('NOT_FOUND');
        case 'unavailable':
          throw engineAway(reply.cause);
      }
    },
  );
}

/**
 * A retry after a failed confirmation shows within the next two confirmations; earlier steps have limits of their own.
 */
function canarySecondsOf({ limits: { confirmEverySeconds, transientSeconds } }: StoredMunicipality): number {
  return Math.min(transientSeconds, 10 * 60) + 2 * confirmEverySeconds + canaryPatience;
}

const retryOf = (code: AcquisitionFailureCode, progress: RetryProgress): ErrorRetry => ({ code, ...progress });
