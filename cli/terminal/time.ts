/** People read Japan's time, like everything else in the register: `2026-04-01 09:30:00`. */
export function localTime(instant: string): string {
  const japan = new Date(Date.parse(instant) + 9 * 60 * 60_000).toISOString();
  return `${japan.slice(0, 10)} ${japan.slice(11, 19)}`;
}
