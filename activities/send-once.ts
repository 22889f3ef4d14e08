/**
 * How a request reaches a participant exactly once. Clients report what a participant answered; here alone an answer
 * becomes a failure of the catalogue.
 */
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { LineResult } from '../contracts/participants/common.ts';
import type { AcquisitionFailureCode } from '../domain/failures.ts';
import type { Reply } from '../participants/http.ts';
import type { BegunStep, RefusedLine, StepLine } from '../storage/requests/steps.ts';
import { failure } from './failure.ts';

export interface OneRequest {
  /** Asks what the participant knows of a request. */
  state: (
    requestId: string,
    options: { signal: AbortSignal },
  ) => Promise<Reply<{ state: 'unknown' } | { state: 'taken'; results: LineResult[] }>>;
  /** Called directly before sending; returns the lines that must still be sent. */
  stillNeeded: (lines: readonly StepLine[]) => Promise<readonly StepLine[]>;
  send: (lines: readonly StepLine[], options: { signal: AbortSignal }) => Promise<Reply<{ results: LineResult[] }>>;
}

/**
 * Sends a request unless the participant has it already: for each request id under which it may have arrived, the
 * participant is asked first. Returns one result for each line sent now or before.
 */
export async function sendOnce(
  silent: AcquisitionFailureCode,
  { mayLiveUnder, lines }: Pick<BegunStep, 'mayLiveUnder' | 'lines'>,
  request: OneRequest,
): Promise<LineResult[]> {
  const options = { signal: cancellationSignal() };
  for (const requestId of mayLiveUnder) {
    const before = answered(await request.state(requestId, options), silent);
    if (before.state === 'unknown') continue;
    // The chunk's request also held other residents, and one who left the chunk before it was sent is not in it.
    const asked = new Set(lines.map(({ personId }) => personId));
    const results = before.results.filter(({ lineId }) => asked.has(lineId));
    if (results.length > 0) return results;
  }
  const needed = await request.stillNeeded(lines);
  if (needed.length === 0) return [];
  return answered(await request.send(needed, options), silent).results;
}

export function answered<T>(reply: Reply<T>, silent: AcquisitionFailureCode): T {
  if (reply.kind === 'answered') return reply.body;
  throw failureOf(reply, silent);
}

export function failureOf(
  reply: Exclude<Reply<never>, { kind: 'answered' }>,
  silent: AcquisitionFailureCode,
): ReturnType<typeof failure> {
  if (reply.kind === 'unexpected') return failure('UNEXPECTED_ANSWER', { detail: reply.what });
  return failure(silent, reply.retryAfterMs === undefined ? {} : { retryAfterMs: withinLimit(reply.retryAfterMs) });
}

/** The longest pause between two tries. Milliseconds. */
export const longestPauseMs = 5 * 60 * 1_000;

/** A pause beyond the step's time limit would end the step at once, so the participant's wish is cut short. */
function withinLimit(retryAfterMs: number): number {
  const limitMs = activityInfo().scheduleToCloseTimeoutMs;
  return Math.min(retryAfterMs, longestPauseMs, limitMs > 0 ? limitMs / 4 : longestPauseMs);
}

export const refusalsOf = (results: readonly LineResult[], code: AcquisitionFailureCode): RefusedLine[] =>
  results.flatMap(({ lineId, result, reason }) =>
    result === 'refused' ? [{ personId: lineId, code, ...(reason !== undefined && { reason }) }] : [],
  );
