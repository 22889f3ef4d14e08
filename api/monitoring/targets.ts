/** What is watched, and its state. Servers and fugo's own parts come by themselves; network devices are registered. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  CheckTarget,
  CheckTargetBody,
  CheckTargets,
  type CheckTarget as TargetAnswer,
} from '../../contracts/api/monitoring.ts';
import { endWatch, findTargets, putTarget } from '../../storage/monitoring/targets.ts';
import { listTargets, type SeenTarget } from '../../storage/monitoring/work.ts';
import { auditAllowed } from '../audit/write.ts';
import { installationGuard, organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { isoOrNull } from './shapes.ts';

const targetParams = organisationParam.extend({
  target: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/u)
    // Stated here, because the description would keep the flag of the expression.
    .meta({ pattern: '^[a-z0-9][a-z0-9._-]{0,99}$', description: 'A name of its own, such as `router-1`.' }),
});

export function addTargetRoutes(app: ApiApp, context: ApiContext): void {
  const { db } = context;
  const path = '/v1/organisations/{organisation}/targets';
  const tags = ['monitoring'];

  app.openapi(
    createRoute({
      ...securedBy('servers:read'),
      tags,
      method: 'get',
      path,
      operationId: 'listTargets',
      summary: '監視対象の一覧 / What is watched, and its state',
      description: 'What is down comes first. Addresses are not shown.',
      middleware: organisationGuard(context, 'servers:read'),
      request: { params: organisationParam },
      responses: {
        200: { description: 'Of the organisations that the caller sees here.', content: json(CheckTargets) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const view = { acting: c.get('acting'), organisation: c.get('organisation').organisation };
      return c.json({ targets: (await listTargets(c.get('db'), view)).map(bodyOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('municipalities:administer'),
      tags,
      method: 'put',
      path: `${path}/{target}`,
      operationId: 'putTarget',
      summary: '監視対象を登録する / Watch a network device or an address',
      description: 'The monitor begins within seconds. The id is that of one organisation for good.',
      middleware: [installationGuard(context, 'municipalities:administer'), ...jsonBody] as const,
      request: { params: targetParams, body: { required: true, content: json(CheckTargetBody) } },
      responses: {
        200: { description: 'Registered.', content: json(CheckTarget) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        422: describeInvalid({ target: ['NOT_LISTED'], address: ['WRONG_FORMAT'], parent: ['NOT_LISTED'] }),
      },
    }),
    async (c) => {
      const { target } = c.req.valid('param');
      const body = c.req.valid('json');
      const organisation = await getOrganisation(c.req.valid('param').organisation);
      if (!isAddressOf(body.kind, body.address)) throw invalidInput([{ field: 'address', rule: 'WRONG_FORMAT' }]);
      const known = await findTargets(db, [target, ...(body.parent === null ? [] : [body.parent])]);
      const own = known.find((each) => each.target === target);
      if (own && own.organisation !== organisation) throw invalidInput([{ field: 'target', rule: 'NOT_LISTED' }]);
      if (body.parent !== null && !known.some((each) => each.target === body.parent && each.target !== target)) {
        throw invalidInput([{ field: 'parent', rule: 'NOT_LISTED' }]);
      }
      await auditAllowed(context, c.get('caller'), organisation, { action: 'targets.put', subject: target });
      const stored = await putTarget(db, { target, organisation, ...body });
      const unknown = { state: null, since: null, checkedAt: null, suppressedBy: null, cause: null };
      return c.json(bodyOf({ ...stored, ...unknown }), 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('municipalities:administer'),
      tags,
      method: 'delete',
      path: `${path}/{target}`,
      operationId: 'endWatch',
      summary: '監視をやめる / Watch a target no longer',
      description: 'Its open incident is closed.',
      middleware: installationGuard(context, 'municipalities:administer'),
      request: { params: targetParams },
      responses: {
        204: { description: 'Watched no longer.' },
        ...commonProblems,
        404: describeOrganisationNotFound('UNKNOWN_TARGET'),
      },
    }),
    async (c) => {
      const { target } = c.req.valid('param');
      const organisation = await getOrganisation(c.req.valid('param').organisation);
      await auditAllowed(context, c.get('caller'), organisation, { action: 'targets.remove', subject: target });
      if (!(await endWatch(db, organisation, target))) throw new ProblemError('UNKNOWN_TARGET');
      return c.body(null, 204);
    },
  );

  async function getOrganisation(code: string): Promise<string> {
    const known = await context.organisations.get(code);
    if (!known) throw new ProblemError('UNKNOWN_ORGANISATION');
    return known.organisation;
  }
}

function isAddressOf(kind: string, address: string): boolean {
  if (kind === 'http') return /^https?:\/\//u.test(address) && URL.canParse(address);
  if (kind === 'certificate') return address.startsWith('https://') && URL.canParse(address);
  const port = /^(?:\[[0-9a-f:.]+\]|[A-Za-z0-9_][A-Za-z0-9._-]*)(?::(?<port>[0-9]{1,5}))?$/u.exec(address)?.groups;
  if (!port) return false;
  return port['port'] === undefined ? kind !== 'tcp' : Number(port['port']) >= 1 && Number(port['port']) <= 65_535;
}

function bodyOf({ state, since, checkedAt, ...row }: SeenTarget): TargetAnswer {
  return CheckTarget.parse({
    ...row,
    state: state ?? 'unknown',
    since: isoOrNull(since),
    checkedAt: isoOrNull(checkedAt),
  });
}
