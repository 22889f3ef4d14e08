/**
 * How many durations fell into each of fixed buckets, so that days and municipalities can be added up and still have a
 * median and a 95th percentile, without looking at anybody again. Each bucket is a tenth wider than the one before:
 * whoever is in it is at most 4.9 % away from its middle, and so is every percentile (bucket 0, below a tenth of a
 * second: at most 0.1 s).
 */
export type DurationHistogram = Readonly<Record<string, number>>;

/** Bucket `n` from 1 on is of the seconds from `leastSeconds * growth ** (n - 1)` to `leastSeconds * growth ** n`. */
export const growth = 1.1;
export const leastSeconds = 0.1;

/**
 * Seconds, interpolated between the two neighbours as PostgreSQL's percentile_cont does; null when nobody was counted.
 * `share` is from 0 to 1.
 */
export function percentileOf(histogram: DurationHistogram, share: number): number | null {
  const buckets = Object.entries(histogram)
    .map(([bucket, count]) => ({ bucket: Number(bucket), count }))
    .toSorted((a, b) => a.bucket - b.bucket);
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const secondsOf = (rank: number): number => {
    let before = 0;
    const found = buckets.find(({ count }) => {
      before += count;
      return rank < before;
    });
    return middleOf(found?.bucket ?? 0);
  };
  const place = share * (total - 1);
  const [below, above] = [secondsOf(Math.floor(place)), secondsOf(Math.ceil(place))];
  return below + (above - below) * (place - Math.floor(place));
}

/** As far from the lower end of the bucket as from the upper, in proportion. */
function middleOf(bucket: number): number {
  return bucket === 0 ? leastSeconds / 2 : leastSeconds * growth ** (bucket - 0.5);
}
