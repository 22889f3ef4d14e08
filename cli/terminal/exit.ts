/** How a command ends. docs/commands.md documents these numbers for scripts, and they never change. */
export const exitCodes = {
  ok: 0,
  /** The command ran, but something in the answer is an error: an invalid value, a refused line, a refused action. */
  refused: 1,
  usage: 2,
  notRunning: 3,
  noRights: 4,
  internal: 5,
} as const;
/** What a shell sees of a command that Ctrl-C has ended. */
export const interruptedCode = 130;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Thrown to end a command with a sentence for the person, already in their language. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Somebody may have written a personal number where it does not belong, so no error repeats so many digits. */
export function withoutNumbers(text: string): string {
  return text.replaceAll(/[0-9０-９]{7,}/gu, '…');
}
