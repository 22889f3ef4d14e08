import { ApplicationFailure } from '@temporalio/activity';
import { failures, type FailureCode } from '../domain/failures.ts';

/**
 * The one place where a code of the catalogue becomes a Temporal failure, retried only when the catalogue calls it
 * transient. `retryAfterMs` is the pause that the participant asked for.
 */
export function createFailure(
  code: FailureCode,
  {
    retryAfterMs,
    detail,
  }: { retryAfterMs?: number; /** Shown in the workflow history; must contain no value. */ detail?: string } = {},
): ApplicationFailure {
  const rule = failures[code];
  return ApplicationFailure.create({
    type: code,
    message: detail === undefined ? rule.en : `${rule.en} (${detail})`,
    nonRetryable: rule.kind !== 'transient',
    ...(retryAfterMs !== undefined && { nextRetryDelay: retryAfterMs }),
  });
}
