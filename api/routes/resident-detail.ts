/** One resident with everything, and the display of a personal number. Every view is audited before it is given. */
import { createRoute } from '@hono/zod-openapi';
import {
  PersonalNumberRequest,
  PersonalNumberShown,
  ResidentDetail as ResidentDetailBody,
} from '../../contracts/api/resident-detail.ts';
import { acquireCodeIdFor } from '../../contracts/acquire-code.ts';
import { failures } from '../../domain/failures.ts';
import {
  findPersonalNumber,
  findResidentDetail,
  type AddressInformation,
  type ResidentDetail,
} from '../../storage/resident-detail.ts';
import { findTimeline, type TimelineView } from '../../storage/residents.ts';
import { actingStaff, auditAllowed } from '../audit.ts';
import { hasRight, municipalityGuard, requireRight } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { bodyProblems, commonProblems, json, residentParams, securedBy } from '../openapi.ts';
import { ProblemError } from '../problem.ts';
import { jsonBody } from '../validation.ts';
import { checkedNumber } from './residents.ts';

export function addResidentDetailRoutes(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      ...securedBy('residents:view'),
      tags: ['residents'],
      method: 'get',
      path: '/v1/municipalities/{code}/residents/{integratedAddressNumber}/detail',
      operationId: 'getResidentDetail',
      summary: '住民の詳細 / One resident with everything',
      middleware: municipalityGuard(context, 'residents:view'),
      request: { params: residentParams },
      responses: { 200: { description: 'All of it.', content: json(ResidentDetailBody) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const number = checkedNumber(c.req.valid('param').integratedAddressNumber);
      const seesProtected = hasRight(caller, 'residents:view-protected', municipality);
      const detail = await findResidentDetail(c.get('db'), municipality, number, { seesProtected });
      // Somebody may have typed another number by mistake, so only one that is somebody's is written down.
      await auditAllowed(context, caller, municipality, { action: actionOf(detail), subject: detail ? number : null });
      if (!detail) throw new ProblemError('UNKNOWN_RESIDENT');
      const timeline = (await findTimeline(c.get('db'), municipality, number)) ?? [];
      return c.json(bodyOf(municipality, detail, timeline), 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('residents:view-personal-number'),
      tags: ['residents'],
      method: 'post',
      path: '/v1/municipalities/{code}/residents/{integratedAddressNumber}/personal-number',
      operationId: 'showPersonalNumber',
      summary: '個人番号を表示する / Show the personal number',
      description:
        'By POST, because it asks for a reason. Of a protected resident it needs residents:view-protected too.',
      middleware: [municipalityGuard(context, 'residents:view-personal-number'), ...jsonBody] as const,
      request: { params: residentParams, body: { required: true, content: json(PersonalNumberRequest) } },
      responses: {
        200: { description: 'The number.', content: json(PersonalNumberShown) },
        ...commonProblems,
        ...bodyProblems,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const number = checkedNumber(c.req.valid('param').integratedAddressNumber);
      const { staffId, reason } = actingStaff(caller, c.req.valid('json'));
      const seesProtected = hasRight(caller, 'residents:view-protected', municipality);
      const found = await findPersonalNumber({ db: c.get('db'), keys: context.keys }, municipality, number, {
        seesProtected,
      });
      if (found.kind === 'masked') await requireRight(context, caller, 'residents:view-protected', municipality);
      await auditAllowed(context, caller, municipality, {
        action: 'residents.personal-number',
        subject: found.kind === 'unknown-resident' ? null : number,
        reason,
        ...(staffId !== undefined && { staffId }),
      });
      if (found.kind === 'unknown-resident') throw new ProblemError('UNKNOWN_RESIDENT');
      return c.json({ personalNumber: found.kind === 'found' ? found.personalNumber : null }, 200);
    },
  );
}

/** Who looked at a protected resident unmasked is found by a word of its own. */
function actionOf(detail: ResidentDetail | undefined): string {
  return detail?.protected && !detail.masked ? 'residents.detail.protected' : 'residents.detail';
}

function bodyOf(municipality: string, detail: ResidentDetail, timeline: TimelineView[]): ResidentDetailBody {
  const { personId, hasRun, currentHistorySeq, ...rest } = detail;
  return {
    ...rest,
    since: detail.since.toISOString(),
    opensAt: detail.opensAt?.toISOString() ?? null,
    acquiredAt: detail.acquiredAt?.toISOString() ?? null,
    history: detail.history.map((row) => historyView(row, row.historySeq === currentHistorySeq)),
    addressNumbers: detail.addressNumbers.map((row) => ({ ...row, linkedAt: row.linkedAt.toISOString() })),
    business: detail.business.map((row) => ({ ...row, confirmedAt: row.confirmedAt.toISOString() })),
    notices: detail.notices.map((notice) => ({
      ...notice,
      createdAt: notice.createdAt.toISOString(),
      deliveredAt: notice.deliveredAt?.toISOString() ?? null,
      nextSendAt: notice.nextSendAt?.toISOString() ?? null,
    })),
    failures: detail.failures.map((failure) => ({
      ...failure,
      text: { ja: failures[failure.code].ja, en: failures[failure.code].en },
      firstSeenAt: failure.firstSeenAt.toISOString(),
    })),
    attempts: detail.attempts.map((attempt) => ({
      ...attempt,
      createdAt: attempt.createdAt.toISOString(),
      answeredAt: attempt.answeredAt?.toISOString() ?? null,
    })),
    timeline: timeline.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
    workflow: { workflowId: acquireCodeIdFor(municipality, personId), started: hasRun },
  };
}

const hidden = {
  name: null,
  nameKana: null,
  birthDateText: null,
  birthDate: null,
  sex: null,
  address: null,
  contact: null,
  delivery: null,
  nonDisclosure: null,
};

function historyView(
  { shown, operatedAt, registeredAt, ...row }: AddressInformation,
  current: boolean,
): ResidentDetailBody['history'][number] {
  return {
    ...row,
    current,
    operatedAt: operatedAt.toISOString(),
    registeredAt: registeredAt.toISOString(),
    masked: shown === null,
    ...(shown ?? hidden),
  };
}
