import { Checkbox, RadioGroup } from '../components/fields.tsx';
import { Menu } from '../components/menu.tsx';
import { themes, usePreferences, useWords } from '../components/preferences.tsx';

/** How the reader wants to see and use the pages, kept in this browser. */
export function DisplayMenu({ withShortcuts = false }: { withShortcuts?: boolean }) {
  const t = useWords();
  const { theme, setTheme, shortcuts, setShortcuts } = usePreferences();
  return (
    <Menu text={t('display.title')}>
      <RadioGroup
        legend={t('display.theme')}
        name="theme"
        value={theme}
        choices={themes.map((value) => ({ value, text: t(`display.theme.${value}`) }))}
        onChange={(value) => setTheme(themes.find((each) => each === value) ?? 'system')}
      />
      {withShortcuts && (
        <div>
          <Checkbox
            label={t('display.shortcuts')}
            checked={shortcuts}
            onChange={({ target }) => setShortcuts(target.checked)}
          />
          <p className="text-sm text-solid-gray-700">{t('display.shortcuts.hint')}</p>
        </div>
      )}
    </Menu>
  );
}
