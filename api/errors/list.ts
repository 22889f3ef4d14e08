/** The error list, as pages and as a file. The file is audited as an export. */
import { createRoute } from '@hono/zod-openapi';
import { ErrorList, ErrorListQuery, ErrorsCsvQuery } from '../../contracts/api/error-list.ts';
import { momentRules } from '../../contracts/api/moment.ts';
import { listErrors } from '../../storage/errors/list.ts';
import { auditAllowed } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { answerCsv, csvResponses } from '../http/csv-file.ts';
import { parseCursor, formatCursor, readEntries, storedFilterOf } from './entries.ts';
import { errorHeadings, readErrorRows } from './csv.ts';
import { commonProblems, describeInvalid, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { addErrorActionRoutes } from './actions.ts';
import { addErrorEntryRoutes } from './entry.ts';
import { addNoOtherMethod } from '../http/not-found.ts';
import { addErrorRetryRoutes } from './retries.ts';
import { addErrorViewRoutes } from './views.ts';

/** `me` is nobody where a program asks. */
const filterProblem = describeInvalid({ assignee: ['NOT_LISTED'], before: momentRules });
const fileResponses = { ...csvResponses, 422: filterProblem } as const;

export function addErrorRoutes(app: ApiApp, context: ApiContext): void {
  const common = {
    ...securedBy('errors:read'),
    tags: ['errors'],
    method: 'get' as const,
    middleware: municipalityGuard(context, 'errors:read'),
  };

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/errors',
      operationId: 'listErrors',
      summary: 'エラーリスト / The error list, the oldest first',
      request: { params: municipalityParam, query: ErrorListQuery },
      responses: { 200: { description: 'A page.', content: json(ErrorList) }, ...commonProblems, 422: filterProblem },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { after, limit, ...query } = c.req.valid('query');
      const filter = storedFilterOf(query, c.get('caller'), context.now());
      const cursor = after === undefined ? undefined : parseCursor(after);
      await auditAllowed(context, c.get('caller'), municipality, { action: 'errors.list', subject: null });
      const { entries, next } = await listErrors(c.get('db'), municipality, { ...filter, after: cursor, limit });
      return c.json(
        { entries: await readEntries(c.get('db'), municipality, entries), next: next && formatCursor(next) },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...common,
      path: '/v1/municipalities/{code}/errors.csv',
      operationId: 'exportErrors',
      summary: 'エラーリストのファイル / The error list as a file',
      description:
        'CSV of any length, without names and personal numbers and without notes. In CP932 a character that it does ' +
        'not have becomes 〓, and a last line says how many did.',
      request: { params: municipalityParam, query: ErrorsCsvQuery },
      responses: fileResponses,
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { encoding, language, ...query } = c.req.valid('query');
      const filter = storedFilterOf(query, c.get('caller'), context.now());
      await auditAllowed(context, c.get('caller'), municipality, {
        action: 'errors.export',
        subject: Object.entries(query)
          .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${String(value)}`]))
          .join(' '),
      });
      const rows = readErrorRows(c.get('db'), municipality, filter, language);
      const headings = errorHeadings[language];
      return answerCsv(c, context, { fileName: 'errors.csv', encoding, language, headings, rows });
    },
  );

  // `/errors/views` is registered before `/errors/{failureId}`, which would match it too.
  addErrorViewRoutes(app, context);
  addErrorActionRoutes(app, context);
  addErrorRetryRoutes(app, context);
  addNoOtherMethod(app, '/v1/municipalities/{code}/errors/assignments', 'POST');
  addNoOtherMethod(app, '/v1/municipalities/{code}/errors/retries', 'POST');
  addErrorEntryRoutes(app, context);
}
