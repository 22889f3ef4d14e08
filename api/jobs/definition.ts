/** ジョブ定義: what counts, its versions, what a file would change, and its application. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  ApplyBody,
  DefinitionDiff,
  DefinitionVersions,
  DefinitionView,
  DiffBody,
  type Definition,
} from '../../contracts/api/jobs.ts';
import { checkDefinition } from '../../domain/jobs/check.ts';
import { canonicalOf } from '../../domain/jobs/canonical.ts';
import { diffDefinitions } from '../../domain/jobs/diff.ts';
import type { Definition as AppliedDefinition } from '../../domain/jobs/definition.ts';
import {
  applyDefinition,
  findVersion,
  hashOf,
  listUnknownServers,
  listVersions,
  readDefinition,
  type StoredDefinition,
} from '../../storage/jobs/definitions.ts';
import { listWantedSchedules } from '../../storage/jobs/next-runs.ts';
import { auditAllowed, auditIdentityOf, auditStaff } from '../audit/write.ts';
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
import type { JobBoardFeed } from './board-feed.ts';
import { definitionOf, versionOf, visibleDefinition } from './views.ts';

const path = '/v1/organisations/{organisation}/jobs/definition';
const tags = ['jobs'];
const shownVersions = 100;

/** What no shape says of a definition. */
const definitionRules = {
  'definition.nets[].net': ['REPEATED_NAME'],
  'definition.nets[].servers[]': ['SERVER_OF_ANOTHER', 'NOT_REGISTERED'],
  'definition.nets[].closedDay': ['OPEN_DAYS_ONLY'],
  'definition.nets[].jobs[].job': ['REPEATED_NAME'],
  // The name of a parameter, of which no more is said than that it is none.
  'definition.nets[].jobs[].parameters.?': ['NOT_LISTED'],
  'definition.nets[].jobs[].after': ['CYCLE'],
  'definition.nets[].jobs[].after[]': ['UNKNOWN_JOB'],
  'definition.nets[].jobs[].when': ['NO_JOB_BEFORE'],
  'definition.nets[].jobs[].command': ['UNKNOWN_COMMAND'],
} as const;

