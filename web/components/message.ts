export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

/** `{name}` stands for the value of that name. */
export type Message = Readonly<Record<Language, string>>;
