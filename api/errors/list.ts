/** The error list, as pages and as a file. The file is audited as an export. */
import { createRoute } from '@hono/zod-openapi';
import { ErrorList, ErrorListQuery, ErrorsCsvQuery } from '../../contracts/api/error-list.ts';
import { listErrors } from '../../storage/errors/list.ts';
import { findResidentNames } from '../../storage/errors/resident-names.ts';
import { auditAllowed } from '../audit/write.ts';
import { hasRight, municipalityGuard, requireRight } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { answerCsv, csvResponses } from '../http/csv-file.ts';
import { filterProblem, parseCursor, formatCursor, readEntries, storedFilterOf } from './entries.ts';
import { errorHeadings, readErrorRows } from './csv.ts';
import { commonProblems, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { addErrorActionRoutes } from './actions.ts';
import { addErrorEntryRoutes } from './entry.ts';
import { addNoOtherMethod } from '../http/not-found.ts';
import { addErrorRetryRoutes } from './retries.ts';
import { addErrorViewRoutes } from './views.ts';

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
      const { after, limit, names, ...query } = c.req.valid('query');
      const caller = c.get('caller');
      const filter = storedFilterOf(query, caller, context.now());
      const cursor = after === undefined ? undefined : parseCursor(after);
      const withNames = names === 'true';
      if (withNames) await requireRight(context, caller, 'residents:view', municipality);
      const action = withNames ? 'errors.list.names' : 'errors.list';
      await auditAllowed(context, caller, municipality, { action, subject: null });
      const { entries, next } = await listErrors(c.get('db'), municipality, { ...filter, after: cursor, limit });
      const residents = withNames
        ? await findResidentNames(
            c.get('db'),
            municipality,
            entries.map(({ personId }) => personId),
            { seesProtected: hasRight(caller, 'residents:view-protected', municipality) },
          )
        : undefined;
      return c.json(
        { entries: await readEntries(c.get('db'), municipality, entries, residents), next: next && formatCursor(next) },
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
  addNoOtherMethod(app, '/v1/municipalities/{code}/errors/due-dates', 'POST');
  addNoOtherMethod(app, '/v1/municipalities/{code}/errors/retries', 'POST');
  addErrorEntryRoutes(app, context);
}
