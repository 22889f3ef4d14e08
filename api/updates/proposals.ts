/**
 * Four eyes: proposed changes of address information, for those who decide and those who proposed them. Whoever may
 * approve sees all open ones, others only their own. Every view and decision is audited under the resident's number.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { AddressUpdated } from '../../contracts/api/address-update.ts';
import {
  ApprovalBody,
  ProposedStateFilter,
  ProposedUpdateCount,
  ProposedUpdateDecided,
  ProposedUpdateDetail,
  ProposedUpdates,
  RejectionBody,
  type ProposedUpdate,
} from '../../contracts/api/proposed-updates.ts';
import type { Right } from '../../domain/rights.ts';
import { writeAudit } from '../../storage/audit/log.ts';
import {
  countProposedUpdates,
  findProposedUpdate,
  listProposedUpdates,
  type ProposedUpdateView,
} from '../../storage/updates/proposal-views.ts';
import { approveUpdate, rejectUpdate, withdrawUpdate, type DecisionInput } from '../../storage/updates/proposals.ts';
import { countOpenProposals } from '../../storage/updates/second-person.ts';
import { createAuditOnce } from '../audit/once.ts';
import { auditAllowed, auditIdentityOf } from '../audit/write.ts';
import { hasRight, municipalityGuard, requireRight } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv, Caller } from '../context.ts';
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
import { jsonBody } from '../http/validation.ts';
import { createWatchedStream } from '../sign-in/watched-stream.ts';

const path = '/v1/municipalities/{code}/proposed-updates';
const params = municipalityParam.extend({ updateId: z.uuid() });
const tags = ['residents'];

export function addProposedUpdateRoutes(app: ApiApp, context: ApiContext): void {
  addReadRoutes(app, context);
  addDecisionRoutes(app, context);
}

function addReadRoutes(app: ApiApp, context: ApiContext): void {
  const common = { ...securedBy('residents:update'), tags, method: 'get' as const };
  const guard = municipalityGuard(context, 'residents:update');

  app.openapi(
    createRoute({
      ...common,
      path,
      operationId: 'listProposedUpdates',
      summary: '更新の申請の一覧 / Proposed updates',
      description: 'All of them for residents:approve, the own ones for everybody else. No names in here.',
      middleware: guard,
      request: {
        params: municipalityParam,
        query: z.object({
          state: ProposedStateFilter.default('open'),
          after: z.uuid().optional().meta({ description: '`next` of the page before: one of this list.' }),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      },
      responses: {
        200: { description: 'Open ones from the oldest on, else the latest first.', content: json(ProposedUpdates) },
        ...commonProblems,
        422: describeInvalid({ after: ['WRONG_FORMAT'] }),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const { state, after, limit } = c.req.valid('query');
      await auditAllowed(context, caller, municipality, { action: 'residents.update.list', subject: null });
      const page = await listProposedUpdates(c.get('db'), municipality, {
        state,
        proposedBy: proposerFilterOf(caller, municipality),
        after,
        limit: limit + 1,
      });
      if (page.kind === 'unknown-cursor') throw invalidInput([{ field: 'after', rule: 'WRONG_FORMAT' }]);
      const shown = page.updates.slice(0, limit);
      const next = page.updates.length > limit ? (shown.at(-1)?.updateId ?? null) : null;
      return c.json({ updates: shown.map((update) => bodyOf(caller, municipality, update)), next }, 200);
    },
  );

  // Not audited: the navigation asks every minute for a figure that is about nobody.
  app.openapi(
    createRoute({
      ...common,
      path: `${path}/count`,
      operationId: 'countProposedUpdates',
      summary: '承認待ちの件数 / How many updates wait for approval',
      middleware: guard,
      request: { params: municipalityParam },
      responses: { 200: { description: 'The figure.', content: json(ProposedUpdateCount) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const filter = { state: 'open', proposedBy: proposerFilterOf(c.get('caller'), municipality) } as const;
      const updates = await countProposedUpdates(c.get('db'), municipality, filter);
      const others = filter.proposedBy === undefined ? await countOpenProposals(context.db, municipality) : 0;
      return c.json({ open: updates + others }, 200);
    },
  );

  const auditOnce = createAuditOnce(context);
  const stream = createWatchedStream(context);
  app.openapi(
    createRoute({
      ...common,
      path: `${path}/{updateId}`,
      operationId: 'getProposedUpdate',
      summary: '更新の申請 / A proposed update',
      middleware: guard,
      request: { params },
      responses: {
        200: { description: 'What stands there and what is proposed.', content: json(ProposedUpdateDetail) },
        ...commonProblems,
        404: describeNotFound('UNKNOWN_UPDATE'),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const update = await getVisible(c, c.req.valid('param').updateId);
      const body = detailOf(caller, municipality, update);
      const entry = { action: viewActionOf(update, body), subject: update.integratedAddressNumber };
      await auditOnce(caller, municipality, entry, { always: true });
      return c.json(body, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/{updateId}/events`,
      operationId: 'watchProposedUpdate',
      summary: '更新の申請の変化 / A proposed update whenever it changes',
      description:
        'Server-sent events: `proposed-update` with a `ProposedUpdateDetail`, at first and at every change; comments in ' +
        'between. It ends within seconds of the session or the right, and after ten minutes; a browser connects again.',
      middleware: guard,
      request: { params },
      responses: {
        200: { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } as const } } },
        ...commonProblems,
        404: describeNotFound('UNKNOWN_UPDATE'),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const { updateId } = await getVisible(c, c.req.valid('param').updateId);
      const holds = (right: Right): boolean => hasRight(caller, right, municipality);
      return stream(c, {
        organisation: municipality,
        // Who loses the one right loses what it showed.
        right: (['residents:view-protected', 'residents:approve'] as const).find(holds) ?? 'residents:update',
        event: 'proposed-update',
        // The request's own database ends with the request's answer; the stream checks the right at every look.
        read: async () => {
          const update = await findProposedUpdate(context.db, municipality, updateId);
          if (!update) return undefined;
          const body = detailOf(caller, municipality, update);
          // What a page that is watched shows is one look with what it showed first, and another one after ten minutes.
          const entry = { action: viewActionOf(update, body), subject: update.integratedAddressNumber };
          await auditOnce(caller, municipality, entry);
          return body;
        },
        keyOf: (body) => JSON.stringify(body),
      });
    },
  );
}

function addDecisionRoutes(app: ApiApp, context: ApiContext): void {
  const common = { tags, method: 'post' as const };
  const approves = securedBy('residents:approve');
  const responses = {
    200: { description: 'Decided.', content: json(ProposedUpdateDecided) },
    ...commonProblems,
    ...bodyProblems,
    404: describeNotFound('UNKNOWN_UPDATE'),
    409: describeRefusal('UPDATE_DECIDED'),
  } as const;

  const rejection = { ...responses, 403: describeRefusal('FORBIDDEN', 'OWN_UPDATE') } as const;

  app.openapi(
    createRoute({
      ...common,
      ...approves,
      path: `${path}/{updateId}/approve`,
      operationId: 'approveUpdate',
      summary: '更新を承認する / Approve an update',
      description:
        'By another than who proposed it. It takes effect as a direct update does, and not at all where another row has ' +
        'become current: 409 CHANGED_MEANWHILE. Of a protected resident it needs residents:view-protected too.',
      middleware: [municipalityGuard(context, 'residents:approve'), ...jsonBody] as const,
      request: { params, body: { required: true, content: json(ApprovalBody) } },
      responses: {
        ...responses,
        200: { description: 'It has taken effect.', content: json(AddressUpdated) },
        403: describeRefusal('FORBIDDEN', 'OWN_UPDATE'),
        404: describeNotFound('UNKNOWN_UPDATE', 'UNKNOWN_RESIDENT'),
        409: describeRefusal('UPDATE_DECIDED', 'CHANGED_MEANWHILE', 'NOTHING_CHANGED'),
      },
    }),
    async (c) => {
      const { reason } = c.req.valid('json');
      const { update, input } = await beginDecision(context, c, c.req.valid('param').updateId, reason);
      if (update.outdated) throw refusalOf('changed-meanwhile');
      await auditDecision(context, c, update, { action: 'residents.update.approve', reason: reason ?? update.reason });
      const outcome = await approveUpdate(c.get('db'), input);
      if (outcome.kind !== 'updated') throw refusalOf(outcome.kind);
      return c.json({ historySeq: outcome.historySeq, notices: outcome.notices }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      ...approves,
      path: `${path}/{updateId}/reject`,
      operationId: 'rejectUpdate',
      summary: '更新を却下する / Reject an update',
      middleware: [municipalityGuard(context, 'residents:approve'), ...jsonBody] as const,
      request: { params, body: { required: true, content: json(RejectionBody) } },
      responses: rejection,
    }),
    async (c) => {
      const { reason } = c.req.valid('json');
      const { update, input } = await beginDecision(context, c, c.req.valid('param').updateId, reason);
      await auditDecision(context, c, update, { action: 'residents.update.reject', reason });
      const outcome = await rejectUpdate(c.get('db'), input);
      if (outcome.kind !== 'done') throw refusalOf(outcome.kind);
      return c.json({ state: 'rejected' as const }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      ...securedBy('residents:update'),
      path: `${path}/{updateId}/withdraw`,
      operationId: 'withdrawUpdate',
      summary: '更新の申請を取り下げる / Withdraw an update',
      description: 'By who proposed it.',
      middleware: [municipalityGuard(context, 'residents:update'), ...jsonBody] as const,
      request: { params, body: { required: true, content: json(ApprovalBody) } },
      responses,
    }),
    async (c) => {
      const { reason } = c.req.valid('json');
      const update = await getVisible(c, c.req.valid('param').updateId);
      const staffId = requireStaffId(c.get('caller'));
      const input = { municipality: c.get('municipality').municipality, updateId: update.updateId, staffId };
      if (update.proposedBy.staffId !== staffId)
        throw await auditAttempt(context, c, update, 'residents.update.withdraw');
      if (update.state !== 'open') throw refusalOf('decided');
      await auditDecision(context, c, update, { action: 'residents.update.withdraw', reason: reason ?? update.reason });
      const outcome = await withdrawUpdate(c.get('db'), { ...input, reason: reason ?? null });
      if (outcome.kind !== 'done') throw refusalOf(outcome.kind);
      return c.json({ state: 'withdrawn' as const }, 200);
    },
  );
}

/**
 * Checks what approving and rejecting have in common. What can no longer be decided is refused here, before the audit
 * log would say that it was decided; storage checks again in the transaction.
 */
