/** What makes the search of the audit log easy: whom a name means, and searches that somebody keeps. */
import { randomUUID } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import {
  AuditSearch,
  AuditSearchBody,
  AuditSearches,
  AuditSearchFilter,
  AuditSubjects,
  AuditSubjectSearch,
} from '../../contracts/api/audit.ts';
import { dayRules } from '../../contracts/api/moment.ts';
import { addSearch, listSearches, removeSearch } from '../../storage/audit/searches.ts';
import { findSubjects } from '../../storage/audit/subjects.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext, Caller } from '../context.ts';
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
import { auditAllowed } from './write.ts';

const mostSubjects = 20;
const problems = { ...commonProblems, 404: describeOrganisationNotFound() };
const path = '/v1/organisations/{organisation}/audit';

export function addAuditSearchRoutes(app: ApiApp, context: ApiContext): void {
  const common = { ...securedBy('audit:read'), tags: ['audit'] };
  const guard = organisationGuard(context, 'audit:read');

  app.openapi(
    createRoute({
      ...common,
      method: 'post',
      path: `${path}/subjects`,
      operationId: 'findAuditSubjects',
      summary: '対象の住民を氏名や番号で探す / Whom a name or a number means',
      description: 'The start of a name or of its reading, an integrated number, or an address number of any system.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(AuditSubjectSearch) } },
      responses: {
        200: { description: 'Their numbers.', content: json(AuditSubjects) },
        ...problems,
        ...bodyProblems,
        422: describeInvalid(),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { text } = c.req.valid('json');
      const subject = /\p{L}/u.test(text) ? 'name' : 'number';
      await auditAllowed(context, c.get('caller'), organisation, { action: 'audit.subjects', subject });
      return c.json(await findSubjects(context, organisation, text, mostSubjects), 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: `${path}/searches`,
      operationId: 'listAuditSearches',
      summary: '保存した検索 / Kept searches of the audit log',
      description: 'One’s own; a program has none.',
      middleware: guard,
      request: { params: organisationParam },
      responses: { 200: { description: 'By name.', content: json(AuditSearches) }, ...problems },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const staffId = requireOwner(c.get('caller'));
      const stored = await listSearches(c.get('db'), { organisation, staffId });
      const searches = stored.flatMap(({ filter, ...search }) => {
        const checked = AuditSearchFilter.safeParse(filter);
        return checked.success ? [{ ...search, filter: checked.data }] : [];
      });
      return c.json({ searches }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'post',
      path: `${path}/searches`,
      operationId: 'addAuditSearch',
      summary: '検索を保存する / Keep a search of the audit log',
      middleware: [guard, ...jsonBody] as const,
      request: { params: organisationParam, body: { required: true, content: json(AuditSearchBody) } },
      responses: {
        201: { description: 'Kept.', content: json(AuditSearch) },
        ...problems,
        ...bodyProblems,
        422: describeInvalid({
          name: ['NAME_TAKEN'],
          '': ['TOO_MANY'],
          'filter.from': dayRules,
          'filter.to': dayRules,
        }),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const staffId = requireOwner(c.get('caller'));
      const { name, filter } = c.req.valid('json');
      const searchId = randomUUID();
      await auditAllowed(context, c.get('caller'), organisation, { action: 'audit.searches.add', subject: searchId });
      const outcome = await addSearch(c.get('db'), { organisation, staffId }, { searchId, name, filter });
      if (outcome === 'name-taken') throw invalidInput([{ field: 'name', rule: 'NAME_TAKEN' }]);
      if (outcome === 'too-many') throw invalidInput([{ field: '', rule: 'TOO_MANY' }]);
      return c.json({ searchId, name, filter }, 201);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'delete',
      path: `${path}/searches/{searchId}`,
      operationId: 'removeAuditSearch',
      summary: '保存した検索を消す / Remove a kept search',
      middleware: guard,
      request: { params: organisationParam.extend({ searchId: z.uuid() }) },
      responses: {
        204: { description: 'Removed.' },
        ...problems,
        404: describeOrganisationNotFound('NOT_FOUND'),
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const staffId = requireOwner(c.get('caller'));
      const { searchId } = c.req.valid('param');
      await auditAllowed(context, c.get('caller'), organisation, {
        action: 'audit.searches.remove',
        subject: searchId,
      });
      if (!(await removeSearch(c.get('db'), { organisation, staffId }, searchId))) throw new ProblemError('NOT_FOUND');
      return c.body(null, 204);
    },
  );
}

/** A kept search is a person's. */
function requireOwner(caller: Caller): string {
  if (caller.kind !== 'staff') throw new ProblemError('FORBIDDEN');
  return caller.staffId;
}
