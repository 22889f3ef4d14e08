/**
 * A personal number that somebody typed where other numbers are looked for, on its way to the form that asks for a
 * reason. It is in memory alone, and forgotten as soon as the form has it.
 */
import { useSyncExternalStore } from 'react';

let number: string | null = null;
const listeners = new Set<() => void>();

export function handOver(given: string | null): void {
  number = given;
  for (const listener of listeners) listener();
}

export function useHandedOver(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => number,
  );
}
