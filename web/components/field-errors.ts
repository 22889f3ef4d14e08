import { ApiError } from './client.ts';
import type { Language } from './message.ts';

/** What the server says of single fields, by their names. */
export function fieldErrorsOf(error: unknown, language: Language): Partial<Record<string, string>> {
  const errors = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return Object.fromEntries(errors.map(({ field, message }) => [field, message[language]]));
}

/** As the server has it, which decides; long enough to say something. */
const shortestReason = 5;

export function isReason(text: string): boolean {
  return Array.from(text.trim()).length >= shortestReason;
}
