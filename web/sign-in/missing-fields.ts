import { useState } from 'react';
import type { MessageKey } from '../catalogue.ts';
import { useWords } from '../components/preferences.tsx';

export interface Entered {
  value: string;
  /** What is said where nothing was entered. */
  missing: MessageKey;
}

/**
 * What is still to be entered, by the id of its field and in the reader's language; the browser would say it in its own.
 * `isComplete` is asked when the form is sent, and leads to the first field that is empty.
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