async function beginDecision(
  context: ApiContext,
  c: Context<ApiEnv>,
  updateId: string,
  reason: string | undefined,
): Promise<{ update: ProposedUpdateView; input: DecisionInput }> {
  const { municipality } = c.get('municipality');
  const caller = c.get('caller');
  const update = await getVisible(c, updateId);
  if (update.protected) await requireRight(context, caller, 'residents:view-protected', municipality);
  const staffId = requireStaffId(caller);
  if (update.proposedBy.staffId === staffId) throw await auditAttempt(context, c, update, 'residents:approve');
  if (update.state !== 'open') throw refusalOf('decided');
  return { update, input: { municipality, updateId, staffId, reason: reason ?? null } };
}

/** Whoever may not approve does not even learn that other people's proposals exist. */
async function getVisible(c: Context<ApiEnv>, updateId: string): Promise<ProposedUpdateView> {
  const { municipality } = c.get('municipality');
  const update = await findProposedUpdate(c.get('db'), municipality, updateId);
  const only = proposerFilterOf(c.get('caller'), municipality);
  if (!update || (only !== undefined && update.proposedBy.staffId !== only)) throw new ProblemError('UNKNOWN_UPDATE');
  return update;
}

function proposerFilterOf(caller: Caller, municipality: string): string | undefined {
  return hasRight(caller, 'residents:approve', municipality) ? undefined : requireStaffId(caller);
}

