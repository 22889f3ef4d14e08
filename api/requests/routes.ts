/** Actions of staff on a resident's code request, and the counts that operators watch. */
import { createRoute } from '@hono/zod-openapi';
import { StaffActionBody } from '../../contracts/api/error-actions.ts';
import { Counts } from '../../contracts/api/operations.ts';
import { countAll } from '../../storage/overview/counts.ts';
import { findResident } from '../../storage/residents/residents.ts';
import { withActingStaff, auditAllowed } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { commonProblems, json, municipalityParam, residentParams, securedBy } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { performStaffAction } from '../errors/staff-action.ts';
import { jsonBody } from '../http/validation.ts';
import { actionResponses } from '../errors/actions.ts';
import { requireIntegratedAddressNumber } from '../residents/routes.ts';

/** They act on the code request itself, whether or not the error list has an entry. */
const residentActions = [
  { action: 'cancel', operationId: 'cancelResident', summary: '符号取得要求を取り消す / Cancel the open code request' },
  {
    action: 'retry',
    operationId: 'retryResident',
    summary: '取り消した符号取得要求を再開する / Take up a request again that was cancelled half-way',
  },
] as const;

export function addRequestRoutes(app: ApiApp, context: ApiContext): void {
  const secured = { tags: ['operations'] };

  for (const { action, operationId, summary } of residentActions) {
    app.openapi(
      createRoute({
        ...secured,
        ...securedBy('errors:work'),
        method: 'post',
        path: `/v1/municipalities/{code}/residents/{integratedAddressNumber}/${action}`,
        operationId,
        summary,
        middleware: [municipalityGuard(context, 'errors:work'), ...jsonBody] as const,
        request: { params: residentParams, body: { required: true, content: json(StaffActionBody) } },
        responses: actionResponses,
      }),
      async (c) => {
        const { municipality } = c.get('municipality');
        const integratedAddressNumber = requireIntegratedAddressNumber(c.req.valid('param').integratedAddressNumber);
        const staff = withActingStaff(c.get('caller'), c.req.valid('json'));
        const resident = await findResident(c.get('db'), municipality, { integratedAddressNumber });
        if (!resident) throw new ProblemError('UNKNOWN_RESIDENT');
        const entry = { action: `residents.${action}`, subject: integratedAddressNumber, ...staff };
        await auditAllowed(context, c.get('caller'), municipality, entry);
        const { personId } = resident;
        return c.json(
          await performStaffAction(context, { action, municipality, personId, failureId: null, ...staff }),
          200,
        );
      },
    );
  }

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('counts:read'),
      method: 'get',
      path: '/v1/municipalities/{code}/counts',
      operationId: 'getCounts',
      summary: '件数 / Counts by stage, status and error code',
      middleware: municipalityGuard(context, 'counts:read'),
      request: { params: municipalityParam },
      responses: { 200: { description: 'Figures of one moment.', content: json(Counts) }, ...commonProblems },
    }),
    async (c) => {
      const counts = await countAll(c.get('db'), c.get('municipality').municipality);
      return c.json({ at: new Date(context.now()).toISOString(), ...counts }, 200);
    },
  );
}
