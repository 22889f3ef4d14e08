/**
 * Decisions that one member of staff proposes and a second one makes, beside updates of address information. What is
 * approved is done in the transaction that says so. It writes with the program's rights, because it moves requests.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { ApprovalBody, RejectionBody } from '../../contracts/api/proposed-updates.ts';
import { ProposalDecided, Proposals, type Proposal } from '../../contracts/api/proposals.ts';
import {
  decideAlone,
  decideProposal,
  findProposal,
  listProposals,
  lockOpenProposal,
  type ProposalDecision,
  type StoredProposal,
} from '../../storage/updates/second-person.ts';
import { createAuditOnce } from '../audit/once.ts';
import { auditAllowed, auditIdentityOf, auditRefused } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, Caller } from '../context.ts';
import { requireCompared } from '../errors/compared.ts';
import { performStaffAction } from '../errors/staff-action.ts';
import {
  bodyProblems,
  commonProblems,
  describeNotFound,
  describeRefusal,
  json,
  municipalityParam,
  securedBy,
} from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { createWatchedStream } from '../sign-in/watched-stream.ts';

const path = '/v1/municipalities/{code}/proposals';
const actions = { 'same-person': 'errors.correct.same-person', 'four-eyes-off': 'staff.four-eyes' } as const;

export function addProposalRoutes(app: ApiApp, context: ApiContext): void {
  const guard = municipalityGuard(context, 'residents:approve');
  const common = { tags: ['residents'], ...securedBy('residents:approve') };

  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      path,
      operationId: 'listProposals',
      summary: '二人目を待つ判断の一覧 / Decisions that wait for a second person',
      description: 'That a held transfer is of the same person, and that updates need no second person. No names.',
      middleware: guard,
      request: {
        params: municipalityParam,
        query: z.object({ state: z.enum(['open', 'decided']).default('open') }),
      },
      responses: {
        200: { description: 'Open ones from the oldest on, else the latest 200.', content: json(Proposals) },
        ...commonProblems,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      await auditAllowed(context, c.get('caller'), municipality, { action: 'residents.update.list', subject: null });
      const found = await listProposals(context.db, municipality, c.req.valid('query').state);
      return c.json({ proposals: found.map((proposal) => proposalOf(c.get('caller'), proposal)) }, 200);
    },
  );

  const auditOnce = createAuditOnce(context);
  const stream = createWatchedStream(context);
  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: `${path}/events`,
      operationId: 'watchProposals',
      summary: '二人目を待つ判断の変化 / Decisions that wait for a second person, whenever they change',
      description:
        'Server-sent events: `proposals` with the open `Proposals`, at first and at every change; comments in between. It ' +
        'ends within seconds of the session or the right, and after ten minutes; a browser connects again by itself.',
      middleware: guard,
      request: { params: municipalityParam },
      responses: {
        200: { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } as const } } },
        ...commonProblems,
      },
    }),
    (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      return stream(c, {
        organisation: municipality,
        right: 'residents:approve',
        event: 'proposals',
        read: async (): Promise<Proposals> => {
          await auditOnce(caller, municipality, { action: 'residents.update.list', subject: null });
          const found = await listProposals(context.db, municipality, 'open');
          return { proposals: found.map((proposal) => proposalOf(caller, proposal)) };
        },
        keyOf: (value) => JSON.stringify(value),
      });
    },
  );

  for (const [name, decision, summary] of [
    ['approve', 'approved', '承認する / Approve'],
    ['reject', 'rejected', '却下する / Reject'],
    ['withdraw', 'withdrawn', '取り下げる / Withdraw'],
  ] as const) {
    app.openapi(
      createRoute({
        ...common,
        method: 'post',
        path: `${path}/{proposalId}/${name}`,
        operationId: `${name}Proposal`,
        summary: `二人目を待つ判断を${summary} a decision that waits for a second person`,
        description:
          name === 'withdraw'
            ? 'By who proposed it.'
            : 'By another than who proposed it. Of a held transfer, by who has looked at the comparison.',
        middleware: [guard, ...jsonBody] as const,
        request: {
          params: municipalityParam.extend({ proposalId: z.uuid() }),
          body: { required: true, content: json(name === 'reject' ? RejectionBody : ApprovalBody) },
        },
        responses: {
          200: { description: 'Decided.', content: json(ProposalDecided) },
          ...commonProblems,
          ...bodyProblems,
          403: describeRefusal('FORBIDDEN', 'OWN_UPDATE'),
          404: describeNotFound('UNKNOWN_UPDATE', 'UNKNOWN_RESIDENT'),
          409: describeRefusal('UPDATE_DECIDED', 'NOT_COMPARED', 'NOT_WAITING', 'PERSONAL_NUMBER_TAKEN'),
        },
      }),
      async (c) => {
        const { municipality } = c.get('municipality');
        const caller = c.get('caller');
        const { reason = null } = c.req.valid('json');
        const proposal = await findProposal(context.db, municipality, c.req.valid('param'));
        if (!proposal) throw new ProblemError('UNKNOWN_UPDATE');
        const { staffId } = auditIdentityOf(caller);
        if (staffId === null) throw new ProblemError('FORBIDDEN');
        const entry = { action: `${actions[proposal.kind]}.${name}`, subject: proposal.failureId ?? municipality };
        const isOwn = proposal.proposedBy.staffId === staffId;
        if (isOwn !== (name === 'withdraw')) {
          await auditRefused(context, caller, municipality, entry);
          throw new ProblemError(isOwn ? 'OWN_UPDATE' : 'FORBIDDEN');
        }
        if (proposal.state !== 'open') throw new ProblemError('UPDATE_DECIDED');
        if (name === 'approve' && proposal.failureId !== null) {
          await requireCompared(context, caller, municipality, proposal.failureId);
        }
        await auditAllowed(context, caller, municipality, { ...entry, reason: reason ?? proposal.reason });
        const decided = { municipality, proposalId: proposal.proposalId, decision, staffId, reason };
        await carryOut(context, proposal, decided);
        if (proposal.kind === 'four-eyes-off') context.municipalities.forget(municipality);
        return c.json({ state: decision }, 200);
      },
    );
  }
}

async function carryOut(context: ApiContext, proposal: StoredProposal, decided: ProposalDecision): Promise<void> {
  const { kind, failureId, personId, correctionId } = proposal;
  const isApproved = decided.decision === 'approved';
  if (!isApproved || kind === 'four-eyes-off') {
    const outcome = await decideAlone(context.db, decided, { turnsOff: isApproved });
    if (outcome === 'decided') throw new ProblemError('UPDATE_DECIDED');
    return;
  }
  if (failureId === null || personId === null || correctionId === null) {
    throw new Error('The entry of a proposed correction is not there');
  }
  const { municipality } = decided;
  // The correction stands in the name of who proposed it, as an approved update does.
  const { staffId } = proposal.proposedBy;
  await performStaffAction(
    context,
    { action: 'correct', municipality, personId, failureId, correctionId, staffId, reason: proposal.reason },
    async (tx, act) => {
      if (!(await lockOpenProposal(tx, decided))) return { kind: 'refused', code: 'UPDATE_DECIDED' };
      const outcome = await act();
      if (outcome.kind === 'done') await decideProposal(tx, decided);
      return outcome;
    },
  );
}

export function proposalOf(caller: Caller, proposal: StoredProposal): Proposal {
  const { personId: _person, correctionId: _correction, ...shown } = proposal;
  return {
    ...shown,
    proposedAt: proposal.proposedAt.toISOString(),
    decidedAt: proposal.decidedAt?.toISOString() ?? null,
    own: proposal.proposedBy.staffId === auditIdentityOf(caller).staffId,
  };
}
