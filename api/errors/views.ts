/** Views: filters of the error list, saved under a name and an address. */
import { randomUUID } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { ErrorFilter } from '../../contracts/api/error-list.ts';
import { ErrorView, ErrorViews, ViewBody, ViewChange, OwnStaffId } from '../../contracts/api/error-views.ts';
import type { Database } from '../../storage/database/database.ts';
import { addView, changeView, findView, listViews, removeView, type StoredView } from '../../storage/errors/views.ts';
import { auditAllowed } from '../audit/write.ts';
import { createAuditOnce } from '../audit/once.ts';
import { municipalityGuard, requireRight } from '../authorisation.ts';
import type { ApiApp, ApiContext, Caller } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  describeInvalid,
  json,
  municipalityParam,
  describeNotFound,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { requireStaffOf } from '../staff/require-staff.ts';
import { jsonBody } from '../http/validation.ts';

/** A program names somebody of this municipality. */
const keeperRules = { staffId: ['NOT_LISTED'] } as const;

export function addErrorViewRoutes(app: ApiApp, context: ApiContext): void {
  const secured = { tags: ['errors'], ...securedBy('errors:read') };
  const guard = municipalityGuard(context, 'errors:read');
  const path = '/v1/municipalities/{code}/errors/views';
  const params = municipalityParam.extend({ viewId: z.uuid() });
  const auditOnce = createAuditOnce(context);

  app.openapi(
    createRoute({
      ...secured,
      method: 'get',
      path,
      operationId: 'listErrorViews',
      summary: '保存した絞り込み / Kept filters',
      description: 'One’s own and those that are shared; a program sees the shared ones.',
      middleware: guard,
      request: { params: municipalityParam },
      responses: { 200: { description: 'By name.', content: json(ErrorViews) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      await auditOnce(c.get('caller'), municipality, { action: 'errors.views', subject: municipality });
      const views = await listViews(c.get('db'), municipality, ownIdOf(c.get('caller')));
      return c.json({ views: views.flatMap(viewOf) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'post',
      path,
      operationId: 'addErrorView',
      summary: '絞り込みを保存する / Keep a filter',
      description: 'To share it needs errors:work.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(ViewBody) } },
      responses: {
        201: { description: 'Kept.', content: json(ErrorView) },
        ...commonProblems,
        ...bodyProblems,
        422: describeInvalid({ ...keeperRules, name: ['NAME_TAKEN'], '': ['TOO_MANY'] }),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const { name, filter, shared, staffId: namedStaffId } = c.req.valid('json');
      const staffId = await requireOwner(c.get('db'), caller, municipality, namedStaffId);
      if (shared) await requireRight(context, caller, 'errors:work', municipality);
      const viewId = randomUUID();
      await auditAllowed(context, caller, municipality, { action: 'errors.views.add', subject: viewId, staffId });
      const outcome = await addView(c.get('db'), municipality, { viewId, staffId, name, filter, shared });
      if (outcome === 'name-taken') throw invalidInput([{ field: 'name', rule: 'NAME_TAKEN' }]);
      if (outcome === 'too-many') throw invalidInput([{ field: '', rule: 'TOO_MANY' }]);
      return c.json(await getView(c.get('db'), municipality, { viewId, staffId }), 201);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'get',
      path: `${path}/{viewId}`,
      operationId: 'getErrorView',
      summary: '保存した絞り込み1件 / One kept filter',
      middleware: guard,
      request: { params },
      responses: {
        200: { description: 'The filter.', content: json(ErrorView) },
        ...commonProblems,
        404: describeNotFound('NOT_FOUND'),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { viewId } = c.req.valid('param');
      const view = await getView(c.get('db'), municipality, { viewId, staffId: ownIdOf(c.get('caller')) });
      await auditOnce(c.get('caller'), municipality, { action: 'errors.views.read', subject: viewId });
      return c.json(view, 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'put',
      path: `${path}/{viewId}`,
      operationId: 'changeErrorView',
      summary: '保存した絞り込みを変える / Rename or share a kept filter',
      description: 'One’s own. To share it needs errors:work.',
      middleware: [guard, ...jsonBody] as const,
      request: { params, body: { required: true, content: json(ViewChange) } },
      responses: {
        200: { description: 'The filter.', content: json(ErrorView) },
        ...commonProblems,
        ...bodyProblems,
        404: describeNotFound('NOT_FOUND'),
        422: describeInvalid({ ...keeperRules, name: ['NAME_TAKEN'] }),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const { viewId } = c.req.valid('param');
      const { name, shared, staffId: namedStaffId } = c.req.valid('json');
      const staffId = await requireOwner(c.get('db'), caller, municipality, namedStaffId);
      if (shared === true) await requireRight(context, caller, 'errors:work', municipality);
      await requireOwnView(c.get('db'), municipality, { viewId, staffId });
      await auditAllowed(context, caller, municipality, { action: 'errors.views.change', subject: viewId, staffId });
      const result = await changeView(c.get('db'), municipality, { viewId, staffId }, { name, shared });
      if (result === 'name-taken') throw invalidInput([{ field: 'name', rule: 'NAME_TAKEN' }]);
      return c.json(await getView(c.get('db'), municipality, { viewId, staffId }), 200);
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      method: 'delete',
      path: `${path}/{viewId}`,
      operationId: 'removeErrorView',
      summary: '保存した絞り込みを消す / Remove a kept filter',
      description: 'One’s own.',
      middleware: guard,
      request: { params, query: z.object({ staffId: OwnStaffId }) },
      responses: {
        204: { description: 'Removed.' },
        ...commonProblems,
        404: describeNotFound('NOT_FOUND'),
        422: describeInvalid({ staffId: ['MISSING', 'NOT_LISTED'] }),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const caller = c.get('caller');
      const { viewId } = c.req.valid('param');
      const staffId = await requireOwner(c.get('db'), caller, municipality, c.req.valid('query').staffId);
      await requireOwnView(c.get('db'), municipality, { viewId, staffId });
      await auditAllowed(context, caller, municipality, { action: 'errors.views.remove', subject: viewId, staffId });
      await removeView(c.get('db'), municipality, { viewId, staffId });
      return c.body(null, 204);
    },
  );
}

const ownIdOf = (caller: Caller): string | null => (caller.kind === 'staff' ? caller.staffId : null);

/** The owner of a view: the signed-in member of staff, or the one a program names. */
async function requireOwner(
  db: Database,
  caller: Caller,
  municipality: string,
  namedStaffId: string | undefined,
): Promise<string> {
  if (caller.kind === 'staff') return caller.staffId;
  if (namedStaffId === undefined) throw invalidInput([{ field: 'staffId', rule: 'MISSING' }]);
  await requireStaffOf(db, caller, municipality, namedStaffId);
  return namedStaffId;
}

async function getView(
  db: Database,
  municipality: string,
  wanted: { viewId: string; staffId: string | null },
): Promise<ErrorView> {
  const stored = await findView(db, municipality, wanted);
  const [view] = stored ? viewOf(stored) : [];
  if (!view) throw new ProblemError('NOT_FOUND');
  return view;
}

/** Only its owner may change a view, even if it is shared. */
async function requireOwnView(
  db: Database,
  municipality: string,
  { viewId, staffId }: { viewId: string; staffId: string },
): Promise<void> {
  const view = await findView(db, municipality, { viewId, staffId });
  if (view?.staffId !== staffId) throw new ProblemError('NOT_FOUND');
}

/** Leaves out a filter that a former version saved and this one cannot read. */
function viewOf({ viewId, staffId, staffName, name, filter, shared }: StoredView): ErrorView[] {
  const checked = ErrorFilter.safeParse(filter);
  if (!checked.success) return [];
  return [{ viewId, name, filter: checked.data, shared, staff: { staffId, name: staffName } }];
}
