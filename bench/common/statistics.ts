/** The middle of the values; of an even count, between the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that at least this share of the values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export interface Spread {
  median: number;
  least: number;
  most: number;
}

/** With as few rounds as there are here, the extremes say more than a deviation would. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

export interface LatencySummary {
  count: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  most: number;
}

export function latencyOf(milliseconds: readonly number[]): LatencySummary {
  return {
    count: milliseconds.length,
    p50: percentile(milliseconds, 0.5),
    p90: percentile(milliseconds, 0.9),
    p95: percentile(milliseconds, 0.95),
    p99: percentile(milliseconds, 0.99),
    most: Math.max(...milliseconds),
  };
}

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** For `JSON.stringify`: so many digits behind the point; what is behind those is noise of the machine. */
export const roundNumbers =
  (digits: number) =>
  (_key: string, value: unknown): unknown =>
    typeof value === 'number' ? rounded(value, digits) : value;
