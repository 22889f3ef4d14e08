/** The `code` of an error, as Node and PostgreSQL set it, or of its cause (fetch wraps the reason). */
export function errorCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return errorCodeOf(error.cause);
}
