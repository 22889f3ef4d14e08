import type { Movers } from '../../../contracts/api/movers.ts';
import { numberSystems } from '../../../domain/number-systems.ts';
import { usePreferences, useWords } from '../../components/preferences.tsx';

type Mover = Movers['movers'][number];

/** What kind of move a line is, in words: a first entry, or what an update has changed. */
export function useKindOf(): (mover: Pick<Mover, 'kind' | 'changed'>) => string {
  const t = useWords();
  const { language } = usePreferences();
  return ({ kind, changed }) =>
    kind === 'registered'
      ? t('movers.kind.registered')
      : changed.map((change) => t(`movers.kind.${change}`)).join(language === 'ja' ? '・' : ', ');
}

/** The name of a number system beside its two digits; the digits alone where it is none of the seed's. */
export function useSystemName(): (numberSystem: string) => string {
  const { language } = usePreferences();
  const known: Readonly<Record<string, { ja: string; en: string }>> = numberSystems;
  return (numberSystem) => {
    const name = known[numberSystem]?.[language];
    return name === undefined ? numberSystem : `${numberSystem} ${name}`;
  };
}
