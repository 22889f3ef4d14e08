import type { Language } from '../../config/language.ts';

/** Chooses by Accept-Language (RFC 9110 §12.5.4); Japanese if the header is absent or names neither language. */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  const preferences = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((each) => /^\s*q=([0-9.]+)\s*$/u.exec(each)?.[1]).find((each) => each !== undefined);
      return { language: languageOfRange(range.trim()), weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return preferences.find(({ language }) => language !== undefined)?.language ?? 'ja';
}

function languageOfRange(range: string): Language | undefined {
  if (range === '*' || /^ja(-|$)/u.test(range)) return 'ja';
  return /^en(-|$)/u.test(range) ? 'en' : undefined;
}
