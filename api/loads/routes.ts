/** Loads (一括登録): operators list, watch, pause, resume and cancel them here. upload.ts takes the file itself. */
import { createRoute, z } from '@hono/zod-openapi';
import { Load, LoadActionBody, LoadActionResult, LoadList, LoadListQuery } from '../../contracts/api/loads.ts';
import { isOver } from '../../domain/load.ts';
import type { Database } from '../../storage/database/database.ts';
import { findLoad, listLoads, type LoadView } from '../../storage/loads/loads.ts';
import { listLoadsToStart } from '../../storage/loads/starts.ts';
import { workflowLimitsOf } from '../transfers/accept.ts';
import { withActingStaff, auditAllowed } from '../audit/write.ts';
import { createAuditOnce } from '../audit/once.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { engineAway } from '../engine/call.ts';
import { createLoadViewer } from './viewer.ts';
import {
  bodyProblems,
  commonProblems,
  json,
  municipalityParam,
  describeNotFound,
  describeRefusal,
  securedBy,
} from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';

export const loadParams = municipalityParam.extend({ loadId: z.uuid() });

/** What every route of one load may answer. */
export const ofLoads = { ...commonProblems, 404: describeNotFound('UNKNOWN_LOAD') } as const;

const actions = [
  { action: 'pause', summary: '一時停止 / Pause', description: 'Nothing is sent that has not been begun.' },
  { action: 'resume', summary: '再開 / Resume', description: 'Also one that stopped by itself.' },
  {
    action: 'cancel',
    summary: '中止 / Cancel',
    description: 'Chunks under way come to their end, so that nobody is left half-way; the others are never begun.',
  },
] as const;

export function addLoadRoutes(app: ApiApp, context: ApiContext): void {
  const secured = { tags: ['loads'] };
  const auditOnce = createAuditOnce(context);
  const view = createLoadViewer(context);

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('loads:read'),
      method: 'get',
      path: '/v1/municipalities/{code}/loads',
      operationId: 'listLoads',
      summary: '一括登録の一覧 / Loads, the latest first',
      middleware: municipalityGuard(context, 'loads:read'),
      request: { params: municipalityParam, query: LoadListQuery },
      responses: { 200: { description: 'The latest ones.', content: json(LoadList) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      await auditAllowed(context, c.get('caller'), municipality, { action: 'loads.list', subject: null });
      const loads = await listLoads(c.get('db'), municipality, { limit: c.req.valid('query').limit });
      return c.json({ loads: await Promise.all(loads.map((load) => view(load))) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('loads:read'),
      method: 'get',
      path: '/v1/municipalities/{code}/loads/{loadId}',
      operationId: 'getLoad',
      summary: '一括登録の状態 / Where a load stands',
      middleware: municipalityGuard(context, 'loads:read'),
      request: { params: loadParams },
      responses: { 200: { description: 'Where it stands now.', content: json(Load) }, ...ofLoads },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { loadId } = c.req.valid('param');
      await auditOnce(c.get('caller'), municipality, { action: 'loads.read', subject: loadId });
      return c.json(await view(await getLoad(c.get('db'), municipality, loadId)), 200);
    },
  );

  for (const { action, summary, description } of actions) {
    app.openapi(
      createRoute({
        ...secured,
        ...securedBy('loads:work'),
        method: 'post',
        path: `/v1/municipalities/{code}/loads/{loadId}/${action}`,
        operationId: `${action}Load`,
        summary,
        description,
        middleware: [municipalityGuard(context, 'loads:work'), ...jsonBody] as const,
        request: { params: loadParams, body: { required: true, content: json(LoadActionBody) } },
        responses: {
          200: { description: 'Done; where the load stands now.', content: json(LoadActionResult) },
          ...ofLoads,
          ...bodyProblems,
          409: describeRefusal('LOAD_OVER', 'LOAD_NOT_PAUSED'),
        },
      }),
      async (c) => {
        const { municipality, limits } = c.get('municipality');
        const { loadId } = c.req.valid('param');
        const { staffId } = withActingStaff(c.get('caller'), c.req.valid('json'));
        if (isOver((await getLoad(c.get('db'), municipality, loadId)).state)) throw new ProblemError('LOAD_OVER');
        await auditAllowed(context, c.get('caller'), municipality, {
          action: `loads.${action}`,
          subject: loadId,
          staffId,
        });
        const [input] = await listLoadsToStart(c.get('db'), municipality, { loadId, limits: workflowLimitsOf(limits) });
        if (!input) throw new ProblemError('LOAD_OVER');
        const reply = await context.loads.engine.act(input, action, { staffId });
        switch (reply.kind) {
          case 'done':
            return c.json({ loadId, state: reply.progress.state, reason: reply.progress.reason }, 200);
          case 'not-paused':
            throw new ProblemError('LOAD_NOT_PAUSED');
          case 'unavailable':
            throw engineAway(reply.cause);
        }
      },
    );
  }
}

export async function getLoad(db: Database, municipality: string, loadId: string): Promise<LoadView> {
  const load = await findLoad(db, { municipality, loadId });
  if (!load) throw new ProblemError('UNKNOWN_LOAD');
  return load;
}
