import { useMatches } from '@tanstack/react-router';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { linkClass } from '../components/link.ts';
import { guideAddress, guideSections } from './guide-sections.ts';

/** To the section of the guides that the page is about, beside the work: what was typed stays. */
export function GuideLink() {
  const t = useWords();
  const { language } = usePreferences();
  const route = useMatches({ select: (matches) => matches.at(-1)?.fullPath ?? '/' });
  const section = guideSections[route === '/' ? route : route.replace(/\/$/u, '')];
  return (
    <a
      href={guideAddress(section, language)}
      target="_blank"
      rel="noreferrer"
      aria-label={t('app.guide.newTab')}
      className={`${linkClass} whitespace-nowrap print:hidden`}
    >
      {t('app.guide')}
    </a>
  );
}
