/** As the server has it, which decides; long enough to say something. */
const shortestReason = 5;

export function isReason(text: string): boolean {
  return Array.from(text.trim()).length >= shortestReason;
}