/** The caller's staff id. No scope gives a program these rights. */
function requireStaffId(caller: Caller): string {
  const { staffId } = auditIdentityOf(caller);
  if (staffId === null) throw new ProblemError('FORBIDDEN');
  return staffId;
}

async function auditDecision(
  context: ApiContext,
  c: Context<ApiEnv>,
  { integratedAddressNumber }: ProposedUpdateView,
  { action, reason }: { action: string; reason: string },
): Promise<void> {
  const { municipality } = c.get('municipality');
  await auditAllowed(context, c.get('caller'), municipality, { action, subject: integratedAddressNumber, reason });
}

/** Audits the attempt to decide on one's own proposal, or to withdraw another's. */
async function auditAttempt(
  { db }: ApiContext,
  c: Context<ApiEnv>,
  { integratedAddressNumber }: ProposedUpdateView,
  action: string,
): Promise<ProblemError> {
  await writeAudit(db, c.get('municipality').municipality, {
    ...auditIdentityOf(c.get('caller')),
    action,
    subject: integratedAddressNumber,
    outcome: 'refused',
    reason: null,
  });
  return new ProblemError(action === 'residents:approve' ? 'OWN_UPDATE' : 'FORBIDDEN');
}

function refusalOf(
  kind: 'unknown' | 'decided' | 'own' | 'not-own' | 'changed-meanwhile' | 'nothing-changed',
): ProblemError {
  const codes = {
    unknown: 'UNKNOWN_UPDATE',
    decided: 'UPDATE_DECIDED',
    own: 'OWN_UPDATE',
    'not-own': 'FORBIDDEN',
    'changed-meanwhile': 'CHANGED_MEANWHILE',
    'nothing-changed': 'NOTHING_CHANGED',
  } as const;
  return new ProblemError(codes[kind]);
}

function bodyOf(
  caller: Caller,
  municipality: string,
  { before: _before, after: _after, ...update }: ProposedUpdateView,
): ProposedUpdate {
  const masked = update.protected && !hasRight(caller, 'residents:view-protected', municipality);
  return {
    ...update,
    proposedAt: update.proposedAt.toISOString(),
    decidedAt: update.decidedAt?.toISOString() ?? null,
    own: update.proposedBy.staffId === auditIdentityOf(caller).staffId,
    masked,
  };
}

function detailOf(caller: Caller, municipality: string, update: ProposedUpdateView): ProposedUpdateDetail {
  const body = bodyOf(caller, municipality, update);
  const { before, after } = update;
  return { ...body, before: body.masked ? null : before, after: body.masked ? null : after };
}

function viewActionOf(update: ProposedUpdateView, { masked }: { masked: boolean }): string {
  return update.protected && !masked ? 'residents.update.view.protected' : 'residents.update.view';
}
