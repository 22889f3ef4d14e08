/**
 * Where the lines of a load stand: one story for the page, the overview and the command. Each line that was read stands in
 * exactly one of the sums, so they add up to `read` in every state.
 */
import type { LoadState } from './load.ts';
import type { Stage } from './stages.ts';

interface LineCounts {
  goodLines: number;
  badLines: number;
  /** Judged lines by the judge's answer. */
  results: Readonly<Record<string, number>>;
  /** Residents for whom the load asks for a code. */
  members: number;
  /** Residents in chunks that have not ended, by stage. */
  underWay: Partial<Record<Stage, number>>;
  acquired: number;
  inErrorList: number;
  /** Cancelled by staff out of the error list. */
  cancelled: number;
  /** Retried by staff one by one, and not sent yet. */
  retried: number;
}

/** They add up to the lines that were read. */
export const partsOfRead = ['accepted', 'withoutPersonalNumber', 'wrong', 'held', 'repeated', 'ahead'] as const;
/** They add up to the lines that were accepted. */
export const partsOfAccepted = ['known', 'notSent', 'sent', 'confirmed', 'inErrorList', 'cancelled'] as const;
export type LineSum = 'read' | (typeof partsOfRead)[number] | (typeof partsOfAccepted)[number];
export type LoadSums = Record<LineSum, number>;

export const sumNames: Readonly<Record<LineSum, { ja: string; en: string }>> = {
  read: { ja: '読み取った行', en: 'Lines read' },
  accepted: { ja: '受け入れた行', en: 'Accepted' },
  withoutPersonalNumber: { ja: '個人番号なし', en: 'No personal number' },
  wrong: { ja: '誤りの行', en: 'Wrong' },
  held: { ja: '本人確認待ち', en: 'Held for a check' },
  repeated: { ja: '登録済みと同じ', en: 'There before' },
  ahead: { ja: '未登録', en: 'Not loaded yet' },
  known: { ja: '依頼済みの人', en: 'Asked for before' },
  notSent: { ja: '送付前', en: 'Not sent yet' },
  sent: { ja: '送付済・確認待ち', en: 'Sent, not confirmed' },
  confirmed: { ja: '取得確認済', en: 'Confirmed' },
  inErrorList: { ja: 'エラーリスト', en: 'In the error list' },
  cancelled: { ja: '取消', en: 'Cancelled' },
};

/** Counts that are read at different moments may not agree; what is too much of one is then left out of it. */
export function sumLines(counts: LineCounts): LoadSums {
  const { goodLines, badLines, results, members, underWay, acquired, inErrorList, cancelled, retried } = counts;
  const judged = Object.values(results).reduce((sum, lines) => sum + lines, 0);
  const good = portionsOf(goodLines);
  const refused = good.take(results['refused']);
  const repeated = good.take(results['repeated']);
  const withoutPersonalNumber = good.take(results['awaitingPersonalNumber']);
  const held = good.take(results['held']);
  const ahead = good.take(goodLines - judged);
  const accepted = good.rest();
  const requested = portionsOf(good.take(members));
  const sums = {
    read: goodLines + badLines,
    accepted,
    withoutPersonalNumber,
    wrong: badLines + refused,
    held,
    repeated,
    ahead,
    // Of residents whose code was asked for before or by another line.
    known: good.rest(),
    confirmed: requested.take(acquired),
    inErrorList: requested.take(inErrorList),
    cancelled: requested.take(cancelled),
    notSent: requested.take(
      Object.entries(underWay).reduce((sum, [stage, count]) => sum + (stage === 'ROUTED' ? 0 : count), retried),
    ),
  };
  return { ...sums, sent: requested.rest() };
}

function portionsOf(whole: number): { take: (wanted: number | undefined) => number; rest: () => number } {
  let left = Math.max(0, whole);
  return {
    take(wanted = 0) {
      const taken = Math.min(left, Math.max(0, wanted));
      left -= taken;
      return taken;
    },
    rest: () => left,
  };
}

/** Of the whole way of a load, how much ends with the sending; the rest is the confirmation. */
export const shareOfSending = 0.9;

/**
 * 0 to 1, and 1 only when nothing waits any more: no line for its turn, no resident for the sending or the confirmation,
 * and nobody in the error list. Null where there is no end to reach. `sentShare`: of the way as far as the sending.
 */
export function doneOf(state: LoadState, sentShare: number | null, sums: LoadSums): number | null {
  if (sentShare === null || state === 'FAILED' || state === 'CANCELLED') return null;
  if (state === 'CHECKED') return 1;
  const { ahead, notSent, sent, inErrorList, confirmed, cancelled } = sums;
  const isOpen = state !== 'DONE' || ahead + notSent + sent + inErrorList > 0;
  if (!isOpen) return 1;
  const requested = notSent + sent + inErrorList + confirmed + cancelled;
  const confirmedShare = requested === 0 ? 1 : (confirmed + cancelled) / requested;
  return Math.min(mostBeforeEnd, Math.max(0, shareOfSending * sentShare + (1 - shareOfSending) * confirmedShare));
}
const mostBeforeEnd = 0.999;
