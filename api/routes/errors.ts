/** The error list and what staff do about its entries. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  ActionResult,
  CorrectionBody,
  ErrorList,
  ErrorListQuery,
  StaffActionBody,
  type ErrorEntry,
} from '../../contracts/api/operations.ts';
import { failures } from '../../domain/failures.ts';
import { checkPersonalNumber } from '../../domain/values/personal-number.ts';
import { storeCorrection, type Correction } from '../../storage/corrections.ts';
import { findError, listErrors, type ErrorCursor, type ErrorRow } from '../../storage/error-list.ts';
import { actingStaff, auditAllowed } from '../audit.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { bodyProblems, commonProblems, json, municipalityParam, problem, securedBy } from '../openapi.ts';
import { invalidInput, ProblemError } from '../problem.ts';
import { act } from '../staff-action.ts';
import { jsonBody } from '../validation.ts';

export const actionResponses = {
  200: { description: 'Done; where the request stands now.', content: json(ActionResult) },
  409: problem[409],
  503: problem[503],
  ...commonProblems,
  ...bodyProblems,
} as const;

export function addErrorRoutes(app: ApiApp, context: ApiContext): void {
  const secured = { tags: ['errors'] };
  const failureParams = municipalityParam.extend({ failureId: z.uuid() });

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('errors:read'),
      method: 'get',
      path: '/v1/municipalities/{code}/errors',
      operationId: 'listErrors',
      summary: 'エラーリスト / The error list, the oldest first',
      middleware: municipalityGuard(context, 'errors:read'),
      request: { params: municipalityParam, query: ErrorListQuery },
      responses: { 200: { description: 'A page.', content: json(ErrorList) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { after, limit, ...filter } = c.req.valid('query');
      await auditAllowed(context, c.get('caller'), municipality, { action: 'errors.list', subject: null });
      const { entries, next } = await listErrors(c.get('db'), municipality, {
        ...filter,
        ...(after !== undefined && { after: cursorFrom(after) }),
        limit,
      });
      return c.json({ entries: entries.map(entryOf), next: next && cursorText(next) }, 200);
    },
  );

  for (const { action, resolution, summary } of [
    { action: 'retry', resolution: 'retried', summary: '再実行 / Try again' },
    { action: 'cancel', resolution: 'cancelled', summary: '取消 / Cancel' },
  ] as const) {
    app.openapi(
      createRoute({
        ...secured,
        ...securedBy('errors:work'),
        method: 'post',
        path: `/v1/municipalities/{code}/errors/{failureId}/${action}`,
        operationId: `${action}Error`,
        summary,
        middleware: [municipalityGuard(context, 'errors:work'), ...jsonBody] as const,
        request: { params: failureParams, body: { required: true, content: json(StaffActionBody) } },
        responses: actionResponses,
      }),
      async (c) => {
        const settings = c.get('municipality');
        const staff = actingStaff(c.get('caller'), c.req.valid('json'));
        const { failureId, personId } = await getActionable(
          context,
          settings.municipality,
          c.req.valid('param').failureId,
          resolution,
        );
        await auditAllowed(context, c.get('caller'), settings.municipality, {
          action: `errors.${action}`,
          subject: failureId,
          ...staff,
        });
        return c.json(await act(context, settings, personId, { update: action, args: { ...staff, failureId } }), 200);
      },
    );
  }

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('errors:work'),
      method: 'post',
      path: '/v1/municipalities/{code}/errors/{failureId}/correct',
      operationId: 'correctError',
      summary: '訂正 / Correct',
      description: 'Decides a held transfer, or enters the right personal number.',
      middleware: [municipalityGuard(context, 'errors:work'), ...jsonBody] as const,
      request: { params: failureParams, body: { required: true, content: json(CorrectionBody) } },
      responses: actionResponses,
    }),
    async (c) => {
      const settings = c.get('municipality');
      const { municipality } = settings;
      const body = actingStaff(c.get('caller'), c.req.valid('json'));
      const correction = checkedCorrection(body);
      const { failureId, personId } = await getActionable(context, municipality, c.req.valid('param').failureId, null);
      const staff = { staffId: body.staffId, reason: body.reason };
      const action = `errors.correct.${body.decision}`;
      await auditAllowed(context, c.get('caller'), municipality, { action, subject: failureId, ...staff });
      const { correctionId } = await storeCorrection(context, {
        municipality,
        failureId,
        personId,
        ...staff,
        ...correction,
      });
      const update = { update: 'correct', args: { ...staff, failureId, correctionId } } as const;
      return c.json(await act(context, settings, personId, update), 200);
    },
  );
}

/**
 * An entry that is resolved is refused here, unless it was by this same action: its answer may have been lost, and the
 * workflow gives it again.
 */
async function getActionable(
  context: ApiContext,
  municipality: string,
  failureId: string,
  repeated: ErrorRow['resolution'],
): Promise<ErrorRow> {
  const row = await findError(context.db, municipality, failureId);
  if (!row) throw new ProblemError('UNKNOWN_FAILURE');
  if (row.resolution !== null && row.resolution !== repeated) throw new ProblemError('NOT_WAITING');
  return row;
}

function checkedCorrection(body: CorrectionBody): Correction {
  if (body.decision === 'same-person') return { decision: body.decision };
  const checked = checkPersonalNumber(body.personalNumber);
  if (!checked.valid) throw invalidInput([{ field: 'personalNumber', rule: checked.rule }]);
  return { decision: body.decision, personalNumber: checked.value };
}

function entryOf(row: ErrorRow): ErrorEntry {
  const { kind, owner, ja, en } = failures[row.code];
  return {
    failureId: row.failureId,
    code: row.code,
    kind,
    owner,
    text: { ja, en },
    step: row.step,
    attempt: row.attempt,
    reason: row.reason,
    firstSeenAt: row.firstSeenAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolution: row.resolution,
    integratedAddressNumber: row.integratedAddressNumber,
    stage: row.stage,
    codeRequestStatus: row.codeRequestStatus,
  };
}

function cursorText({ firstSeenAt, failureId }: ErrorCursor): string {
  return `${String(firstSeenAt)}_${failureId}`;
}

function cursorFrom(text: string): ErrorCursor {
  const [, at, failureId] = /^([0-9]{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u.exec(text) ?? [];
  if (at === undefined || failureId === undefined) throw invalidInput([{ field: 'after', rule: 'WRONG_FORMAT' }]);
  return { firstSeenAt: Number(at), failureId };
}
