import { say, type Context } from '../terminal/context.ts';
import { elapsedText } from '../terminal/table.ts';
import { errorsText } from './board.ts';
import type { Sent } from './clerks.ts';
import { countAccounted, type Progress } from './progress.ts';

/** What a machine reads. docs/commands.md promises the first seven members; others may follow. */
export interface Summary {
  residents: number;
  transfers: number;
  /** 依頼済. */
  requested: number;
  errors: Record<string, number>;
  duplicateRequests: number;
  seconds: number;
  residentsPerSecond: number;
  waitingForNumber: number;
  waitingForHours: number;
  /** Residents about whom none of the above can be said; more than 0 is an error. */
  unaccounted: number;
  refusedTransfers: number;
  seed: number;
  /** Whether the run ended before `--limit`. */
  finished: boolean;
}

export function summaryOf(outcome: {
  residents: number;
  seed: number;
  sent: Sent;
  total: Progress;
  duplicateRequests: number;
  millis: number;
  inTime: boolean;
}): Summary {
  const { residents, seed, sent, total, duplicateRequests, millis, inTime } = outcome;
  const seconds = Math.round(millis / 100) / 10;
  return {
    residents,
    transfers: sent.transfers,
    requested: total.requested,
    errors: total.errors,
    duplicateRequests,
    seconds,
    residentsPerSecond: Math.round((residents / Math.max(0.1, seconds)) * 100) / 100,
    waitingForNumber: total.waitingForNumber,
    waitingForHours: total.waitingForHours,
    unaccounted: residents - countAccounted(total),
    refusedTransfers: sent.refused,
    seed,
    finished: inTime,
  };
}

export function isSound({ unaccounted, duplicateRequests, refusedTransfers, finished }: Summary): boolean {
  return finished && unaccounted === 0 && duplicateRequests === 0 && refusedTransfers === 0;
}

export function summaryLines(context: Pick<Context, 'language'>, summary: Summary): string[] {
  const none = say(context, 'none');
  const lines: [string, string][] = [
    [say(context, 'demo.residents'), String(summary.residents)],
    [say(context, 'demo.transfers'), String(summary.transfers)],
    [say(context, 'status.REQUESTED'), String(summary.requested)],
    [say(context, 'demo.errors'), errorsText(summary.errors) || none],
    [say(context, 'demo.duplicates'), String(summary.duplicateRequests)],
    [
      say(context, 'demo.time'),
      say(context, 'demo.timeText', {
        elapsed: elapsedText(summary.seconds * 1_000),
        perSecond: summary.residentsPerSecond,
      }),
    ],
  ];
  if (summary.waitingForNumber > 0) {
    lines.push([say(context, 'demo.waitingForNumber'), String(summary.waitingForNumber)]);
  }
  if (summary.waitingForHours > 0) lines.push([say(context, 'demo.waitingForHours'), String(summary.waitingForHours)]);
  if (summary.unaccounted !== 0) lines.push([say(context, 'demo.unaccounted'), String(summary.unaccounted)]);
  if (summary.refusedTransfers > 0) lines.push([say(context, 'demo.refused'), String(summary.refusedTransfers)]);
  return lines.map(([title, value]) => `  ${title}: ${value}`);
}
