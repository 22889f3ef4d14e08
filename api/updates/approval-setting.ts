/**
 * Whether a change of the address information needs a second person. The administrator of staff decides, as of roles.
 */
import { createRoute } from '@hono/zod-openapi';
import { ApprovalSetting } from '../../contracts/api/administration.ts';
import { findMunicipality, putUpdatesNeedApproval } from '../../storage/settings/municipalities.ts';
import { auditAllowed } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { bodyProblems, commonProblems, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { jsonBody } from '../http/validation.ts';

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
      const stored = await findMunicipality(context.db, municipality);
      return c.json({ updatesNeedApproval: stored?.updatesNeedApproval ?? false }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'put',
      operationId: 'putApprovalSetting',
      summary: '二者確認を設定する / Set whether updates need approval',
      description: 'From the next update on. Proposals that are open when it is turned off stay, and can be decided.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(ApprovalSetting) } },
      responses: {
        200: { description: 'The setting.', content: json(ApprovalSetting) },
        ...commonProblems,
        ...bodyProblems,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { updatesNeedApproval } = c.req.valid('json');
      await auditAllowed(context, c.get('caller'), municipality, {
        action: 'staff.four-eyes',
        subject: municipality,
        reason: updatesNeedApproval ? 'on' : 'off',
      });
      await putUpdatesNeedApproval(c.get('db'), municipality, updatesNeedApproval);
      context.municipalities.forget(municipality);
      return c.json({ updatesNeedApproval }, 200);
    },
  );
}
