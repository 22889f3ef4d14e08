export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

/** `{name}` is filled from the values. */
export type Message = Readonly<Record<Language, string>>;
