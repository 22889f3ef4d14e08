/** What a form remembers of what is typed in it: whether there is something, and its draft. */
import { createContext, use, useEffect, useState, type RefObject } from 'react';
import { areEqual, fillFields, readFields, type FieldValues } from './form-fields.ts';
import { findDraft, mayKeep, openDraft, removeDraft, saveDraft, type Draft, type DraftPlace } from './drafts.ts';
import { setTyped } from './typed.ts';

/** The id of whose drafts are kept; null where nobody is signed in. */
export const DraftOwner = createContext<string | null>(null);

interface Remembered {
  isTyped: boolean;
  /** What was typed before, as long as it was neither taken nor dropped. */
  offered: Draft | null;
  onTyped: () => void;
  onSubmitted: () => void;
  /** Puts back what stood there before, and offers what was typed. */
  cancel: () => void;
  take: () => void;
  drop: () => void;
}

interface Settings {
  form: RefObject<HTMLFormElement | null>;
  /** Whether a draft is kept; a search only counts as typed. */
  keeps: boolean;
  /** What distinguishes the form from others under the same heading. */
  about: string | undefined;
  /** The heading of the dialog that it stands in. */
  dialogTitle: string | null;
}

interface Inner {
  /** What stood in the fields before anything was typed, with those that are never stored. */
  before: FieldValues;
  /** The same without those. */
  stored: FieldValues;
  place: DraftPlace | null;
  title: string;
  wasTouched: boolean;
  isSubmitted: boolean;
  isFilling: boolean;
}
const begin = (): Inner => ({
  before: new Map(),
  stored: new Map(),
  place: null,
  title: '',
  wasTouched: false,
  isSubmitted: false,
  isFilling: false,
});

export function useDraft({ form, keeps, about, dialogTitle }: Settings): Remembered {
  const person = use(DraftOwner);
  const [isTyped, setIsTyped] = useState(false);
  const [offered, setOffered] = useState<Draft | null>(null);
  const [inner] = useState(begin);

  const look = (): void => {
    const shown = form.current;
    if (!shown || person === null || inner.isFilling) return;
    if (!inner.wasTouched) {
      inner.before = readFields(shown, { withSecrets: true });
      inner.stored = readFields(shown);
      return;
    }
    const now = !areEqual(readFields(shown, { withSecrets: true }), inner.before);
    setTyped(inner, now);
    setIsTyped(now);
    if (!keeps || !inner.place) return;
    if (!now) removeDraft(inner.place);
    else
      saveDraft(inner.place, { at: Date.now(), title: inner.title, before: inner.stored, values: readFields(shown) });
  };
  // The page empties a form that it has sent, and fills in what it has read, without anybody typing.
  useEffect(look);
  useEffect(() => {
    const shown = form.current;
    if (!shown || person === null || !keeps) return undefined;
    inner.title = dialogTitle ?? headingOver(shown);
    const place = { person, path: window.location.pathname, form: [about, inner.title].join(' ').trim() };
    inner.place = place;
    const draft = findDraft(place);
    if (draft && (about !== undefined || areEqual(draft.before, kept(inner.stored)))) setOffered(draft);
    const close = openDraft(place);
    return () => {
      close();
      // Whoever goes to another page without having sent it finds it again.
      if (inner.isSubmitted || window.location.pathname === place.path) removeDraft(place);
    };
    // The heading may be translated meanwhile; the place stays.
  }, [person, keeps, about]);
  useEffect(() => () => setTyped(inner, false), [inner]);

  const fill = async (values: FieldValues): Promise<void> => {
    if (!form.current) return;
    inner.isFilling = true;
    await fillFields(form.current, values);
    inner.isFilling = false;
    look();
  };
  return {
    isTyped,
    offered,
    onTyped: () => {
      inner.wasTouched = true;
      inner.isSubmitted = false;
      look();
    },
    onSubmitted: () => {
      inner.isSubmitted = true;
    },
    cancel: () => {
      const shown = form.current;
      if (!shown) return;
      const typed = { at: Date.now(), title: inner.title, before: inner.stored, values: readFields(shown) };
      void fill(inner.before).then(() => setOffered(typed));
    },
    take: () => {
      if (offered) void fill(offered.values);
      setOffered(null);
    },
    drop: () => {
      if (inner.place && !isTyped) removeDraft(inner.place);
      setOffered(null);
    },
  };
}

function kept(values: FieldValues): FieldValues {
  return new Map([...values].filter(([, value]) => mayKeep(value)));
}

function headingOver(form: HTMLFormElement): string {
  const named = form.getAttribute('aria-label');
  const heading = form.closest('section')?.querySelector('h2') ?? document.querySelector('h1');
  return (named ?? heading?.textContent ?? '').trim();
}
