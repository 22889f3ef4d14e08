/**
 * Where the focus goes when what had it is taken away: a row that was deleted, a button that has done its work, a form that
 * was made anew. Browsers then drop it, and whoever works by keyboard or hears the page would begin again at the top.
 */
import { useEffect } from 'react';

const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';

export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    const onFocus = ({ target }: FocusEvent): void => {
      last = target instanceof Element ? target : null;
    };
    // Whoever points at something has left the place before, also where it takes no focus.
    const onPoint = (): void => {
      last = null;
    };
    const observer = new MutationObserver((records) => {
      if (!last || last.isConnected) return;
      const place = placeOf(last, records);
      last = null;
      if (!place) return;
      // Where the page itself puts the focus, as on the heading of the next one, that stands.
      setTimeout(() => {
        if (document.activeElement === null || document.activeElement === document.body) nearestTo(place)?.focus();
      });
    });
    document.addEventListener('focusin', onFocus);
    document.addEventListener('pointerdown', onPoint, true);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('pointerdown', onPoint, true);
    };
  }, []);
}

interface Place {
  /** The same in what was put in its place. */
  anew: HTMLElement | undefined;
  isRow: boolean;
  before: Node | null;
  after: Node | null;
  parent: Node;
}

/** The outermost that was taken away together with the element, and what stood around it. */
function placeOf(lost: Element, records: readonly MutationRecord[]): Place | undefined {
  let place: Place | undefined;
  let anew: HTMLElement | undefined;
  let within: Node = lost;
  for (;;) {
    const record = records.find(({ removedNodes }) => [...removedNodes].some((node) => node.contains(within)));
    if (!record || record.target === within) return place;
    anew ??= madeAnew(lost, record, records);
    place = {
      anew,
      isRow: record.target.nodeName === 'TBODY',
      before: record.previousSibling,
      after: record.nextSibling,
      parent: record.target,
    };
    if (record.target.isConnected) return place;
    within = record.target;
  }
}

/** The element's like, at its place in a part that has as many as the one that went. */
function madeAnew(
  lost: Element,
  { removedNodes, target }: MutationRecord,
  records: readonly MutationRecord[],
): HTMLElement | undefined {
  const gone = [...removedNodes].find((node) => node.contains(lost));
  const [before, index] = [allIn(gone), allIn(gone).findIndex((element) => element === lost)];
  return records
    .filter((record) => record.target === target)
    .flatMap(({ addedNodes }) => [...addedNodes])
    .filter((node) => node.isConnected && node.nodeName === gone?.nodeName && allIn(node).length === before.length)
    .map((node) => allIn(node)[index])
    .find((element) => element?.nodeName === lost.nodeName && element.textContent === lost.textContent);
}

function nearestTo({ anew, isRow, before, after, parent }: Place): HTMLElement | undefined {
  if (anew?.isConnected) return anew;
  // Of a row the next one, as in any list; else what stands before, so that reading goes on where it was.
  const beside = isRow
    ? [focusablesIn(after)[0], focusablesIn(before)[0]]
    : [focusablesIn(before).at(-1), focusablesIn(after)[0]];
  return beside.find((element) => element !== undefined) ?? headingAbove(parent);
}

function focusablesIn(node: Node | null): HTMLElement[] {
  return node?.isConnected ? allIn(node).filter((element) => element.checkVisibility()) : [];
}

function allIn(node: Node | undefined): HTMLElement[] {
  if (!(node instanceof HTMLElement)) return [];
  return [...(node.matches(focusable) ? [node] : []), ...node.querySelectorAll<HTMLElement>(focusable)];
}

/** Of the part of the page, or of the page. */
function headingAbove(parent: Node): HTMLElement | undefined {
  const element = parent instanceof Element ? parent : parent.parentElement;
  const part = element?.closest('dialog, section, main') ?? document.querySelector('main');
  const heading = part?.querySelector<HTMLElement>('h1, h2') ?? undefined;
  heading?.setAttribute('tabindex', '-1');
  return heading;
}
