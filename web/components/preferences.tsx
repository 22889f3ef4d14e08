/** The reader's language, calendar, colours and keys, kept in this browser. */
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { keep, loadKept } from './kept.ts';
import { createFormats, type Calendar, type Formats } from './formats.ts';
import { textOf, type MessageKey, type MessageValues } from '../catalogue.ts';
import type { Language } from './message.ts';

/** As the reader's system has it, or always light or dark. */
export const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

interface Preferences {
  language: Language;
  calendar: Calendar;
  setLanguage: (language: Language) => void;
  setCalendar: (calendar: Calendar) => void;
  theme: Theme;
  setTheme: (theme: Theme) => void;
  /** Whether single keys do something. */
  shortcuts: boolean;
  setShortcuts: (on: boolean) => void;
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
  const [theme, setTheme] = useState<Theme>(() => themes.find((each) => each === loadKept('theme')) ?? 'system');
  useEffect(() => {
    // Read also by before-paint.js, when the page is loaded again.
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    keep('theme', theme);
  }, [theme]);
  const [shortcuts, setShortcuts] = useState(() => loadKept('shortcuts') !== 'off');
  useEffect(() => keep('shortcuts', shortcuts ? 'on' : 'off'), [shortcuts]);
  const value = useMemo(
    () => ({
      language,
      setLanguage,
      calendar,
      setCalendar,
      theme,
      setTheme,
      shortcuts,
      setShortcuts,
      formats: createFormats(language, calendar),
    }),
    [language, calendar, theme, shortcuts],
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
