/** The audit log for auditors, who are audited themselves. */
import { createRoute } from '@hono/zod-openapi';
import { AuditChain, AuditLog, AuditQuery } from '../../contracts/api/audit.ts';
import { verifyChain } from '../../storage/audit-chain.ts';
import { listAudit } from '../../storage/audit-log.ts';
import { auditAllowed } from '../audit.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { commonProblems, json, municipalityParam, securedBy } from '../openapi.ts';

export function addAuditRoutes(app: ApiApp, context: ApiContext): void {
  const common = {
    ...securedBy('audit:read'),
    tags: ['audit'],
    method: 'get' as const,
    middleware: municipalityGuard(context, 'audit:read'),
  };

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/audit',
      operationId: 'listAudit',
      summary: '監査記録 / The audit log, the latest first',
      request: { params: municipalityParam, query: AuditQuery },
      responses: { 200: { description: 'A page.', content: json(AuditLog) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { limit, from, to, ...filter } = c.req.valid('query');
      await auditAllowed(context, c.get('caller'), municipality, { action: 'audit.list', subject: null });
      const rows = await listAudit(c.get('db'), municipality, {
        ...filter,
        ...(from !== undefined && { from: Date.parse(from) }),
        ...(to !== undefined && { to: Date.parse(to) }),
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const next = rows.length > limit ? (page.at(-1)?.seq ?? null) : null;
      return c.json({ entries: page.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })), next }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/audit/chain',
      operationId: 'verifyAuditChain',
      summary: '監査記録の連鎖を検証する / Whether the audit log is as it was written',
      description: 'Reads every entry; about two seconds for 100,000.',
      request: { params: municipalityParam },
      responses: { 200: { description: 'What was found.', content: json(AuditChain) }, ...commonProblems },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      await auditAllowed(context, c.get('caller'), municipality, { action: 'audit.verify', subject: null });
      const report = await verifyChain(c.get('db'), municipality);
      return c.json({ ...report, whole: report.broken === null }, 200);
    },
  );
}
