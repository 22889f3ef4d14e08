/** What the pages of deliveries say alike. */
import { deliveryErrorNames } from '../../contracts/delivery-names.ts';
import type { Language } from '../components/message.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long ago something was: in minutes, hours or, from two days on, in days. */
export function useAge(): (instant: string) => string {
  const t = useWords();
  const formats = useFormats();
  return (instant) => {
    const ms = Date.now() - Date.parse(instant);
    if (ms < minuteMs) return t('deliveries.ago.now');
    const [unit, length] =
      ms < hourMs
        ? (['minutes', minuteMs] as const)
        : ms < 2 * dayMs
          ? (['hours', hourMs] as const)
          : (['days', dayMs] as const);
    return t(`deliveries.ago.${unit}`, { count: formats.count(Math.floor(ms / length)) });
  };
}

const errors = new Map<string, { ja: string; en: string }>(Object.entries(deliveryErrorNames));

/** The words of a target's error; one that is not known stands as it came. */
export function errorText(error: string, language: Language): string {
  return errors.get(error)?.[language] ?? error;
}

/** The name in the reader's language. */
export function useNameOf(): (named: { name: string; nameEn: string }) => string {
  const { language } = usePreferences();
  return ({ name, nameEn }) => (language === 'ja' ? name : nameEn);
}
