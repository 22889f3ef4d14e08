import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorRetry } from '../../contracts/api/error-retries.ts';
import { below } from '../../contracts/http.ts';
import { note, print, printJson, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import {
  actingStaffId,
  bodyOf,
  municipalitySessions,
  type MunicipalitySession,
  type SessionOptions,
} from '../client/session.ts';
import { checkFilter } from './filter.ts';
import { detachOnInterrupt } from '../terminal/detach.ts';

export interface RetryAllOptions extends SessionOptions {
  code: string;
  linesPerSecond?: number;
  show?: boolean;
  cancel?: boolean;
  staff?: string;
  reason?: string;
  json?: boolean;
}

const everyMs = 1_000;

interface MunicipalityRetry {
  municipality: string;
  retry: ErrorRetry;
}

/**
 * `fugo errors retry-all` ends with 1 when somebody cancelled it, or when the first entry came back and the others were
 * left alone.
 */
export async function runRetryAll(context: Context, options: RetryAllOptions): Promise<ExitCode> {
  checkFilter(context, options);
  const done: MunicipalityRetry[] = [];
  for (const session of municipalitySessions(context, options)) {
    const retry = await retryIn(context, session, options);
    if (retry) done.push({ municipality: session.municipality, retry });
  }
  if (options.json) {
    printJson(
      context,
      done.map(({ municipality, retry }) => ({ municipality, ...retry })),
    );
  } else {
    for (const { municipality, retry } of done) print(context, `${municipality}: ${lineOf(context, retry)}`);
    if (done.length === 0) print(context, say(context, 'retryAll.none'));
  }
  const isSound = done.every(({ retry }) => options.cancel === true || !['STOPPED', 'CANCELLED'].includes(retry.state));
  return isSound ? exitCodes.ok : exitCodes.refused;
}

/** Starts a retry and follows it to its end, or only reads or cancels it. Undefined where there is none. */
async function retryIn(
  context: Context,
  session: MunicipalitySession,
  options: RetryAllOptions,
): Promise<ErrorRetry | undefined> {
  const { municipality, api } = session;
  const path = below(municipality, 'errors/retries');
  const staffId = actingStaffId(context, session, options.staff);
  if (options.show || options.cancel) {
    const what = `${path}/${options.code}`;
    const reply = options.cancel
      ? await api.call({ method: 'POST', path: `${what}/cancel`, body: { staffId }, answer: ErrorRetry })
      : await api.call({ path: what, answer: ErrorRetry });
    return reply.kind === 'problem' && reply.problem.code === 'NOT_FOUND' ? undefined : bodyOf(context, reply);
  }
  const body = {
    code: options.code,
    staffId,
    reason: options.reason ?? 'fugo errors retry-all',
    ...(options.linesPerSecond !== undefined && { linesPerSecond: options.linesPerSecond }),
  };
  return followRetry(
    context,
    session,
    bodyOf(context, await api.call({ method: 'POST', path, body, answer: ErrorRetry })),
  );
}

async function followRetry(context: Context, { municipality, api }: MunicipalitySession, begun: ErrorRetry) {
  const path = below(municipality, `errors/retries/${begun.code}`);
  const command = `fugo errors retry-all --code ${begun.code}`;
  const stopListening = detachOnInterrupt(context, say(context, 'retryAll.detached', { command }));
  try {
    let shown = '';
    for (let retry = begun; ; retry = bodyOf(context, await api.call({ path, answer: ErrorRetry }))) {
      if (retry.state !== 'CANARY' && retry.state !== 'RUNNING') return retry;
      const line = lineOf(context, retry);
      if (line !== shown) note(context, `${municipality}: ${line}`);
      shown = line;
      await sleep(everyMs);
    }
  } finally {
    stopListening();
  }
}

function lineOf(context: Context, { state, reason, entries, retried, refused }: ErrorRetry): string {
  const said = say(context, reason === null ? `retryAll.${state}` : `retryAll.${reason}`);
  return say(context, 'retryAll.line', { said, retried, refused, entries });
}
