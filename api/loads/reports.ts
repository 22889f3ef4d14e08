/**
 * What became of a load's lines: the report of the check, the bad lines as a file, the numbers for the backbones (S24).
 */
import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { BadLinesQuery, LoadReport, LoadReportQuery, loadRules } from '../../contracts/api/load-report.ts';
import { loadWarningRules } from '../../contracts/load-file.ts';
import { ndjsonMediaType } from '../../contracts/api/transfer-lines.ts';
import { readBadLines } from '../../storage/loads/lines.ts';
import { countProblems } from '../../storage/loads/results.ts';
import { findWarnings } from '../../storage/loads/warnings.ts';
import { auditAllowed } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import { createByteStream } from '../http/byte-stream.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import {
  streamBadLinesAsFile,
  streamBadLinesAsNdjson,
  badLineBodyOf,
  streamResultsAsCsv,
  type LineSource,
} from './lines.ts';
import { json, securedBy } from '../http/openapi.ts';
import { invalidInput } from '../http/problem.ts';
import { getLoad, loadParams, ofLoads } from './routes.ts';

/** Of each kind. */
const mostWarnings = 200;

const csvMediaType = 'text/csv';
const fileContent = { schema: { type: 'string', format: 'binary' } as const };

export function addLoadReportRoutes(app: ApiApp, context: ApiContext): void {
  const secured = { tags: ['loads'] };

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('loads:read'),
      method: 'get',
      path: '/v1/municipalities/{code}/loads/{loadId}/report',
      operationId: 'getLoadReport',
      summary: '検査結果 / What is wrong with its lines',
      description:
        'Counts by field and rule, and a page of the bad lines. With `Accept: application/x-ndjson` all of them, a ' +
        '`BadLine` a line. No value of the file is in it.',
      middleware: [municipalityGuard(context, 'loads:read'), answerNdjson(context)] as const,
      request: { params: loadParams, query: LoadReportQuery },
      responses: {
        200: { description: 'The report.', content: { ...json(LoadReport), [ndjsonMediaType]: fileContent } },
        ...ofLoads,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { loadId } = c.req.valid('param');
      const load = await getLoad(c.get('db'), municipality, loadId);
      await auditAllowed(context, c.get('caller'), municipality, { action: 'loads.report', subject: loadId });
      const { after, limit } = c.req.valid('query');
      const [problems, lines, warnings] = await Promise.all([
        countProblems(c.get('db'), load),
        readBadLines(c.get('db'), load, { after, limit: limit + 1 }),
        // Not everybody who may read a report may see the lines, which are needed to find what is unusual in them.
        load.state === 'READING' ? [] : findWarnings(context.db, load, { limit: mostWarnings }),
      ]);
      const page = lines.slice(0, limit);
      const { state, readTo, goodLines, badLines, results } = load;
      const refused = results['refused'] ?? 0;
      return c.json(
        {
          loadId,
          state,
          linesRead: readTo,
          goodLines: goodLines - refused,
          badLines: badLines + refused,
          problems: problems.map((each) => ({ ...each, text: loadRules[each.rule] })),
          warnings: warnings.map((each) => ({ ...each, text: loadWarningRules[each.rule] })),
          lines: page.map(badLineBodyOf),
          next: lines.length > limit ? (page.at(-1)?.line ?? after) : null,
        },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('loads:view-lines'),
      method: 'get',
      path: '/v1/municipalities/{code}/loads/{loadId}/bad-lines',
      operationId: 'getBadLines',
      summary: '誤りのある行のファイル / Its bad lines as a file',
      description:
        'In the form and encoding of the file, under its own heading, to be corrected and loaded again. Personal ' +
        'numbers are in it: it asks for a reason, and is audited.',
      middleware: municipalityGuard(context, 'loads:view-lines'),
      request: { params: loadParams, query: BadLinesQuery },
      responses: {
        200: { description: 'The file.', content: { 'application/octet-stream': fileContent } },
        ...ofLoads,
      },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { loadId } = c.req.valid('param');
      const load = await getLoad(c.get('db'), municipality, loadId);
      const action = 'loads.bad-lines';
      await auditAllowed(context, c.get('caller'), municipality, { action, subject: loadId, ...c.req.valid('query') });
      return answerStream(c, context, streamBadLinesAsFile(sourceOf(c, context), load), {
        mediaType: 'application/octet-stream',
        fileName: `bad-lines-${load.fileName.replace(/\.zip$/iu, '')}`,
      });
    },
  );

  app.openapi(
    createRoute({
      ...secured,
      ...securedBy('loads:read'),
      method: 'get',
      path: '/v1/municipalities/{code}/loads/{loadId}/results',
      operationId: 'getLoadResults',
      summary: '登録結果 / The numbers for the backbones',
      description:
        'CSV, in the order of the file, of every line that could be read: `line`, `numberSystem`, `addressNumber`, ' +
        '`integratedAddressNumber`, `result` (as of a transfer, or `repeated`, `refused`, `pending`), `codeRequestStatus`. ' +
        'Where the residents stand now.',
      middleware: municipalityGuard(context, 'loads:read'),
      request: { params: loadParams },
      responses: { 200: { description: 'The results.', content: { [csvMediaType]: fileContent } }, ...ofLoads },
    }),
    async (c) => {
      const { municipality } = c.get('municipality');
      const { loadId } = c.req.valid('param');
      const load = await getLoad(c.get('db'), municipality, loadId);
      await auditAllowed(context, c.get('caller'), municipality, { action: 'loads.results', subject: loadId });
      return answerStream(c, context, streamResultsAsCsv(sourceOf(c, context), load), {
        mediaType: `${csvMediaType}; charset=utf-8; header=present`,
        fileName: `results-${loadId}.csv`,
      });
    },
  );
}

function sourceOf(c: Context<ApiEnv>, { keys }: ApiContext): LineSource {
  return { db: c.get('db'), keys };
}

/** Answers with all bad lines as NDJSON if the caller asks for that media type. */
function answerNdjson(context: ApiContext) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (!c.req.header('accept')?.includes(ndjsonMediaType)) return next();
    const { municipality } = c.get('municipality');
    const { loadId } = parseParams(c.req.param());
    const load = await getLoad(c.get('db'), municipality, loadId);
    await auditAllowed(context, c.get('caller'), municipality, { action: 'loads.report', subject: loadId });
    return answerStream(c, context, streamBadLinesAsNdjson(sourceOf(c, context), load), { mediaType: ndjsonMediaType });
  });
}

function parseParams(given: Record<string, string>): { loadId: string } {
  const parsed = loadParams.safeParse(given);
  if (parsed.success) return parsed.data;
  throw invalidInput([{ field: 'loadId', rule: 'WRONG_FORMAT' }]);
}

function answerStream(
  c: Context<ApiEnv>,
  { log }: ApiContext,
  source: AsyncIterable<Uint8Array>,
  { mediaType, fileName }: { mediaType: string; fileName?: string },
): Response {
  const body = createByteStream(source, (err) =>
    log.error({ err, requestId: c.get('requestId') }, 'an answer broke off'),
  );
  return c.body(body, 200, {
    'content-type': mediaType,
    ...(fileName !== undefined && {
      // RFC 8187, because a file's name may be Japanese.
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    }),
  });
}
