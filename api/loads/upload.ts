/**
 * `POST …/loads`: takes a file for a load. The file is encrypted as it comes in, never held in memory or written in
 * clear. The load is stored before the answer; if the engine is away, the sweep starts it later.
 */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { Load, loadMediaTypes, LoadQuery } from '../../contracts/api/loads.ts';
import type { LoadOptions } from '../../contracts/initial-load.ts';
import { checkDataType } from '../../domain/checked-transfer.ts';
import { checkNumberSystem } from '../../domain/values/number-system.ts';
import { LoadFileTooLarge, type StoredLoadFile } from '../../keys/load-file-store.ts';
import { withActingStaff, auditAllowed } from '../audit/write.ts';
import { municipalityGuard } from '../authorisation.ts';
import { beginLoad } from './begin.ts';
import type { ApiApp, ApiContext, ApiEnv } from '../context.ts';
import {
  bodyProblems,
  commonProblems,
  json,
  municipalityParam,
  describeNotFound,
  describeRefusal,
  securedBy,
} from '../http/openapi.ts';
import { invalidInput, ProblemError } from '../http/problem.ts';
import { mediaTypeOf, refuseInvalid } from '../http/validation.ts';

const path = '/v1/municipalities/{code}/loads';

export function addLoadUploadRoute(app: ApiApp, context: ApiContext): void {
  describe(app);
  app.post('/v1/municipalities/:code/loads', municipalityGuard(context, 'loads:work'), async (c) => {
    const load = await takeLoad(c, context);
    return c.json(load, 202, {
      location: `${context.publicUrl}/v1/municipalities/${c.get('municipality').municipality}/loads/${load.loadId}`,
    });
  });
}

async function takeLoad(c: Context<ApiEnv>, context: ApiContext): Promise<Load> {
  const { municipality } = c.get('municipality');
  const query = withActingStaff(c.get('caller'), parseQuery(c));
  const { dryRun, again, staffId } = query;
  const mediaType = mediaTypeOf(c.req.header('content-type'));
  if (!loadMediaTypes.some((known) => known === mediaType)) throw new ProblemError('UNSUPPORTED_MEDIA_TYPE');
  // Without a folder for files this installation takes none.
  if (!context.loads.files) throw new ProblemError('NOT_FOUND');

  const loadId = randomUUID();
  const key = { municipality, loadId };
  await auditAllowed(context, c.get('caller'), municipality, {
    action: dryRun ? 'loads.check' : 'loads.create',
    subject: loadId,
    ...(staffId !== undefined && { staffId }),
  });
  const stored = await storeBody(c, context, key);
  return beginLoad(c, context, {
    ...key,
    stored,
    fileName: fileNameOf(query, loadId),
    options: optionsOf(query),
    dryRun,
    again,
    staffId,
  });
}

function parseQuery(c: Context<ApiEnv>): LoadQuery {
  const given = c.req.query();
  const parsed = LoadQuery.safeParse(given);
  if (!parsed.success) {
    refuseInvalid({ ...parsed, data: given });
    throw invalidInput([]);
  }
  const { numberSystem, dataType } = parsed.data;
  const system = numberSystem === undefined ? undefined : checkNumberSystem(numberSystem);
  if (system?.valid === false) throw invalidInput([{ field: 'numberSystem', rule: system.rule }]);
  const type = dataType === undefined ? undefined : checkDataType(dataType);
  if (type?.valid === false) throw invalidInput([{ field: 'dataType', rule: type.rule }]);
  return {
    ...parsed.data,
    ...(system && { numberSystem: system.value }),
    ...(type && { dataType: type.value }),
  };
}

function optionsOf(query: LoadQuery): LoadOptions {
  const { format, encoding, numberSystem, dataType, linesPerChunk, chunksAtOnce, errorRateLimit } = query;
  return {
    format,
    encoding,
    defaults: { ...(numberSystem !== undefined && { numberSystem }), ...(dataType !== undefined && { dataType }) },
    linesPerChunk,
    chunksAtOnce,
    errorRateLimit,
    linesPerSecond: query.linesPerSecond ?? null,
  };
}

/** The last part of what may be a path, without control characters that a terminal would obey. */
function fileNameOf({ fileName = '', format }: LoadQuery, loadId: string): string {
  const name = (fileName.split(/[/\\]/u).at(-1) ?? '').replaceAll(/\p{C}/gu, '');
  return name === '' ? `${loadId}.${format}` : name;
}

async function storeBody(
  c: Context<ApiEnv>,
  { loads: { files, fileLimitBytes } }: ApiContext,
  key: { municipality: string; loadId: string },
): Promise<StoredLoadFile> {
  if (!files) throw new ProblemError('NOT_FOUND');
  if (Number(c.req.header('content-length') ?? 0) > fileLimitBytes) throw new ProblemError('TOO_LARGE');
  c.get('bodyWatch')?.allowLong();
  try {
    return await files.store(key, readBody(c.req.raw.body, fileLimitBytes), { limitBytes: fileLimitBytes });
  } catch (err) {
    if (err instanceof LoadFileTooLarge) throw new ProblemError('TOO_LARGE');
    throw err;
  }
}

/**
 * Yields the body, and reads the rest if the reader stops early: closing the connection on a caller who is still
 * sending would lose the answer. At most `mostDropped` bytes are read and dropped.
 */
async function* readBody(body: ReadableStream<Uint8Array> | null, mostDropped: number): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    const drop = async (): Promise<void> => {
      for (let dropped = 0; dropped <= mostDropped;) {
        const next = await reader.read();
        if (next.done) return;
        dropped += next.value.length;
      }
    };
    // An error means that the caller has left.
    await drop().catch(() => undefined);
  }
}

function describe(app: ApiApp): void {
  app.openAPIRegistry.registerPath({
    method: 'post',
    path,
    operationId: 'createLoad',
    tags: ['loads'],
    summary: 'ファイルを一括登録する / Load a file of residents',
    description:
      'The body is the file: CSV with a heading, NDJSON or fixed-length cells, also zipped. A file of the same content ' +
      'is refused with 409 `LOADED_BEFORE`, which names the earlier load, unless `again=true`. The largest file is a ' +
      'setting, 4 GiB otherwise. 404 `NOT_FOUND`: this installation takes no files.',
    ...securedBy('loads:work'),
    request: {
      params: municipalityParam,
      query: LoadQuery,
      body: {
        required: true,
        content: Object.fromEntries(
          loadMediaTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } as const }]),
        ),
      },
    },
    responses: {
      202: {
        description: 'The file is here and will be loaded.',
        content: json(Load),
        headers: { location: { schema: { type: 'string' as const }, description: 'Where the load stands.' } },
      },
      ...commonProblems,
      404: describeNotFound('NOT_FOUND'),
      408: bodyProblems[408],
      409: describeRefusal('LOADED_BEFORE'),
      413: bodyProblems[413],
      415: bodyProblems[415],
    },
  });
}
