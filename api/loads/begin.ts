import type { Context } from 'hono';
import type { Load } from '../../contracts/api/loads.ts';
import type { LoadOptions } from '../../contracts/initial-load.ts';
import type { StoredLoadFile } from '../../keys/load-file-store.ts';
import { createLoad } from '../../storage/loads/loads.ts';
import { workflowLimitsOf } from '../transfers/accept.ts';
import { auditIdentityOf } from '../audit/write.ts';
import type { ApiContext, ApiEnv } from '../context.ts';
import { loadOf } from './view.ts';
import { noErrors } from './viewer.ts';
import { ProblemError } from '../http/problem.ts';
import { getLoad } from './routes.ts';

export interface LoadToBegin {
  municipality: string;
  loadId: string;
  /** The encrypted file, already stored under the load's id. */
  stored: StoredLoadFile;
  fileName: string;
  options: LoadOptions;
  dryRun: boolean;
  again: boolean;
  staffId: string | undefined;
}

/**
 * Stores the load and starts it. If the engine is away, the sweep starts it later.
 *
 * @throws ProblemError LOADED_BEFORE, after removing the file
 */
export async function beginLoad(
  c: Context<ApiEnv>,
  context: ApiContext,
  { municipality, loadId, stored, fileName, options, dryRun, again, staffId }: LoadToBegin,
): Promise<Load> {
  const { limits } = c.get('municipality');
  const key = { municipality, loadId };
  const outcome = await createLoad(c.get('db'), {
    ...key,
    fileName,
    fileHash: stored.hash,
    fileBytes: stored.bytes,
    options,
    dryRun,
    again,
    clientId: auditIdentityOf(c.get('caller')).clientId,
    staffId: staffId ?? null,
  });
  if (outcome.kind === 'loaded-before') {
    await context.loads.files?.remove(key);
    throw loadedBefore(outcome.loadId);
  }
  const reply = await context.loads.engine.start({ ...key, dryRun, options, limits: workflowLimitsOf(limits) });
  if (reply.kind === 'unavailable') {
    context.log.warn({ err: reply.cause, municipality, loadId }, 'a load will be started by the sweep');
  }
  return loadOf(await getLoad(c.get('db'), municipality, loadId), noErrors, context.now());
}

function loadedBefore(loadId: string): ProblemError {
  return new ProblemError('LOADED_BEFORE', {
    loadId,
    detail: { ja: `前の一括登録: ${loadId}`, en: `The earlier load: ${loadId}` },
  });
}