export function addJobDefinitionRoutes(app: ApiApp, context: ApiContext, feed: JobBoardFeed): void {
  addReadRoutes(app, context);

  app.openapi(
    createRoute({
      ...securedBy('jobs:define'),
      tags,
      method: 'post',
      path: `${path}/differences`,
      operationId: 'compareJobDefinition',
      summary: '定義ファイルの比較 / What a definition would change',
      description:
        'Nothing is changed. Both are compared by what they say: the order of nets and jobs, and values left out, do not matter.',
      middleware: [organisationGuard(context, 'jobs:define'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(DiffBody) } },
      responses: {
        200: { description: 'What differs.', content: json(DefinitionDiff) },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        422: describeInvalid(definitionRules),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { definition } = c.req.valid('json');
      await requireSound(c, definition);
      await auditStaff(context, c.get('caller'), organisation, { action: 'jobs.definition.compare', subject: null });
      const present = await readDefinition(c.get('db'), c.get('acting'), organisation);
      const changes = diffDefinitions(present.definition, definition);
      const schedules = await compareSchedules(organisation);
      return c.json({ organisation, expect: present.hash, hash: hashOf(definition), changes, schedules }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...securedBy('jobs:define'),
      tags,
      method: 'put',
      path,
      operationId: 'applyJobDefinition',
      summary: '定義の適用 / Apply a definition',
      description:
        'In place of what counts, if that is still what `expect` names. Pauses and days taken out stay as they are, and a day ' +
        'that has begun ends by the version by which it began.',
      middleware: [organisationGuard(context, 'jobs:define'), ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(ApplyBody) } },
      responses: {
        200: {
          description: 'What counts now; its version is the old one where nothing differs.',
          content: json(DefinitionView),
        },
        ...commonProblems,
        ...bodyProblems,
        404: describeOrganisationNotFound(),
        409: describeRefusal('JOB_DEFINITION_MOVED'),
        422: describeInvalid(definitionRules),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { definition, expect } = c.req.valid('json');
      await requireSound(c, definition);
      const caller = c.get('caller');
      await auditAllowed(context, caller, organisation, {
        action: 'jobs.definition.apply',
        subject: hashOf(definition).slice(0, 12),
      });
      const { staffId, clientId } = auditIdentityOf(caller);
      const outcome = await applyDefinition(c.get('db'), organisation, {
        definition,
        expect,
        appliedBy: staffId ?? clientId,
      });
      if (outcome.kind === 'moved') {
        const { version, hash } = outcome;
        throw new ProblemError('JOB_DEFINITION_MOVED', {
          present: { version, hash },
          detail: {
            ja: `今の定義は版${String(version)}、ハッシュ値 ${hash} です。`,
            en: `What counts now is version ${String(version)}, hash ${hash}.`,
          },
        });
      }
      feed.forget(c.get('acting'), organisation);
      // The rows say what is to be, so nothing is lost while the engine is away.
      context.background.run('schedules of jobs', () => context.engine.lookAfterJobs());
      return c.json(viewOf(await readDefinition(c.get('db'), c.get('acting'), organisation)), 200);
    },
  );

  /** Those that are not what counts now; null when the engine does not say. */
  async function compareSchedules(organisation: string): Promise<DefinitionDiff['schedules']> {
    const wanted = await listWantedSchedules(context.db, organisation, context.now());
    try {
      const compared = await context.engine.compareJobSchedules(
        wanted.map(({ paused, ...schedule }) => ({ ...schedule, pause: paused ? { reason: null } : null })),
      );
      return compared.flatMap(({ net, server, standing }) => (standing === 'same' ? [] : [{ net, server, standing }]));
    } catch {
      return null;
    }
  }
}

function addReadRoutes(app: ApiApp, context: ApiContext): void {
  const common = {
    ...securedBy('jobs:read'),
    tags,
    method: 'get' as const,
    middleware: organisationGuard(context, 'jobs:read'),
  };
  const problems = { ...commonProblems, 404: describeOrganisationNotFound() } as const;
  const description = 'Of an organisation above, without servers that the caller does not see.';

  app.openapi(
    createRoute({
      ...common,
      path,
      operationId: 'getJobDefinition',
      summary: 'ジョブ定義 / The job definition that counts',
      description,
      request: { params: organisationParam },
      responses: { 200: { description: 'The definition.', content: json(DefinitionView) }, ...problems },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      await auditStaff(context, c.get('caller'), organisation, { action: 'jobs.definition.read', subject: null });
      const stored = await readDefinition(c.get('db'), c.get('acting'), organisation);
      return c.json(seenBy(c.get('acting'), stored), 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/file`,
      operationId: 'exportJobDefinition',
      summary: 'ジョブ定義のファイル / The job definition as a file',
      description: `Applied again, it changes nothing. ${description}`,
      request: { params: organisationParam },
      responses: {
        200: {
          description: 'The file.',
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } as const } },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      await auditStaff(context, c.get('caller'), organisation, { action: 'jobs.definition.read', subject: 'file' });
      const stored = await readDefinition(c.get('db'), c.get('acting'), organisation);
      const { definition } = seenBy(c.get('acting'), stored);
      return c.body(`${JSON.stringify(definition, null, 2)}\n`, 200, {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="jobs-${organisation}.json"`,
      });
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/versions`,
      operationId: 'listJobDefinitions',
      summary: 'ジョブ定義の版 / The versions of the job definition',
      request: { params: organisationParam },
      responses: {
        200: { description: `The latest ${String(shownVersions)}.`, content: json(DefinitionVersions) },
        ...problems,
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      await auditStaff(context, c.get('caller'), organisation, { action: 'jobs.definition.versions', subject: null });
      const versions = await listVersions(c.get('db'), c.get('acting'), organisation, shownVersions);
      return c.json({ versions: versions.map((each) => ({ ...versionOf(each), nets: each.nets })) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: `${path}/versions/{version}`,
      operationId: 'getJobDefinitionVersion',
      summary: 'ジョブ定義のある版 / A version of the job definition',
      description,
      request: {
        params: organisationParam.extend({
          version: z.coerce
            .number()
            .int()
            .min(1)
            .max(2_147_483_647)
            .meta({ param: { name: 'version', in: 'path' } }),
        }),
      },
      responses: {
        200: { description: 'The version.', content: json(DefinitionView) },
        ...commonProblems,
        404: describeOrganisationNotFound('UNKNOWN_JOB_DEFINITION'),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { version } = c.req.valid('param');
      const action = { action: 'jobs.definition.read', subject: String(version) };
      await auditStaff(context, c.get('caller'), organisation, action);
      const stored = await findVersion(c.get('db'), c.get('acting'), organisation, version);
      if (!stored) throw new ProblemError('UNKNOWN_JOB_DEFINITION');
      return c.json(seenBy(c.get('acting'), stored), 200);
    },
  );
}

/** @throws ProblemError INVALID_INPUT that names each field and its rule. */
async function requireSound(c: Context<ApiEnv>, definition: AppliedDefinition): Promise<void> {
  const sound = checkDefinition(definition, c.get('organisation').organisation);
  const problems = sound.length > 0 ? sound : await listUnknownServers(c.get('db'), c.get('acting'), definition);
  if (problems.length > 0) {
    throw invalidInput(problems.map(({ field, rule }) => ({ field: `definition.${field}`, rule })));
  }
}

function viewOf(stored: StoredDefinition): DefinitionView {
  return { ...versionOf(stored), definition: definitionOf(canonicalOf(stored.definition)) };
}

function seenBy(acting: string, stored: StoredDefinition): DefinitionView {
  const view = viewOf(stored);
  return { ...view, definition: visibleDefinition(acting, view.definition satisfies Definition) };
}
