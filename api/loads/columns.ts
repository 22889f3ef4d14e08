/** `…/load-columns`: which columns of another system's files are which fields, kept for the next load. */
import { createRoute } from '@hono/zod-openapi';
import { LoadColumns, LoadColumnsBody } from '../../contracts/api/load-columns.ts';
import { plainName } from '../../load-files/columns.ts';
import { findColumns, keepColumns } from '../../storage/loads/columns.ts';
import type { Database } from '../../storage/database/database.ts';
import { auditAllowed, auditIdentityOf, withActingStaff } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { bodyProblems, commonProblems, describeInvalid, json, municipalityParam, securedBy } from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';

export function addLoadColumnRoutes(app: ApiApp, context: ApiContext): void {
  const common = {
    tags: ['loads'],
    ...securedBy('loads:work'),
    path: '/v1/municipalities/{code}/load-columns' as const,
  };
  const guard = municipalityGuard(context, 'loads:work');

  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      operationId: 'getLoadColumns',
      summary: '列の対応 / Which columns of another system are which fields',
      middleware: guard,
      request: { params: municipalityParam },
      responses: { 200: { description: 'As was said last.', content: json(LoadColumns) }, ...commonProblems },
    }),
    async (c) => c.json(await readColumns(c.get('db'), c.get('municipality').municipality), 200),
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'put',
      operationId: 'keepLoadColumns',
      summary: '列の対応を保存する / Say which columns are which fields',
      description:
        'For the next load of the municipality, by whichever road. The sender of a file puts the names of the fields in ' +
        'the place of those in its heading, and `-` where the field is null.',
      middleware: [guard, ...jsonBody] as const,
      request: { params: municipalityParam, body: { required: true, content: json(LoadColumnsBody) } },
      responses: {
        200: { description: 'Kept.', content: json(LoadColumns) },
        ...commonProblems,
        ...bodyProblems,
        422: describeInvalid({ 'columns[].name': ['NAME_TWICE'] }),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { staffId, columns } = withActingStaff(c.get('caller'), c.req.valid('json'));
      const names = columns.map(({ name }) => plainName(name));
      const repeated = names.findIndex((name, at) => names.indexOf(name) < at);
      if (repeated >= 0) throw invalidInput([{ field: `columns[${String(repeated)}].name`, rule: 'NAME_TWICE' }]);
      await auditAllowed(context, c.get('caller'), municipality, {
        action: 'loads.columns',
        subject: municipality,
        staffId,
      });
      await keepColumns(c.get('db'), municipality, {
        names: Object.fromEntries(columns.map(({ name, field }) => [name, field])),
        clientId: auditIdentityOf(c.get('caller')).clientId,
        staffId,
      });
      return c.json(await readColumns(c.get('db'), municipality), 200);
    },
  );
}

async function readColumns(db: Database, municipality: string): Promise<LoadColumns> {
  const kept = await findColumns(db, municipality);
  const columns = Object.entries(kept?.names ?? {}).map(([name, field]) => ({ name, field }));
  return { columns, keptAt: kept?.keptAt.toISOString() ?? null };
}
