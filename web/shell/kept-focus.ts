/**
 * Browsers drop the focus when its element is removed: a deleted row, a button that has done its work, a form that was
 * made anew. People who use a keyboard or a screen reader would begin at the top again, so this puts the focus nearby.
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
    // Whoever points somewhere has left the place before, even when nothing takes the focus there.
    const onPoint = (): void => {
      last = null;
    };
    const observer = new MutationObserver((records) => {
      if (!last || last.isConnected) return;
      const place = findPlace(last, records);
      last = null;
      if (!place) return;
      // Where the page sets the focus itself, as on the next page's heading, that stands.
      setTimeout(() => {
        if (document.activeElement === null || document.activeElement === document.body) findNearest(place)?.focus();
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
  /** The same element in what replaced the removed part. */
  counterpart: HTMLElement | undefined;
  isRow: boolean;
  before: Node | null;
  after: Node | null;
  parent: Node;
}

/** Finds the outermost part that was removed with the element, and what stood around it. */
function findPlace(lost: Element, records: readonly MutationRecord[]): Place | undefined {
  let place: Place | undefined;
  let counterpart: HTMLElement | undefined;
  let within: Node = lost;
  for (;;) {
    const record = records.find(({ removedNodes }) => [...removedNodes].some((node) => node.contains(within)));
    if (!record || record.target === within) return place;
    counterpart ??= findCounterpart(lost, record, records);
    place = {
      counterpart,
      isRow: record.target.nodeName === 'TBODY',
      before: record.previousSibling,
      after: record.nextSibling,
      parent: record.target,
    };
    if (record.target.isConnected) return place;
    within = record.target;
  }
}

/** Finds the element's counterpart: at the same place in a new part with as many elements. */
function findCounterpart(
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

function findNearest({ counterpart, isRow, before, after, parent }: Place): HTMLElement | undefined {
  if (counterpart?.isConnected) return counterpart;
  // After a row comes the next row; otherwise the focus goes back, so that reading goes on where it was.
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

/** The heading of the part, or of the page. */
function headingAbove(parent: Node): HTMLElement | undefined {
  const element = parent instanceof Element ? parent : parent.parentElement;
  const part = element?.closest('dialog, section, main') ?? document.querySelector('main');
  const heading = part?.querySelector<HTMLElement>('h1, h2') ?? undefined;
  heading?.setAttribute('tabindex', '-1');
  return heading;
}
