import { ApiError } from './client.ts';
import type { Language } from './message.ts';

export interface FieldError {
  /** Its path in the body: `closes`, `exceptions[2].to`. */
  field: string;
  text: string;
}

/** Lists what the server found wrong in single fields, in the reader's language. */
export function listFieldErrors(error: unknown, language: Language): FieldError[] {
  const problem = error instanceof ApiError ? error.problem : null;
  return (problem?.errors ?? []).map(({ field, message }) => ({ field, text: message[language] }));
}

/** The same errors by field. Of several errors of one field it keeps the last. */
export function fieldErrorsOf(error: unknown, language: Language): Partial<Record<string, string>> {
  return Object.fromEntries(listFieldErrors(error, language).map(({ field, text }) => [field, text]));
}
