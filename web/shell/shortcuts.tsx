/** Single keys for whoever works here all day. Each of them can be switched off at once (WCAG 2.1.4). */
import { useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { usePreferences, useWords } from '../components/preferences.tsx';
import { quickSearchField } from './quick-search.tsx';

const keys = ['search', 'next', 'previous', 'open', 'help'] as const;
const signs: Record<(typeof keys)[number], string> = { search: '/', next: 'j', previous: 'k', open: '↵', help: '?' };

/** Listens for the keys, and shows them all when it is asked to. */
export function Shortcuts() {
  const t = useWords();
  const { shortcuts, setShortcuts } = usePreferences();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!shortcuts) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
      // Below a dialog nothing can be reached.
      if (document.querySelector('dialog[open]')) return;
      const act = { '/': focusSearch, j: () => moveRow(1), k: () => moveRow(-1), '?': () => setShown(true) }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [shortcuts]);
  if (!isShown) return null;
  return (
    <Dialog title={t('keys.title')} onClose={() => setShown(false)}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2">
        {keys.map((key) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-block min-w-9 rounded-4 border border-solid-gray-600 px-2 text-center font-mono font-bold">
                {signs[key]}
              </kbd>
            </dt>
            <dd>{t(`keys.${key}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="text-solid-gray-800">{t('keys.off.text')}</p>
      <div className="flex flex-wrap justify-end gap-3">
        <Button
          look="secondary"
          onClick={() => {
            setShown(false);
            setShortcuts(false);
          }}
        >
          {t('keys.off')}
        </Button>
        <Button onClick={() => setShown(false)}>{t('keys.close')}</Button>
      </div>
    </Dialog>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])'))
  );
}

/** The field of the frame, or where that is not, the first of a search form of the page. */
function focusSearch(): void {
  const field =
    document.getElementById(quickSearchField) ??
    document.querySelector<HTMLElement>('main [role="search"] :is(input, select), main input[type="search"]');
  field?.focus();
}

/** Goes to the link of the next row of a list: of the one in which the reader is, otherwise of the first in sight. */
function moveRow(by: 1 | -1): void {
  const current = document.activeElement?.closest<HTMLElement>('[data-row]') ?? null;
  const list = current?.parentElement ?? document.querySelector('main [data-row]')?.parentElement;
  const rows = [...(list?.querySelectorAll<HTMLElement>(':scope > [data-row]') ?? [])];
  const row = rows[current ? rows.indexOf(current) + by : 0];
  if (!row) return;
  const target =
    row.querySelector<HTMLElement>('[data-opens] :is(a[href], button)') ??
    row.querySelector<HTMLElement>('a[href]') ??
    row;
  if (target === row) row.tabIndex = -1;
  target.focus();
  row.scrollIntoView({ block: 'nearest' });
}
