/** Japanese is fugo's first language; English stands beside it. */
export type Language = 'ja' | 'en';

/**
 * The language for people: `FUGO_LANG`, or else the locale. C and POSIX are set where nobody chose, so they count as
 * Japanese.
 */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const chosen = env['FUGO_LANG'] ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  if (chosen === '' || /^(C|POSIX)(\.|$)/i.test(chosen)) return 'ja';
  return chosen.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}
