/** `POST …/loads/{loadId}/start`: loads a file that a dry run has checked, without sending it again. */
import { randomUUID } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import { Load, StartCheckedBody } from '../../contracts/api/loads.ts';
import { withActingStaff, auditAllowed } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import { beginLoad } from './begin.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { bodyProblems, json, describeRefusal, securedBy } from '../http/openapi.ts';
import { ProblemError } from '../http/problem.ts';
import { jsonBody } from '../http/validation.ts';
import { getLoad, loadParams, ofLoads } from './routes.ts';

export function addCheckedLoadRoute(app: ApiApp, context: ApiContext): void {
  app.openapi(
    createRoute({
      tags: ['loads'],
      ...securedBy('loads:work'),
      method: 'post',
      path: '/v1/municipalities/{code}/loads/{loadId}/start',
      operationId: 'startCheckedLoad',
      summary: '検査したファイルを登録する / Load a file that was checked',
      description:
        'A new load of the file and the options of a dry run that came to its end. Bad lines are left out, as of any ' +
        'load, and what the check has read is not read again. A file of the same content is refused with 409 `LOADED_BEFORE` unless `again`.',
      middleware: [municipalityGuard(context, 'loads:work'), ...jsonBody] as const,
      request: { params: loadParams, body: { required: true, content: json(StartCheckedBody) } },
      responses: {
        202: { description: 'The new load.', content: json(Load) },
        ...ofLoads,
        ...bodyProblems,
        409: describeRefusal('LOAD_NOT_CHECKED', 'LOADED_BEFORE'),
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { loadId: checkedId } = c.req.valid('param');
      const { staffId, again } = withActingStaff(c.get('caller'), c.req.valid('json'));
      const { files, fileLimitBytes } = context.loads;
      const checkedLoad = await getLoad(c.get('db'), municipality, checkedId);
      if (!checkedLoad.dryRun || checkedLoad.state !== 'CHECKED' || !files) throw new ProblemError('LOAD_NOT_CHECKED');
      const key = { municipality, loadId: randomUUID() };
      await auditAllowed(context, c.get('caller'), municipality, {
        action: 'loads.create',
        subject: key.loadId,
        staffId,
        reason: `checked: ${checkedId}`,
      });
      // Copied and encrypted anew, because the encryption binds a file to its load.
      const source = files.open({ municipality, loadId: checkedId });
      const stored = await files.store(key, source, { limitBytes: Math.max(fileLimitBytes, checkedLoad.fileBytes) });
      const { fileName } = checkedLoad;
      const options = { ...checkedLoad.options, checkedId };
      const load = await beginLoad(c, context, { ...key, stored, fileName, options, dryRun: false, again, staffId });
      return c.json(load, 202);
    },
  );
}
