/** Parts that all frames share. */
import { usePreferences, useWords } from '../components/preferences.tsx';
import { Button } from '../components/button.tsx';

export function SkipLink() {
  const t = useWords();
  return (
    <a
      href="#content"
      className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10 focus:inline-flex focus:min-h-11 focus:items-center focus:bg-white focus:px-4 focus:font-bold focus:text-key-900 focus:underline"
      onClick={(event) => {
        // The address belongs to the router, so the link moves only the focus.
        event.preventDefault();
        document.getElementById('content')?.focus();
      }}
    >
      {t('app.skip')}
    </a>
  );
}

export function Mark() {
  const t = useWords();
  return (
    <span className="flex items-center gap-3 font-bold">
      <img src="/mark.svg" alt="" width="32" height="32" />
      <span className="text-lg whitespace-nowrap">{t('app.name')}</span>
    </span>
  );
}

export function LanguageSwitch() {
  const { language, setLanguage } = usePreferences();
  const t = useWords();
  const other = language === 'ja' ? 'en' : 'ja';
  return (
    <Button look="quiet" size="small" lang={other} onClick={() => setLanguage(other)}>
      {t('app.otherLanguage')}
    </Button>
  );
}

export function CalendarSwitch() {
  const { calendar, setCalendar } = usePreferences();
  const t = useWords();
  const isJapanese = calendar === 'japanese';
  return (
    <label className="flex min-h-11 items-center gap-2 whitespace-nowrap">
      <input
        type="checkbox"
        checked={isJapanese}
        onChange={() => setCalendar(isJapanese ? 'western' : 'japanese')}
        className="size-6 shrink-0"
      />
      {t('app.japaneseCalendar')}
    </label>
  );
}
