/** The reader's language and calendar, kept in this browser. */
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { keep, loadKept } from './kept.ts';
import { createFormats, type Calendar, type Formats } from './formats.ts';
import { textOf, type MessageKey, type MessageValues } from '../catalogue.ts';
import type { Language } from './message.ts';

interface Preferences {
  language: Language;
  calendar: Calendar;
  setLanguage: (language: Language) => void;
  setCalendar: (calendar: Calendar) => void;
  formats: Formats;
}

const Context = createContext<Preferences | null>(null);

export function PreferencesProvider({ children }: { children: ReactNode }) {
  // The work is done in Japanese, so the browser's own language does not count.
  const [language, setLanguage] = useState<Language>(() => (loadKept('language') === 'en' ? 'en' : 'ja'));
  const [calendar, setCalendar] = useState<Calendar>(() =>
    loadKept('calendar') === 'japanese' ? 'japanese' : 'western',
  );
  useEffect(() => {
    document.documentElement.lang = language;
    keep('language', language);
  }, [language]);
  useEffect(() => keep('calendar', calendar), [calendar]);
  const value = useMemo(
    () => ({ language, calendar, setLanguage, setCalendar, formats: createFormats(language, calendar) }),
    [language, calendar],
  );
  return <Context value={value}>{children}</Context>;
}

export function usePreferences(): Preferences {
  const preferences = use(Context);
  if (!preferences) throw new Error('outside of PreferencesProvider');
  return preferences;
}

export type Words = (key: MessageKey, values?: MessageValues) => string;

export function useWords(): Words {
  const { language } = usePreferences();
  return (key, values) => textOf(key, language, values);
}

export function useFormats(): Formats {
  return usePreferences().formats;
}
