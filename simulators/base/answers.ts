import type { LineResult, RequestState } from '../../contracts/participants/common.ts';

/** A result for each line, in the order of the request. */
export function resultsInOrder(lines: readonly { lineId: string }[], results: readonly LineResult[]): LineResult[] {
  const byLine = new Map(results.map((result) => [result.lineId, result]));
  return lines.map(({ lineId }) => byLine.get(lineId) ?? { lineId, result: 'repeated' });
}

export function lineResult(lineId: string, result: 'accepted' | 'repeated', refused: string | null): LineResult {
  return refused === null ? { lineId, result } : { lineId, result: 'refused', reason: refused };
}

/** Answers a question about a request whose answer was lost. */
export function requestStateOf(
  requestId: string,
  rows: readonly { line_id: string; refused: string | null }[],
): RequestState {
  if (rows.length === 0) return { state: 'unknown', requestId };
  return { state: 'taken', requestId, results: rows.map((row) => lineResult(row.line_id, 'accepted', row.refused)) };
}
