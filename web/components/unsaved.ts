import { useBlocker } from '@tanstack/react-router';
import { useWords } from './preferences.tsx';

/** Asks before the person loses what they entered, by going to another page or closing the tab. */
export function useUnsaved(unsaved: boolean): { mayLeave: () => boolean } {
  const t = useWords();
  // The browser's own question cannot be overlooked.
  // oxlint-disable-next-line no-alert -- the router must have the answer before it goes on
  const mayLeave = (): boolean => !unsaved || window.confirm(t('app.leave'));
  useBlocker({ shouldBlockFn: () => !mayLeave(), enableBeforeUnload: () => unsaved, disabled: !unsaved });
  return { mayLeave };
}
