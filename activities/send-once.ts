/**
 * How a request reaches a participant exactly once. Clients report what a participant answered; here alone an answer
 * becomes a failure of the catalogue.
 */
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { LineResult } from '../contracts/participants/common.ts';
import type { AcquisitionFailureCode } from '../domain/failures.ts';
import type { Reply } from '../participants/http.ts';
import type { BegunStep, RefusedLine, StepLine } from '../storage/requests/steps.ts';
import { createFailure } from './failure.ts';

export interface OneRequest {
  /** Asks what the participant knows of a request. */
  readState: (
    requestId: string,
    options: { signal: AbortSignal },
  ) => Promise<Reply<{ state: 'unknown' } | { state: 'taken'; results: LineResult[] }>>;
  /** Called directly before sending; returns the lines that must still be sent. */
  filterNeeded: (lines: readonly StepLine[]) => Promise<readonly StepLine[]>;
  send: (lines: readonly StepLine[], options: { signal: AbortSignal }) => Promise<Reply<{ results: LineResult[] }>>;
}

/**
 * Sends a request unless the participant has it: each request id under which it may have arrived is asked about first.
 * Returns a result for each line sent now or before.
 */
export async function sendOnce(
  silent: AcquisitionFailureCode,
  { mayLiveUnder, lines }: Pick<BegunStep, 'mayLiveUnder' | 'lines'>,
  request: OneRequest,
): Promise<LineResult[]> {
  const options = { signal: cancellationSignal() };
  for (const requestId of mayLiveUnder) {
    const knownRequest = requireAnswer(await request.readState(requestId, options), silent);
    if (knownRequest.state === 'unknown') continue;
    // The chunk's request also held other residents, and one who left the chunk before it was sent is not in it.
    const askedIds = new Set(lines.map(({ personId }) => personId));
    const results = knownRequest.results.filter(({ lineId }) => askedIds.has(lineId));
    if (results.length > 0) return results;
  }
  const neededLines = await request.filterNeeded(lines);
  if (neededLines.length === 0) return [];
  return requireAnswer(await request.send(neededLines, options), silent).results;
}

export function requireAnswer<T>(reply: Reply<T>, silent: AcquisitionFailureCode): T {
  if (reply.kind === 'answered') return reply.body;
  throw toFailure(reply, silent);
}

export function toFailure(
  reply: Exclude<Reply<never>, { kind: 'answered' }>,
  silent: AcquisitionFailureCode,
): ReturnType<typeof createFailure> {
  if (reply.kind === 'unexpected') return createFailure('UNEXPECTED_ANSWER', { detail: reply.what });
  return createFailure(
    silent,
    reply.retryAfterMs === undefined ? {} : { retryAfterMs: limitPause(reply.retryAfterMs) },
  );
}

/** The longest pause between two tries. Milliseconds. */
export const longestPauseMs = 5 * 60 * 1_000;

/** A pause beyond the step's time limit would end the step at once, so the participant's wish is cut short. */
function limitPause(retryAfterMs: number): number {
  const limitMs = activityInfo().scheduleToCloseTimeoutMs;
  return Math.min(retryAfterMs, longestPauseMs, limitMs > 0 ? limitMs / 4 : longestPauseMs);
}

export const listRefusals = (results: readonly LineResult[], code: AcquisitionFailureCode): RefusedLine[] =>
  results.flatMap(({ lineId, result, reason }) =>
    result === 'refused' ? [{ personId: lineId, code, ...(reason !== undefined && { reason }) }] : [],
  );
