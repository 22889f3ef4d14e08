/** One resident with everything, and the display of a personal number. Every view is audited before it is shown. */
import { createRoute, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  Deliveries,
  PersonalNumberRequest,
  PersonalNumberShown,
  ResidentDetail as ResidentDetailBody,
} from '../../contracts/api/resident-detail.ts';
import { acquireCodeIdFor } from '../../contracts/acquire-code.ts';
import { failures } from '../../domain/failures.ts';
import type { AddressInformation } from '../../storage/residents/address-history.ts';
import { findResidentDetail, type OpenProposal, type ResidentDetail } from '../../storage/residents/detail.ts';
import { findNotices, type Notice } from '../../storage/residents/notices.ts';
import { findPersonalNumber } from '../../storage/residents/shown-personal-number.ts';
import { findTimelineByKey, type PersonKey, type TimelineView } from '../../storage/residents/residents.ts';
import { findStaffNames, type StaffName } from '../../storage/staff/names.ts';
import { withActingStaff, auditAllowed, auditIdentityOf } from '../audit/write.ts';
import { createAuditOnce } from '../audit/once.ts';
import { hasRight, municipalityGuard, requireRight } from '../authorisation.ts';
import type { Database } from '../../storage/database/database.ts';
import type { ApiApp, ApiContext, ApiEnv, Caller } from '../context.ts';
import { bodyProblems, json, personParams, residentParams, securedBy } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { createWatchedStream } from '../sign-in/watched-stream.ts';
import { requireIntegratedAddressNumber, ofResidents } from './routes.ts';

/** By the integrated address number, or by the internal id if the person has none yet (AWAITING_PN, HELD). */
const byNumber = '/v1/municipalities/{code}/residents/{integratedAddressNumber}';
const byPerson = '/v1/municipalities/{code}/residents/by-person/{personId}';

export function addResidentDetailRoutes(app: ApiApp, context: ApiContext): void {
  addDetail(app, context);
  addDeliveries(app, context);
  addPersonalNumber(app, context);
}

function addDetail(app: ApiApp, context: ApiContext): void {
  const common = {
    ...securedBy('residents:view'),
    tags: ['residents'],
    method: 'get' as const,
    middleware: municipalityGuard(context, 'residents:view'),
  };
  const read = {
    ...common,
    responses: { 200: { description: 'All of it.', content: json(ResidentDetailBody) }, ...ofResidents },
  };
  const watch = {
    ...common,
    description:
      'Server-sent events: `resident` with a `ResidentDetail`, at first and at every change; comments in between. It ' +
      'ends within seconds of the session or the right, and after ten minutes; a browser connects again by itself.',
    responses: {
      200: { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } as const } } },
      ...ofResidents,
    },
  };
  const auditOnce = createAuditOnce(context);
  const stream = createWatchedStream(context);

  const show = async (c: Context<ApiEnv>, key: PersonKey): Promise<ResidentDetailBody> => {
    const { municipality } = c.get('municipality');
    const caller = c.get('caller');
    const found = await readDetail(c.get('db'), { municipality, caller }, key);
    // A mistyped number may be anything, so only a resident's own number is audited.
    if (found) {
      const entry = { action: actionOf(found.detail), subject: subjectOf(found.detail) };
      await auditOnce(caller, municipality, entry, { always: true });
    } else await auditAllowed(context, caller, municipality, { action: actionOf(undefined), subject: null });
    if (!found) throw new ProblemError('UNKNOWN_RESIDENT');
    return found.body;
  };
  /** What a page that is watched shows is one look with what it showed first, and another one after ten minutes. */
  const follow = async (c: Context<ApiEnv>, key: PersonKey): Promise<Response> => {
    const { municipality } = c.get('municipality');
    const caller = c.get('caller');
    const look = async (db: Database): Promise<ResidentDetailBody | undefined> => {
      const found = await readDetail(db, { municipality, caller }, key);
      if (!found) return undefined;
      await auditOnce(caller, municipality, { action: actionOf(found.detail), subject: subjectOf(found.detail) });
      return found.body;
    };
    if (!(await look(c.get('db')))) throw new ProblemError('UNKNOWN_RESIDENT');
    return stream(c, {
      organisation: municipality,
      // Who loses the one right loses what it showed.
      right: hasRight(caller, 'residents:view-protected', municipality) ? 'residents:view-protected' : 'residents:view',
      event: 'resident',
      // The request's own database ends with the request's answer; the stream checks the right at every look.
      read: () => look(context.db),
      keyOf: (body) => JSON.stringify(body),
    });
  };
  app.openapi(
    createRoute({
      ...read,
      path: `${byNumber}/detail`,
      operationId: 'getResidentDetail',
      summary: '住民の詳細 / One resident with everything',
      request: { params: residentParams },
    }),
    async (c) => c.json(await show(c, ofNumber(c)), 200),
  );
  app.openapi(
    createRoute({
      ...watch,
      path: `${byNumber}/detail/events`,
      operationId: 'watchResidentDetail',
      summary: '住民の詳細の変化 / One resident whenever anything changes',
      request: { params: residentParams },
    }),
    async (c) => follow(c, ofNumber(c)),
  );
  app.openapi(
    createRoute({
      ...read,
      path: `${byPerson}/detail`,
      operationId: 'getPersonDetail',
      summary: '統合宛名番号のない住民の詳細 / One who may have no integrated number yet, with everything',
      request: { params: personParams },
    }),
    async (c) => c.json(await show(c, { personId: c.req.valid('param').personId }), 200),
  );
  app.openapi(
    createRoute({
      ...watch,
      path: `${byPerson}/detail/events`,
      operationId: 'watchPersonDetail',
      summary: '統合宛名番号のない住民の詳細の変化 / The same whenever anything changes',
      request: { params: personParams },
    }),
    async (c) => follow(c, { personId: c.req.valid('param').personId }),
  );
}

