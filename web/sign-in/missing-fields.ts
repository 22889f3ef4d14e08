import { useState } from 'react';
import type { MessageKey } from '../catalogue.ts';
import { useWords } from '../components/preferences.tsx';

export interface Entered {
  value: string;
  /** What to say when nothing was entered. */
  missing: MessageKey;
}

/**
 * Names empty fields by id in the reader's language, because the browser would use its own. `isComplete` is called when
 * the form is sent, and moves the focus to the first empty field.
 */
export function useMissing<Id extends string>(
  fields: Readonly<Record<Id, Entered>>,
): { errorOf: (id: Id) => string | undefined; isComplete: () => boolean } {
  const t = useWords();
  const [asked, setAsked] = useState(false);
  return {
    errorOf: (id) => (asked && fields[id].value === '' ? t(fields[id].missing) : undefined),
    isComplete: () => {
      const first = Object.entries<Entered>(fields).find(([, { value }]) => value === '');
      setAsked(first !== undefined);
      if (first) document.getElementById(first[0])?.focus();
      return first === undefined;
    },
  };
}
