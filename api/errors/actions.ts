/** What staff do with entries of the error list: retry, correct, cancel, and assign them. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  ActionResult,
  AssignBody,
  Assigned,
  Assignees,
  CorrectionBody,
  DueDateBody,
  RetryBody,
  StaffActionBody,
} from '../../contracts/api/error-actions.ts';
import { dayRules } from '../../contracts/api/moment.ts';
import { CorrectionProposed } from '../../contracts/api/proposals.ts';
import { personalNumberRules } from '../../contracts/api/numbers.ts';
import { checkPersonalNumber } from '../../domain/values/personal-number.ts';
import { storeCorrection, type Correction } from '../../storage/errors/corrections.ts';
import type { Database } from '../../storage/database/database.ts';
import { findError, type ErrorRow } from '../../storage/errors/list.ts';
import { assignErrors, listAssignees, setDueDates } from '../../storage/errors/work.ts';
import { withActingStaff, auditAllowed } from '../audit/write.ts';
import { propose } from '../../storage/updates/second-person.ts';
import { findMunicipality } from '../../storage/settings/municipalities.ts';
import { requireCompared } from './compared.ts';
import { createAuditOnce } from '../audit/once.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  json,
  municipalityParam,
  describeNotFound,
  describeRefusal,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { performStaffAction } from './staff-action.ts';
import { jsonBody } from '../http/validation.ts';

export const actionResponses = {
  200: { description: 'Done; where the request stands now.', content: json(ActionResult) },
  ...commonProblems,
  ...bodyProblems,
  404: describeNotFound('UNKNOWN_FAILURE', 'UNKNOWN_RESIDENT'),
  409: describeRefusal('NOT_WAITING', 'NOT_CANCELLABLE', 'PERSONAL_NUMBER_TAKEN'),
} as const;

const correctionResponses = {
  ...actionResponses,
  202: { description: 'It waits for a second person.', content: json(CorrectionProposed) },
  409: describeRefusal('NOT_WAITING', 'NOT_CANCELLABLE', 'PERSONAL_NUMBER_TAKEN', 'NOT_COMPARED', 'PROPOSAL_WAITING'),
  422: describeInvalid({ personalNumber: personalNumberRules }),
} as const;

export const failureParams = municipalityParam.extend({ failureId: z.uuid() });

export function addErrorActionRoutes(app: ApiApp, context: ApiContext): void {
  const secured = { tags: ['errors'], ...securedBy('errors:work') };
  const guard = municipalityGuard(context, 'errors:work');
  const auditOnce = createAuditOnce(context);

  app.openapi(
    createRoute({
      tags: ['errors'],
      ...securedBy('errors:read'),
      method: 'get',
      path: '/v1/municipalities/{code}/errors/assignees',
      operationId: 'listAssignees',
      summary: 'エラーの担当者になれる職員 / Who may look after entries',
      middleware: municipalityGuard(context, 'errors:read'),
      request: { params: municipalityParam },
      responses: { 200: { description: 'Those with errors:work.', content: json(Assignees) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      await auditOnce(c.get('caller'), municipality, { action: 'errors.assignees', subject: municipality });
      return c.json({ staff: await listAssignees(c.get('db'), municipality) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'post',
      path: '/v1/municipalities/{code}/errors/assignments',
      operationId: 'assignErrors',
      summary: '担当者を決める / Say who looks after entries',
      description: 'Of entries that are resolved nothing is changed.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(AssignBody) } },
      responses: {
        200: { description: 'Done.', content: json(Assigned) },
        ...commonProblems,
        ...bodyProblems,
        422: describeInvalid({ assigneeId: ['NOT_LISTED'] }),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { staffId, assigneeId, failureIds } = withActingStaff(c.get('caller'), c.req.valid('json'));
      if (assigneeId !== null) await requireAssignee(c.get('db'), municipality, assigneeId);
      const ids = [...new Set(failureIds)];
      for (const failureId of ids) {
        // The audit entry carries the assignee in the field of the reason.
        const entry = { action: 'errors.assign', subject: failureId, staffId, reason: assigneeId ?? '-' };
        await auditAllowed(context, c.get('caller'), municipality, entry);
      }
      return c.json(
        { failureIds: await assignErrors(c.get('db'), municipality, { failureIds: ids, assigneeId }) },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'post',
      path: '/v1/municipalities/{code}/errors/due-dates',
      operationId: 'setErrorDueDates',
      summary: '期限を決める / Say by when entries are to be resolved',
      description: 'Of entries that are resolved nothing is changed.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(DueDateBody) } },
      responses: {
        200: { description: 'Done.', content: json(Assigned) },
        ...commonProblems,
        ...bodyProblems,
        422: describeInvalid({ dueOn: dayRules }),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { staffId, dueOn, failureIds } = withActingStaff(c.get('caller'), c.req.valid('json'));
      const ids = [...new Set(failureIds)];
      for (const failureId of ids) {
        // The audit entry carries the date in the field of the reason.
        const entry = { action: 'errors.due-date', subject: failureId, staffId, reason: dueOn ?? '-' };
        await auditAllowed(context, c.get('caller'), municipality, entry);
      }
      return c.json({ failureIds: await setDueDates(c.get('db'), municipality, { failureIds: ids, dueOn }) }, 200);
    },
  );

  for (const { action, body, summary } of [
    { action: 'retry', body: RetryBody, summary: '再実行 / Try again' },
    { action: 'cancel', body: StaffActionBody, summary: '取消 / Cancel' },
  ] as const) {
    app.openapi(
      createRoute({
        ...secured,
        method: 'post',
        path: `/v1/municipalities/{code}/errors/{failureId}/${action}`,
        operationId: `${action}Error`,
        summary,
        middleware: [guard, ...jsonBody] as const,
        request: { params: failureParams, body: { required: true, content: json(body) } },
        responses: actionResponses,
      }),
      async (c) => {
        const { municipality } = c.get('municipality');
        const { staffId, reason, ...seen } = withActingStaff<RetryBody>(c.get('caller'), c.req.valid('json'));
        const { failureId, personId } = await getEntry(c.get('db'), municipality, c.req.valid('param').failureId);
        const acting = { staffId, reason };
        const entry = { action: `errors.${action}`, subject: failureId, ...acting };
        await auditAllowed(context, c.get('caller'), municipality, entry);
        const input = { action, municipality, personId, failureId, ...acting, ...seen };
        return c.json(await performStaffAction(context, input), 200);
      },
    );
  }

  app.openapi(
    createRoute({
      ...secured,
      method: 'post',
      path: '/v1/municipalities/{code}/errors/{failureId}/correct',
      operationId: 'correctError',
      summary: '訂正 / Correct',
      description:
        'Decides a held transfer, or enters the right personal number. That it is of the same person says who has looked ' +
        'at the comparison; where updates need a second person, so does this, and the answer is 202.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: failureParams, body: { required: true, content: json(CorrectionBody) } },
      responses: correctionResponses,
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const body = withActingStaff(c.get('caller'), c.req.valid('json'));
      const correction = checkCorrection(body);
      const row = await getEntry(c.get('db'), municipality, c.req.valid('param').failureId);
      if (row.resolvedAt !== null || row.trying !== null) throw new ProblemError('NOT_WAITING');
      const { failureId, personId } = row;
      const staff = { staffId: body.staffId, reason: body.reason };
      const isSamePerson = body.decision === 'same-person';
      if (isSamePerson) await requireCompared(context, c.get('caller'), municipality, failureId);
      const stored = isSamePerson ? await findMunicipality(context.db, municipality) : undefined;
      const waits = stored?.updatesNeedApproval === true;
      const action = `errors.correct.${body.decision}${waits ? '.propose' : ''}`;
      await auditAllowed(context, c.get('caller'), municipality, { action, subject: failureId, ...staff });
      const { correctionId } = await storeCorrection(
        { db: c.get('db'), keys: context.keys },
        {
          municipality,
          failureId,
          personId,
          ...staff,
          ...correction,
        },
      );
      if (waits) {
        const held = { failureId, personId, correctionId };
        const proposalId = await propose(context.db, { municipality, kind: 'same-person', held, ...staff });
        if (proposalId === null) throw new ProblemError('PROPOSAL_WAITING');
        return c.json({ proposalId }, 202);
      }
      const request = { action: 'correct', municipality, personId, failureId, correctionId, ...staff } as const;
      return c.json(await performStaffAction(context, request), 200);
    },
  );
}

async function requireAssignee(db: Database, municipality: string, assigneeId: string): Promise<void> {
  const staff = await listAssignees(db, municipality);
  if (!staff.some(({ staffId }) => staffId === assigneeId)) {
    throw invalidInput([{ field: 'assigneeId', rule: 'NOT_LISTED' }]);
  }
}

/** Whether the action may be done or repeated, the storage decides with the row locked. */
async function getEntry(db: Database, municipality: string, failureId: string): Promise<ErrorRow> {
  const row = await findError(db, municipality, failureId);
  if (!row) throw new ProblemError('UNKNOWN_FAILURE');
  return row;
}

function checkCorrection(body: CorrectionBody): Correction {
  if (body.decision === 'same-person') return { decision: body.decision };
  const checked = checkPersonalNumber(body.personalNumber);
  if (!checked.valid) throw invalidInput([{ field: 'personalNumber', rule: checked.rule }]);
  return { decision: body.decision, personalNumber: checked.value };
}
