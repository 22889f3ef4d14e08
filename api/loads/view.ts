import type { Load } from '../../contracts/api/loads.ts';
import { findReasonText } from '../../contracts/api/load-reasons.ts';
import { doneOf, sumLines } from '../../domain/load-sums.ts';
import { calculatePace } from '../../domain/load-pace.ts';
import type { LoadErrors } from '../../storage/loads/errors.ts';
import type { LoadView } from '../../storage/loads/loads.ts';

/** A load as the API shows it. `now`: epoch milliseconds. */
export function loadOf(view: LoadView, errors: LoadErrors, now: number): Load {
  const { readTo, goodLines, badLines, results, underWay, members } = view;
  const acquired = view.acquired + errors.acquired;
  const judged = Object.values(results).reduce((sum, lines) => sum + lines, 0);
  const pace = calculatePace(
    {
      state: view.state,
      goodLines,
      readTo,
      judged,
      members,
      underWay,
      createdAt: view.createdAt.getTime(),
      startedAt: view.startedAt?.getTime() ?? null,
      finishedAt: view.finishedAt?.getTime() ?? null,
    },
    now,
  );
  const sums = sumLines({
    goodLines,
    badLines,
    results,
    members,
    underWay,
    acquired,
    inErrorList: errors.inErrorList,
    cancelled: errors.cancelled,
    retried: errors.retried,
  });
  return {
    loadId: view.loadId,
    state: view.state,
    reason: view.reason,
    reasonText: (view.reason !== null && findReasonText(view.reason)) || null,
    fileName: view.fileName,
    fileBytes: view.fileBytes,
    format: view.options.format,
    encoding: view.options.encoding,
    dryRun: view.dryRun,
    createdAt: view.createdAt.toISOString(),
    startedAt: view.startedAt?.toISOString() ?? null,
    finishedAt: view.finishedAt?.toISOString() ?? null,
    linesRead: readTo,
    goodLines,
    badLines,
    chunks: view.chunks,
    chunksEnded: view.chunksEnded,
    results,
    members,
    underWay,
    routed: view.routed,
    parked: view.parked,
    unconfirmed: view.unconfirmed,
    inErrorList: errors.inErrorList,
    acquired,
    waiting: Math.max(0, members - acquired - errors.inErrorList - errors.cancelled),
    sums,
    ...pace,
    done: doneOf(view.state, pace.done, sums),
  };
}
