/** 配布物: proposed with their file, approved or refused by a second person, withdrawn. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  largestReleaseBytes,
  Release,
  ReleaseDecisionBody,
  ReleaseQuery,
  Releases,
  WithdrawalBody,
} from '../../contracts/api/deliveries.ts';
import {
  decideRelease,
  findRelease,
  isTakenVersion,
  listReleases,
  proposeRelease,
  withdrawRelease,
  type ProposalResult,
} from '../../storage/deliveries/releases.ts';
import { auditAllowed } from '../audit/write.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  describeRefusal,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { actorOf } from './actor.ts';
import { releaseBodyOf } from './bodies.ts';
import { isFileOfKind, releaseMediaType, storeReleaseFile } from './upload.ts';

const releaseParams = organisationParam.extend({
  release: z.uuid().meta({ param: { name: 'release', in: 'path' } }),
});

export function addReleaseRoutes(app: ApiApp, context: ApiContext): void {
  const path = '/v1/organisations/{organisation}/releases';
  const tags = ['deliveries'];

  app.openapi(
    createRoute({
      ...securedBy('deliveries:read'),
      tags,
      method: 'get',
      path,
      operationId: 'listReleases',
      summary: '配布物の一覧 / The releases',
      description: 'Those of the whole country, which everybody sees who may see deliveries.',
      middleware: organisationGuard(context, 'deliveries:read'),
      request: { params: organisationParam },
      responses: {
        200: { description: 'The latest first.', content: json(Releases) },
        ...commonProblems,
        404: describeOrganisationNotFound(),
      },
    }),
    async (c) => {
      const releases = await listReleases(c.get('db'), c.get('acting'));
      return c.json({ releases: releases.map(releaseBodyOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('deliveries:read'),
      tags,
      method: 'get',
      path: `${path}/{release}`,
      operationId: 'getRelease',
      summary: '配布物 / One release',
      middleware: organisationGuard(context, 'deliveries:read'),
      request: { params: releaseParams },
      responses: {
        200: { description: 'The release.', content: json(Release) },
        ...commonProblems,
        404: describeOrganisationNotFound('UNKNOWN_RELEASE'),
      },
    }),
    async (c) => {
      const found = await findRelease(c.get('db'), c.get('acting'), c.req.valid('param').release);
      if (!found) throw new ProblemError('UNKNOWN_RELEASE');
      return c.json(releaseBodyOf(found), 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('deliveries:publish'),
      tags,
      method: 'post',
      path,
      operationId: 'proposeRelease',
      summary: '配布物を申請する / Propose a release',
      description:
        'The body is the file, at most ' +
        `${String(largestReleaseBytes)} bytes. fugo counts the versions of its name. It is signed and published only when ` +
        'another person has approved it.',
      middleware: organisationGuard(context, 'deliveries:publish'),
      request: {
        params: organisationParam,
        query: ReleaseQuery,
        body: {
          required: true,
          content: { [releaseMediaType]: { schema: { type: 'string', format: 'binary' } as const } },
        },
      },
      responses: {
        201: { description: 'Proposed.', content: json(Release) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound('NOT_FOUND'),
        409: describeRefusal('RELEASE_KNOWN'),
        422: describeInvalid({ kind: ['OTHER_KIND'], file: ['EMPTY', 'NOT_OF_THIS_KIND'] }),
      },
    }),
    async (c) => {
      const { name, kind, reason } = c.req.valid('query');
      const caller = c.get('caller');
      const { organisation } = c.get('organisation');
      // Without a folder this installation publishes nothing.
      const { deliveryFolder: folder } = context;
      if (folder === undefined) throw new ProblemError('NOT_FOUND');
      await auditAllowed(context, caller, organisation, { action: 'releases.propose', subject: name, reason });
      const stored = await storeReleaseFile(c, folder);
      if (!(await isFileOfKind(folder, kind, stored)))
        throw invalidInput([{ field: 'file', rule: 'NOT_OF_THIS_KIND' }]);
      const proposed = await propose(c, { name, kind, reason, ...stored });
      if (proposed.kind === 'otherKind') throw invalidInput([{ field: 'kind', rule: 'OTHER_KIND' }]);
      if (proposed.kind === 'sameBytes') throw new ProblemError('RELEASE_KNOWN');
      return c.json(releaseBodyOf(proposed.release), 201);
    },
  );

  for (const decision of ['approve', 'refuse'] as const) {
    app.openapi(
      createRoute({
        ...securedBy('deliveries:approve'),
        tags,
        method: 'post',
        path: `${path}/{release}/${decision}`,
        operationId: `${decision}Release`,
        summary:
          decision === 'approve'
            ? '配布物を承認する / Approve a release of somebody else'
            : '配布物を却下する / Refuse a release',
        description:
          decision === 'approve'
            ? 'It is signed and published then. Whoever proposed it cannot approve it.'
            : 'It is never published.',
        middleware: [organisationGuard(context, 'deliveries:approve'), ...jsonBody] as const,
        request: { params: releaseParams, body: { required: true, content: json(ReleaseDecisionBody) } },
        responses: {
          200: { description: 'Decided.', content: json(Release) },
          ...commonProblems,
          ...bodyProblems,
          ...(decision === 'approve' && { 403: describeRefusal('FORBIDDEN', 'OWN_RELEASE') }),
          404: describeOrganisationNotFound('UNKNOWN_RELEASE'),
          409: describeRefusal('RELEASE_DECIDED'),
        },
      }),
      async (c) => {
        const { release } = c.req.valid('param');
        const { reason } = c.req.valid('json');
        const caller = c.get('caller');
        const { organisation } = c.get('organisation');
        await auditAllowed(context, caller, organisation, { action: `releases.${decision}`, subject: release, reason });
        const outcome = await decideRelease(c.get('db'), { release, decision, decidedBy: actorOf(caller), reason });
        if (outcome.kind === 'unknown') throw new ProblemError('UNKNOWN_RELEASE');
        if (outcome.kind === 'samePerson') throw new ProblemError('OWN_RELEASE');
        if (outcome.kind === 'notOpen') throw new ProblemError('RELEASE_DECIDED');
        // The rows say what is to stand in the repository, so nothing is lost while the engine is away.
        if (decision === 'approve') publish(context);
        return c.json(releaseBodyOf(outcome.release), 200);
      },
    );
  }

  app.openapi(
    createRoute({
      ...securedBy('deliveries:publish'),
      tags,
      method: 'post',
      path: `${path}/{release}/withdraw`,
      operationId: 'withdrawRelease',
      summary: '配布物を取り下げる / Withdraw a published release',
      description:
        'The repository names it no more. Servers that have it go back to the version that takes its place when they ask ' +
        'next. Its rollouts are abandoned.',
      middleware: [organisationGuard(context, 'deliveries:publish'), ...jsonBody] as const,
      request: { params: releaseParams, body: { required: true, content: json(WithdrawalBody) } },
      responses: {
        200: { description: 'Withdrawn.', content: json(Release) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound('UNKNOWN_RELEASE'),
        409: describeRefusal('RELEASE_NOT_PUBLISHED'),
        422: describeInvalid({ replacedBy: ['NOT_PUBLISHED'] }),
      },
    }),
    async (c) => {
      const { release } = c.req.valid('param');
      const { reason, replacedBy } = c.req.valid('json');
      const caller = c.get('caller');
      const { organisation } = c.get('organisation');
      await auditAllowed(context, caller, organisation, { action: 'releases.withdraw', subject: release, reason });
      const outcome = await withdrawRelease(c.get('db'), {
        release,
        ...(replacedBy !== undefined && { replacedBy }),
        decidedBy: actorOf(caller),
        reason,
      });
      if (outcome.kind === 'unknown') throw new ProblemError('UNKNOWN_RELEASE');
      if (outcome.kind === 'notPublished') throw new ProblemError('RELEASE_NOT_PUBLISHED');
      if (outcome.kind === 'noReplacement') throw invalidInput([{ field: 'replacedBy', rule: 'NOT_PUBLISHED' }]);
      publish(context);
      return c.json(releaseBodyOf(outcome.release), 200);
    },
  );
}

/** Tries again when two people have proposed under the same name at the same moment. */
async function propose(
  c: Context<ApiEnv>,
  given: Omit<Parameters<typeof proposeRelease>[1], 'proposedBy'>,
): Promise<ProposalResult> {
  const all = { ...given, proposedBy: actorOf(c.get('caller')) };
  try {
    return await proposeRelease(c.get('db'), all);
  } catch (err) {
    if (isTakenVersion(err)) return proposeRelease(c.get('db'), all);
    throw err;
  }
}

function publish(context: ApiContext): void {
  context.background.run('publication of deliveries', () => context.engine.startPublication());
}
