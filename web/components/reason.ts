/** The server checks the reason and decides; this is its least length. */
const shortestReason = 5;

export function isReason(text: string): boolean {
  return Array.from(text.trim()).length >= shortestReason;
}
