/** The organisations of the three tiers, and where their servers are controlled. */
import { createRoute } from '@hono/zod-openapi';
import { Organisations, Server, ServerBody } from '../../contracts/api/organisations.ts';
import type { Organisation as DomainOrganisation } from '../../domain/organisations.ts';
import { listOrganisationsAround, putServer } from '../../storage/organisations/organisations.ts';
import { auditAllowed } from '../audit/write.ts';
import { installationGuard, organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeOrganisationNotFound,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';

export function addOrganisationRoutes(app: ApiApp, context: ApiContext): void {
  const { db } = context;
  const path = '/v1/organisations/{organisation}';

  app.openapi(
    createRoute({
      ...securedBy('servers:read'),
      tags: ['organisations'],
      method: 'get',
      path: `${path}/around`,
      operationId: 'listOrganisationsAround',
      summary: '関係する団体の一覧 / The organisations around one',
      description: 'Itself, those below it and those above it, as far as the caller sees them.',
      middleware: organisationGuard(context, 'servers:read'),
      request: { params: organisationParam },
      responses: {
        200: { description: 'In the order of their codes.', content: json(Organisations) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => c.json({ organisations: await listVisible(c.get('acting'), c.get('organisation')) }, 200),
  );

  app.openapi(
    createRoute({
      ...securedBy('municipalities:administer'),
      tags: ['administration'],
      method: 'put',
      path: `${path}/server`,
      operationId: 'putServer',
      summary: '団体のサーバを登録する / Register the server of an organisation',
      middleware: [installationGuard(context, 'municipalities:administer'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(ServerBody) } },
      responses: {
        200: { description: 'Registered.', content: json(Server) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const organisation = await context.organisations.get(c.req.valid('param').organisation);
      if (!organisation) throw new ProblemError('UNKNOWN_ORGANISATION');
      await auditAllowed(context, c.get('caller'), organisation.organisation, { action: 'servers.put', subject: null });
      const { kind, controlUrl } = await putServer(db, organisation, c.req.valid('json').controlUrl);
      // A publication sees to what has been delivered to the others; the daily one does at the latest.
      context.background.run('publication of deliveries', () => context.engine.startPublication());
      return c.json({ organisation: organisation.organisation, kind, controlUrl }, 200);
    },
  );

  /** What stands around the organisation that was asked about, and also around the caller's own. */
  async function listVisible(acting: string, { organisation }: DomainOrganisation): Promise<DomainOrganisation[]> {
    const [own, asked] = await Promise.all([
      listOrganisationsAround(db, acting),
      listOrganisationsAround(db, organisation),
    ]);
    const visible = new Set(own.map((each) => each.organisation));
    return asked.filter((each) => visible.has(each.organisation));
  }
}
