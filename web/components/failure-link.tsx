import { linkClass } from './link.ts';
import { usePreferences, useWords } from './preferences.tsx';

/** To what the guide says of an error: what it means, and what to do. */
export function FailureLink({ code }: { code: string }) {
  const t = useWords();
  const { language } = usePreferences();
  return (
    <a href={failureSection(code, language)} target="_blank" rel="noreferrer" className={linkClass}>
      {t('problem.guide')}
    </a>
  );
}

export function failureSection(code: string, language: 'ja' | 'en'): string {
  return `/guides/failures${language === 'ja' ? '' : '-en'}#${code.toLowerCase()}`;
}
