/**
 * Whether a change of the address information needs a second person. The administrator of staff decides, as of roles.
 */
import { createRoute } from '@hono/zod-openapi';
import { ApprovalSetting, ApprovalSettingBody } from '../../contracts/api/proposals.ts';
import { findMunicipality, putUpdatesNeedApproval } from '../../storage/settings/municipalities.ts';
import { decideAlone, findProposal, propose } from '../../storage/updates/second-person.ts';
import { auditAllowed, auditIdentityOf } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, Caller } from '../context.ts';
import { bodyProblems, commonProblems, describeRefusal, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { proposalOf } from './second-person.ts';

export function addApprovalSettingRoutes(app: ApiApp, context: ApiContext): void {
  const guard = municipalityGuard(context, 'staff:administer');
  const common = {
    ...securedBy('staff:administer'),
    tags: ['administration'],
    path: '/v1/municipalities/{code}/approval-setting',
  };

  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      operationId: 'getApprovalSetting',
      summary: '二者確認の設定 / Whether updates need approval',
      middleware: guard,
      request: { params: municipalityParam },
      responses: { 200: { description: 'The setting.', content: json(ApprovalSetting) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      await auditAllowed(context, c.get('caller'), municipality, { action: 'staff.four-eyes.read', subject: null });
      return c.json(await readSetting(c.get('caller'), municipality), 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'put',
      operationId: 'putApprovalSetting',
      summary: '二者確認を設定する / Set whether updates need approval',
      description:
        'From the next update on. That it be turned off is proposed, and done when somebody else approves it; a program ' +
        'of the installation turns it off at once. Turned on, what was proposed is withdrawn. Open updates stay.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(ApprovalSettingBody) } },
      responses: {
        200: { description: 'The setting.', content: json(ApprovalSetting) },
        ...commonProblems,
        ...bodyProblems,
        409: describeRefusal('PROPOSAL_WAITING'),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { updatesNeedApproval, reason } = c.req.valid('json');
      const caller = c.get('caller');
      const { staffId } = auditIdentityOf(caller);
      const [stored, waiting] = await Promise.all([
        findMunicipality(context.db, municipality),
        findProposal(context.db, municipality, { openKind: 'four-eyes-off' }),
      ]);
      const isProposed = !updatesNeedApproval && staffId !== null && stored?.updatesNeedApproval === true;
      await auditAllowed(context, caller, municipality, {
        action: isProposed ? 'staff.four-eyes.propose' : 'staff.four-eyes',
        subject: municipality,
        reason: `${updatesNeedApproval ? 'on' : 'off'}: ${reason}`,
      });
      if (isProposed) {
        const proposalId = await propose(context.db, { municipality, kind: 'four-eyes-off', staffId, reason });
        if (proposalId === null) throw new ProblemError('PROPOSAL_WAITING');
      } else {
        await putUpdatesNeedApproval(c.get('db'), municipality, updatesNeedApproval);
        context.municipalities.forget(municipality);
      }
      if (updatesNeedApproval && waiting && staffId !== null) {
        const { proposalId, proposedBy } = waiting;
        const decision = proposedBy.staffId === staffId ? 'withdrawn' : 'rejected';
        await decideAlone(context.db, { municipality, proposalId, decision, staffId, reason });
      }
      return c.json(await readSetting(caller, municipality), 200);
    },
  );

  async function readSetting(caller: Caller, municipality: string): Promise<ApprovalSetting> {
    const [stored, waiting] = await Promise.all([
      findMunicipality(context.db, municipality),
      findProposal(context.db, municipality, { openKind: 'four-eyes-off' }),
    ]);
    return {
      updatesNeedApproval: stored?.updatesNeedApproval ?? false,
      offProposed: waiting ? proposalOf(caller, waiting) : null,
    };
  }
}
