/** 性別 of table 33 (S14). */
export const sexes = ['male', 'female', 'unknown'] as const;
export type Sex = (typeof sexes)[number];
