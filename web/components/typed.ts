/** Which forms hold something that was typed and not sent. While there is one, no page is replaced by another. */
import { useSyncExternalStore } from 'react';

const filled = new Set<object>();
const listeners = new Set<() => void>();

export function setTyped(form: object, isTyped: boolean): void {
  if (filled.has(form) === isTyped) return;
  if (isTyped) filled.add(form);
  else filled.delete(form);
  for (const listener of listeners) listener();
}

export function useIsTyped(): boolean {
  return useSyncExternalStore(subscribe, () => filled.size > 0);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
