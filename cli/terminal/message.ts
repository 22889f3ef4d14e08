import type { Language } from '../../config/language.ts';

/** `{name}` is filled from the values. */
export type Message = Readonly<Record<Language, string>>;
