/** The confirmation unit (確認部 42): start a run, list past runs, show what each of them changed. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  ConfirmationChanges,
  ConfirmationChangesCsvQuery,
  ConfirmationChangesQuery,
  ConfirmationRun,
  ConfirmationRuns,
  ConfirmationRunsQuery,
  ConfirmationStarted,
} from '../../contracts/api/confirmations.ts';
import {
  findConfirmationRun,
  listConfirmationChanges,
  listConfirmationRuns,
  type ConfirmationRunView,
} from '../../storage/confirmations/runs.ts';
import { auditAllowed, auditStaff } from '../audit/write.ts';
import { createAuditOnce } from '../audit/once.ts';
import { municipalityGuard } from '../authorisation.ts';
import { callEngine } from '../engine/call.ts';
import { changeHeadings, readChangeRows, changeBodyOf } from './changes.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import { answerCsv, csvResponses } from '../http/csv-file.ts';
import type { Context } from 'hono';
import { commonProblems, json, municipalityParam, describeNotFound, securedBy } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';

const path = '/v1/municipalities/{code}/confirmations';
const runParams = municipalityParam.extend({ runId: z.string().min(1).max(100) });

const fileResponses = { ...csvResponses, 404: describeNotFound('NOT_FOUND') } as const;
const ofRuns = { ...commonProblems, 404: describeNotFound('NOT_FOUND') } as const;

export function addConfirmationRoutes(app: ApiApp, context: ApiContext): void {
  const auditOnce = createAuditOnce(context);
  const read = {
    ...securedBy('confirmations:read'),
    tags: ['operations'],
    method: 'get' as const,
    middleware: municipalityGuard(context, 'confirmations:read'),
  };

  app.openapi(
    createRoute({
      ...securedBy('confirmations:run'),
      tags: ['operations'],
      method: 'post',
      path,
      operationId: 'startConfirmation',
      summary: '確認をいま実行する / Confirm now',
      middleware: municipalityGuard(context, 'confirmations:run'),
      request: { params: municipalityParam },
      responses: {
        202: { description: 'Asked for; it runs after one that is under way.', content: json(ConfirmationStarted) },
        ...commonProblems,
      },
    }),
    async (c) => {
      const { municipality, limits } = c.get('municipality');
      await auditAllowed(context, c.get('caller'), municipality, { action: 'confirmations.start', subject: null });
      await callEngine(async () => {
        if ((await context.engine.triggerConfirmation(municipality)) === 'triggered') return;
        // The schedule is missing if the engine was away at registration or has lost its data: made now from the
        // settings.
        await context.engine.ensureSchedules(municipality, limits);
        await context.engine.triggerConfirmation(municipality);
      });
      return c.json({ started: true as const }, 202);
    },
  );

  app.openapi(
    createRoute({
      ...read,
      path,
      operationId: 'listConfirmations',
      summary: '確認の実行結果 / Confirmation runs, the latest first',
      request: { params: municipalityParam, query: ConfirmationRunsQuery },
      responses: { 200: { description: 'A page.', content: json(ConfirmationRuns) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { before, limit } = c.req.valid('query');
      await auditStaff(context, c.get('caller'), municipality, { action: 'confirmations.list', subject: null });
      const runs = await listConfirmationRuns(c.get('db'), municipality, limit + 1, before);
      const page = runs.slice(0, limit);
      return c.json(
        { runs: page.map(runBodyOf), next: runs.length > limit ? (page.at(-1)?.runId ?? null) : null },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...read,
      path: `${path}/{runId}`,
      operationId: 'getConfirmation',
      summary: '確認の1回の結果 / One confirmation run',
      request: { params: runParams },
      responses: { 200: { description: 'Its counts.', content: json(ConfirmationRun) }, ...ofRuns },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { runId } = c.req.valid('param');
      await auditOnce(c.get('caller'), municipality, { action: 'confirmations.read', subject: runId });
      return c.json(runBodyOf(await getRun(c, runId)), 200);
    },
  );

  app.openapi(
    createRoute({
      ...read,
      path: `${path}/{runId}/changes`,
      operationId: 'listConfirmationChanges',
      summary: '確認で変わった住民 / Whom a confirmation run changed',
      request: { params: runParams, query: ConfirmationChangesQuery },
      responses: { 200: { description: 'A page.', content: json(ConfirmationChanges) }, ...ofRuns },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { runId } = c.req.valid('param');
      const { part, after, limit } = c.req.valid('query');
      await getRun(c, runId);
      await auditAllowed(context, c.get('caller'), municipality, { action: 'confirmations.changes', subject: runId });
      const changes = await listConfirmationChanges(c.get('db'), municipality, {
        runId,
        part,
        after,
        limit: limit + 1,
      });
      const page = changes.slice(0, limit);
      return c.json(
        { changes: page.map(changeBodyOf), next: changes.length > limit ? (page.at(-1)?.personId ?? null) : null },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...read,
      path: `${path}/{runId}/changes.csv`,
      operationId: 'exportConfirmationChanges',
      summary: '確認で変わった住民のファイル / Whom a confirmation run changed, as a file',
      description: 'CSV of any length: numbers and codes, no names.',
      request: { params: runParams, query: ConfirmationChangesCsvQuery },
      responses: fileResponses,
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { runId } = c.req.valid('param');
      const { part, encoding } = c.req.valid('query');
      await getRun(c, runId);
      await auditAllowed(context, c.get('caller'), municipality, { action: 'confirmations.export', subject: runId });
      const parts = part === undefined ? (['failed', 'acquired'] as const) : [part];
      const rows = readChangeRows(c.get('db'), municipality, { runId, parts });
      return answerCsv(c, context, { fileName: `confirmation-${runId}.csv`, encoding, headings: changeHeadings, rows });
    },
  );
}

async function getRun(c: Context<ApiEnv>, runId: string): Promise<ConfirmationRunView> {
  const run = await findConfirmationRun(c.get('db'), c.get('municipality').municipality, runId);
  if (!run) throw new ProblemError('NOT_FOUND');
  return run;
}

function runBodyOf({ startedAt, finishedAt, ...run }: ConfirmationRunView): ConfirmationRun {
  return { ...run, startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
}
