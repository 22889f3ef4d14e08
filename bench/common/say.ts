/** What the bench is doing, with the seconds since it began; on standard error, because the result is the output. */
export type Say = (line: string) => void;

const startedAt = Date.now();

export function say(line: string): void {
  process.stderr.write(`[${Math.round((Date.now() - startedAt) / 1_000)} s] ${line}\n`);
}
