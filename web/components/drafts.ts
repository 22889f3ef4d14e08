/**
 * What was typed and not sent, kept in this tab for its person and page until it is sent or cancelled, so that a reload
 * loses nothing. Never kept: fields marked as secret, and a text that could hold a personal number.
 */
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';
import type { FieldValues } from './form-fields.ts';

export interface Draft {
  /** Epoch milliseconds. */
  at: number;
  /** The heading over the form, as it was shown. */
  title: string;
  /** What stood in the fields before anything was typed. */
  before: FieldValues;
  values: FieldValues;
}
export interface DraftPlace {
  /** The id of who typed it. */
  person: string;
  path: string;
  /** Which form of the page. */
  form: string;
}

const prefix = 'fugo.draft';
const listeners = new Set<() => void>();
/** Drafts whose forms are on the page. */
const open = new Set<string>();
let version = 0;

const pageKey = ({ person, path }: Omit<DraftPlace, 'form'>): string => `${prefix} ${person} ${path} `;
const keyOf = (place: DraftPlace): string => `${pageKey(place)}${place.form}`;

export function saveDraft(place: DraftPlace, draft: Draft): void {
  const kept = [...draft.values].filter(([, value]) => mayKeep(value));
  if (kept.every(([key, value]) => (draft.before.get(key) ?? '') === value)) {
    removeDraft(place);
    return;
  }
  const before = [...draft.before].filter(([, value]) => mayKeep(value));
  write(keyOf(place), JSON.stringify({ ...draft, before, values: kept }));
}

export function findDraft(place: DraftPlace): Draft | null {
  return parse(read(keyOf(place)));
}

export function removeDraft(place: DraftPlace): void {
  write(keyOf(place), null);
}

/** Called while the form of a draft is on the page; the answer ends that. */
export function openDraft(place: DraftPlace): () => void {
  const key = keyOf(place);
  open.add(key);
  tell();
  return () => {
    open.delete(key);
    tell();
  };
}

/** The drafts of a page whose forms are not on it. */
export function listClosedDrafts(page: Omit<DraftPlace, 'form'>): { form: string; draft: Draft }[] {
  const start = pageKey(page);
  return keys()
    .filter((key) => key.startsWith(start) && !open.has(key))
    .flatMap((key) => {
      const draft = parse(read(key));
      return draft ? [{ form: key.slice(start.length), draft }] : [];
    });
}

/** Removes what others typed in this tab; without a person, everything. */
export function removeOtherDrafts(person: string | null): void {
  for (const key of keys()) {
    if (key.startsWith(prefix) && (person === null || !key.startsWith(`${prefix} ${person} `))) write(key, null);
  }
}

/** Another number after each change. */
export const draftsVersion = (): number => version;

export function onDraftsChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The first eleven digits of a personal number give its last, so a number that is being typed counts as one. */
export function mayKeep(value: string): boolean {
  const beingTyped = /(?<![0-9])(?:[0-9]{11}|[0-9]{4}([ -])[0-9]{4}\1[0-9]{3})(?![0-9])/u;
  return !hasPersonalNumber(value) && !beingTyped.test(value.normalize('NFKC'));
}

function parse(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only saveDraft writes under this prefix
    const { at, title, before, values } = JSON.parse(text) as {
      at: number;
      title: string;
      before: [string, string][];
      values: [string, string][];
    };
    return { at, title, before: new Map(before), values: new Map(values) };
  } catch {
    return null;
  }
}

/** Where the browser forbids storage, a reload loses what was typed. */
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string | null): void {
  try {
    if (text === null && sessionStorage.getItem(key) === null) return;
    if (text === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // Storage is forbidden or full.
  }
  tell();
}

function tell(): void {
  version += 1;
  for (const listener of listeners) listener();
}

function keys(): string[] {
  try {
    return Object.keys(sessionStorage);
  } catch {
    return [];
  }
}
