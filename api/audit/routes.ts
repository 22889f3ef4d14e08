/** The audit log for auditors, whose own reading is audited too. */
import { createRoute, type z } from '@hono/zod-openapi';
import { AuditChain, AuditCsvQuery, AuditedStaff, AuditLog, AuditQuery } from '../../contracts/api/audit.ts';
import { momentRules } from '../../contracts/api/moment.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { verifyChain } from '../../storage/audit/chain.ts';
import {
  listAudit,
  listAuditedStaff,
  readSubjects,
  type AuditFilter,
  type AuditView,
} from '../../storage/audit/log.ts';
import type { Database } from '../../storage/database/database.ts';
import { auditAllowed } from './write.ts';
import { createAuditOnce } from './once.ts';
import { organisationGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { answerCsv, csvResponses } from '../http/csv-file.ts';
import {
  commonProblems,
  describeInvalid,
  describeOrganisationNotFound,
  json,
  organisationParam,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';

const organisationProblems = { ...commonProblems, 404: describeOrganisationNotFound() };
const periodProblem = describeInvalid({ from: momentRules, to: [...momentRules, 'OUT_OF_RANGE'] });
const fileResponses = { ...csvResponses, 404: describeOrganisationNotFound(), 422: periodProblem } as const;

export function addAuditRoutes(app: ApiApp, context: ApiContext): void {
  const auditOnce = createAuditOnce(context);
  const common = {
    ...securedBy('audit:read'),
    tags: ['audit'],
    method: 'get' as const,
    middleware: organisationGuard(context, 'audit:read'),
  };

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/organisations/{organisation}/audit',
      operationId: 'listAudit',
      summary: '監査記録 / The audit log, the latest first',
      request: { params: organisationParam, query: AuditQuery },
      responses: {
        200: { description: 'A page.', content: json(AuditLog) },
        ...organisationProblems,
        422: periodProblem,
      },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { limit, ...query } = c.req.valid('query');
      await auditAllowed(context, c.get('caller'), organisation, { action: 'audit.list', subject: null });
      const filter = await resolveFilter(context.db, organisation, query);
      const rows = await listAudit(c.get('db'), organisation, { ...filter, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const next = rows.length > limit ? (page.at(-1)?.seq ?? null) : null;
      return c.json({ entries: page.map(entryOf), next }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/organisations/{organisation}/audit.csv',
      operationId: 'exportAudit',
      summary: '監査記録のファイル / The audit log as a file',
      description: 'CSV of any length, the latest first, with the hash of each entry.',
      request: { params: organisationParam, query: AuditCsvQuery },
      responses: fileResponses,
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      const { encoding, ...query } = c.req.valid('query');
      await auditAllowed(context, c.get('caller'), organisation, { action: 'audit.export', subject: null });
      const rows = readRows(c.get('db'), organisation, await resolveFilter(context.db, organisation, query));
      return answerCsv(c, context, { fileName: `audit-${organisation}.csv`, encoding, headings, rows });
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/organisations/{organisation}/audit/staff',
      operationId: 'listAuditedStaff',
      summary: '監査記録にいる職員 / Who stands in the audit log',
      request: { params: organisationParam },
      responses: { 200: { description: 'All of them.', content: json(AuditedStaff) }, ...organisationProblems },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      await auditOnce(c.get('caller'), organisation, { action: 'audit.staff', subject: organisation });
      return c.json({ staff: await listAuditedStaff(c.get('db'), organisation) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/organisations/{organisation}/audit/chain',
      operationId: 'verifyAuditChain',
      summary: '監査記録の連鎖を検証する / Whether the audit log is as it was written',
      description: 'Reads every entry; about two seconds for 100,000.',
      request: { params: organisationParam },
      responses: { 200: { description: 'What was found.', content: json(AuditChain) }, ...organisationProblems },
    }),
    async (c) => {
      const { organisation } = c.get('organisation');
      await auditAllowed(context, c.get('caller'), organisation, { action: 'audit.verify', subject: null });
      const report = await verifyChain(c.get('db'), organisation);
      return c.json({ ...report, whole: report.broken === null }, 200);
    },
  );
}

const rowsAPage = 1_000;
const headings = ['番号', '日時', '職員ID', '職員', 'クライアントID', '操作', '対象', '結果', '理由', 'ハッシュ'];
const outcomes = { allowed: '許可', refused: '拒否' } as const;

async function* readRows(db: Database, municipality: string, filter: Filter): AsyncGenerator<string[][]> {
  for (let before: number | undefined; ;) {
    const page = await listAudit(db, municipality, { ...filter, before, limit: rowsAPage });
    yield page.map((view) => [
      String(view.seq),
      tokyoTimeOf(view.at.getTime()),
      view.staffId ?? '',
      view.staffName ?? '',
      view.clientId,
      view.action,
      view.subject ?? '',
      outcomes[view.outcome],
      view.reason ?? '',
      Buffer.from(view.hash).toString('hex'),
    ]);
    before = page.at(-1)?.seq;
    if (page.length < rowsAPage) return;
  }
}

type Filter = Omit<AuditFilter, 'limit'>;

async function resolveFilter(
  db: Database,
  municipality: string,
  { from, to, subject, ...words }: Omit<z.infer<typeof AuditQuery>, 'limit'>,
): Promise<Filter> {
  if (from !== undefined && to !== undefined && Date.parse(to) <= Date.parse(from)) {
    throw invalidInput([{ field: 'to', rule: 'OUT_OF_RANGE' }]);
  }
  return {
    ...words,
    ...(subject !== undefined && { subjects: await readSubjects(db, municipality, subject) }),
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(to !== undefined && { to: Date.parse(to) }),
  };
}

function entryOf({ at, hash: _hash, ...entry }: AuditView): AuditLog['entries'][number] {
  return { ...entry, at: at.toISOString() };
}