const ofNumber = (c: { req: { valid: (from: 'param') => { integratedAddressNumber: string } } }): PersonKey => ({
  integratedAddressNumber: requireIntegratedAddressNumber(c.req.valid('param').integratedAddressNumber),
});

/** Undefined of somebody who is not there. */
async function readDetail(
  db: Database,
  { municipality, caller }: { municipality: string; caller: Caller },
  key: PersonKey,
): Promise<{ detail: ResidentDetail; body: ResidentDetailBody } | undefined> {
  const seesProtected = hasRight(caller, 'residents:view-protected', municipality);
  const detail = await findResidentDetail(db, municipality, key, { seesProtected });
  if (!detail) return undefined;
  const timeline = (await findTimelineByKey(db, municipality, key)) ?? [];
  const mayApprove = hasRight(caller, 'residents:approve', municipality);
  const body = bodyOf(municipality, detail, {
    timeline,
    staff: await findStaffNames(db, municipality, staffIdsIn(detail, timeline)),
    reads: (proposal) => mayApprove || proposal.proposedBy.staffId === auditIdentityOf(caller).staffId,
  });
  return { detail, body };
}

const subjectOf = ({ integratedAddressNumber, personId }: ResidentDetail): string =>
  integratedAddressNumber ?? personId;

/** A page that shows a resident asks for this every few seconds, so it is audited once for ten minutes. */
function addDeliveries(app: ApiApp, context: ApiContext): void {
  const auditOnce = createAuditOnce(context);
  app.openapi(
    createRoute({
      ...securedBy('residents:view'),
      tags: ['residents'],
      method: 'get',
      path: `${byNumber}/deliveries`,
      operationId: 'getDeliveries',
      summary: '基幹システムへの通知の送達 / Whether the backbones have taken their notices',
      middleware: municipalityGuard(context, 'residents:view'),
      request: { params: residentParams },
      responses: { 200: { description: 'The latest hundred.', content: json(Deliveries) }, ...ofResidents },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const integratedAddressNumber = requireIntegratedAddressNumber(c.req.valid('param').integratedAddressNumber);
      const found = await findNotices(c.get('db'), municipality, { integratedAddressNumber });
      if (!found) throw new ProblemError('UNKNOWN_RESIDENT');
      await auditOnce(c.get('caller'), municipality, { action: 'residents.deliveries', subject: found.subject });
      return c.json({ notices: found.notices.map(noticeBodyOf) }, 200);
    },
  );
}

function addPersonalNumber(app: ApiApp, context: ApiContext): void {
  const common = {
    ...securedBy('residents:view-personal-number'),
    tags: ['residents'],
    method: 'post' as const,
    description:
      'By POST, because it asks for a reason. Of a protected resident it needs residents:view-protected too.',
    responses: {
      200: { description: 'The number.', content: json(PersonalNumberShown) },
      ...ofResidents,
      ...bodyProblems,
    },
  };
  const guard = municipalityGuard(context, 'residents:view-personal-number');
  const body = { required: true, content: json(PersonalNumberRequest) };
  app.openapi(
    createRoute({
      ...common,
      middleware: [guard, ...jsonBody] as const,
      path: `${byNumber}/personal-number`,
      operationId: 'showPersonalNumber',
      summary: '個人番号を表示する / Show the personal number',
      request: { params: residentParams, body },
    }),
    async (c) => {
      const integratedAddressNumber = requireIntegratedAddressNumber(c.req.valid('param').integratedAddressNumber);
      return c.json(await readNumber(context, c, { integratedAddressNumber }, c.req.valid('json')), 200);
    },
  );
  app.openapi(
    createRoute({
      ...common,
      middleware: [guard, ...jsonBody] as const,
      path: `${byPerson}/personal-number`,
      operationId: 'showPersonalNumberOfPerson',
      summary:
        '統合宛名番号のない住民の個人番号を表示する / Show the personal number of one without an integrated number',
      request: { params: personParams, body },
    }),
    async (c) => {
      const { personId } = c.req.valid('param');
      return c.json(await readNumber(context, c, { personId }, c.req.valid('json')), 200);
    },
  );
}

async function readNumber(
  context: ApiContext,
  c: Context<ApiEnv>,
  key: PersonKey,
  asked: z.infer<typeof PersonalNumberRequest>,
): Promise<{ personalNumber: string | null }> {
  const { municipality } = c.get('municipality');
  const caller = c.get('caller');
  const { staffId, reason } = withActingStaff(caller, asked);
  const seesProtected = hasRight(caller, 'residents:view-protected', municipality);
  const store = { db: c.get('db'), keys: context.keys };
  const found = await findPersonalNumber(store, municipality, key, { seesProtected });
  if (found.kind === 'masked') await requireRight(context, caller, 'residents:view-protected', municipality);
  await auditAllowed(context, caller, municipality, {
    action: 'residents.personal-number',
    subject: found.kind === 'unknown-resident' ? null : found.subject,
    reason,
    ...(staffId !== undefined && { staffId }),
  });
  if (found.kind === 'unknown-resident') throw new ProblemError('UNKNOWN_RESIDENT');
  return { personalNumber: found.kind === 'found' ? found.personalNumber : null };
}

function staffIdsIn({ history }: ResidentDetail, timeline: TimelineView[]): Set<string> {
  const ids = [
    ...history.map(({ staffId }) => staffId),
    ...timeline.flatMap(({ detail }) => [detail?.['staffId'], detail?.['approvedBy']]),
  ];
  return new Set(ids.filter((id) => typeof id === 'string'));
}

/** Looking at a protected resident unmasked has an action name of its own, so that auditors can find it. */
function actionOf(detail: ResidentDetail | undefined): string {
  return detail?.protected && !detail.masked ? 'residents.detail.protected' : 'residents.detail';
}

function bodyOf(
  municipality: string,
  detail: ResidentDetail,
  {
    timeline,
    staff,
    reads,
  }: { timeline: TimelineView[]; staff: StaffName[]; reads: (proposal: OpenProposal) => boolean },
): ResidentDetailBody {
  const { hasRun, currentHistorySeq, ...rest } = detail;
  const { personId, proposedUpdate } = detail;
  return {
    ...rest,
    proposedUpdate: proposedUpdate && {
      ...proposedUpdate,
      proposedAt: proposedUpdate.proposedAt.toISOString(),
      readable: reads(proposedUpdate),
    },
    held: detail.held.map(({ shown, ...transfer }) => ({
      ...transfer,
      operatedAt: transfer.operatedAt.toISOString(),
      receivedAt: transfer.receivedAt.toISOString(),
      masked: shown === null,
      ...(shown ?? hiddenFields),
    })),
    since: detail.since.toISOString(),
    opensAt: detail.opensAt?.toISOString() ?? null,
    acquiredAt: detail.acquiredAt?.toISOString() ?? null,
    history: detail.history.map((row) => historyBodyOf(row, row.historySeq === currentHistorySeq)),
    addressNumbers: detail.addressNumbers.map((row) => ({ ...row, linkedAt: row.linkedAt.toISOString() })),
    business: detail.business.map((row) => ({ ...row, confirmedAt: row.confirmedAt.toISOString() })),
    notices: detail.notices.map(noticeBodyOf),
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
    staff,
    timeline: timeline.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
    workflow: { workflowId: acquireCodeIdFor(municipality, personId), started: hasRun },
  };
}

function noticeBodyOf(notice: Notice): ResidentDetailBody['notices'][number] {
  return {
    ...notice,
    createdAt: notice.createdAt.toISOString(),
    deliveredAt: notice.deliveredAt?.toISOString() ?? null,
    nextSendAt: notice.nextSendAt?.toISOString() ?? null,
  };
}

const hiddenFields = {
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

function historyBodyOf(
  { shown, operatedAt, registeredAt, ...row }: AddressInformation,
  current: boolean,
): ResidentDetailBody['history'][number] {
  return {
    ...row,
    current,
    operatedAt: operatedAt.toISOString(),
    registeredAt: registeredAt.toISOString(),
    masked: shown === null,
    ...(shown ?? hiddenFields),
  };
}
