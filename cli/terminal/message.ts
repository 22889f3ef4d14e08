import type { Language } from '../../config/language.ts';

/** `{name}` stands for the value of that name. */
export type Message = Readonly<Record<Language, string>>;
