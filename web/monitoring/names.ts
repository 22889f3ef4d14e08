import type { Incident } from '../../contracts/api/monitoring.ts';
import { wordsOfCause } from '../../domain/monitoring/causes.ts';
import type { Language } from '../components/message.ts';
import { usePreferences } from '../components/preferences.tsx';
import { useAround } from '../shell/around.ts';
import { usePlace } from '../shell/place.tsx';

/** Names organisations around the page's; until they are there, by their codes. */
export function useOrganisationName(): (organisation: string) => string {
  const { language } = usePreferences();
  const place = usePlace();
  const around = useAround(place.organisation, place.may('servers:read'));
  return (organisation) => {
    if (organisation === place.organisation) return place.name;
    const found = around.find((each) => each.organisation === organisation);
    return found ? found[language === 'ja' ? 'name' : 'nameEn'] : organisation;
  };
}

/** `機器: 応答なし`; of what is no target, the cause alone. */
export function whatOf(
  { name, nameEn, cause }: Pick<Incident, 'name' | 'nameEn' | 'cause'>,
  language: Language,
): string {
  const about = language === 'ja' ? name : nameEn;
  const why = wordsOfCause(cause)[language];
  return about === null ? why : `${about}: ${why}`;
}
