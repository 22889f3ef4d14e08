import { useBlocker } from '@tanstack/react-router';
import { useWords } from './preferences.tsx';

/** Asks before what was entered is lost: on the way to another page, and before the tab is closed. */
export function useUnsaved(unsaved: boolean): { mayLeave: () => boolean } {
  const t = useWords();
  // The browser's own question: it cannot be overlooked and needs nothing from us.
  // oxlint-disable-next-line no-alert -- the router must have the answer before it goes on
  const mayLeave = (): boolean => !unsaved || window.confirm(t('app.leave'));
  useBlocker({ shouldBlockFn: () => !mayLeave(), enableBeforeUnload: () => unsaved, disabled: !unsaved });
  return { mayLeave };
}
