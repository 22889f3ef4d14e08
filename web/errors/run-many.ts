/**
 * Acts on many chosen entries, one after the other: first on one alone, and on the others only when that has helped.
 * Each action uses the route for one entry, so each has its own line in the audit log.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorEntry } from '../../contracts/api/error-list.ts';
import { actOnError, errorsKey, findErrorEntry } from './calls.ts';
import { countsQuery } from '../overview/calls.ts';

export type ManyAction = 'retry' | 'cancel';
export type ManyState = 'first' | 'watching' | 'others' | 'stopped' | 'back' | 'done';
export interface ManyItem {
  failureId: string;
  /** The integrated number. */
  number: string | null;
  state: 'waiting' | 'running' | 'done' | 'refused' | 'left';
  /** Why it was refused. */
  error?: unknown;
}
export interface Many {
  action: ManyAction;
  state: ManyState;
  items: readonly ManyItem[];
}

/** Milliseconds between two entries, so that no participant is flooded. */
const betweenMs = 250;
const look = { firstMs: 1_000, longestMs: 10_000 };

export const isUnderWay = ({ state }: Many): boolean => state === 'first' || state === 'watching' || state === 'others';

export interface ManyRun {
  many: Many | null;
  begin: (action: ManyAction, entries: readonly ErrorEntry[], staff: { staffId: string; reason: string }) => void;
  /** Goes on without waiting for the first entry. */
  goOn: () => void;
  stop: () => void;
  close: () => void;
}

/** Leaving the page ends this, and what was not begun is left alone. */
export function useRunMany(municipality: string): ManyRun {
  const client = useQueryClient();
  const [many, setMany] = useState<Many | null>(null);
  const control = useRef({ stopped: false, goesOn: false, wake: (): void => undefined });
  const stop = useCallback(() => {
    control.current.stopped = true;
    control.current.wake();
  }, []);
  useEffect(() => stop, [stop]);

  const begin: ManyRun['begin'] = (action, entries, staff) => {
    const mine = { stopped: false, goesOn: false, wake: (): void => undefined };
    control.current = mine;
    let run: Many = {
      action,
      state: 'first',
      items: entries.map(({ failureId, integratedAddressNumber: number }) => ({ failureId, number, state: 'waiting' })),
    };
    const triesOf = new Map(entries.map(({ failureId, tries }) => [failureId, tries]));
    const show = (changed: Partial<Many>): void => setMany((run = { ...run, ...changed }));
    const mark = (failureId: string, changed: Partial<ManyItem>): void =>
      show({ items: run.items.map((item) => (item.failureId === failureId ? { ...item, ...changed } : item)) });
    const pause = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        mine.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });

    const actOn = async (failureId: string): Promise<boolean> => {
      mark(failureId, { state: 'running' });
      try {
        const tries = triesOf.get(failureId);
        const seen = action === 'retry' && tries !== undefined ? { tries } : {};
        await actOnError(municipality, failureId, action, { ...staff, ...seen });
        mark(failureId, { state: 'done' });
        return true;
      } catch (error) {
        mark(failureId, { state: 'refused', error });
        return false;
      }
    };

    /** Follows the first entry as the bulk retry does: an entry that was cancelled meanwhile has shown nothing. */
    const watch = async (failureId: string): Promise<'past' | 'back' | 'gone'> => {
      show({ state: 'watching' });
      for (let ms = look.firstMs; !mine.stopped && !mine.goesOn; ms = Math.min(ms * 1.5, look.longestMs)) {
        const standing = await findErrorEntry(municipality, failureId).then(
          (entry) => entry.standing,
          () => 'waiting' as const,
        );
        if (standing === 'past' || standing === 'back' || standing === 'gone') return standing;
        await pause(ms);
      }
      return 'past';
    };

    const work = async (): Promise<ManyState> => {
      let isShown = false;
      for (const { failureId } of run.items) {
        if (mine.stopped) return 'stopped';
        show({ state: isShown ? 'others' : 'first' });
        if ((await actOn(failureId)) && !isShown) {
          const outcome = action === 'retry' ? await watch(failureId) : 'past';
          if (outcome === 'back') return 'back';
          isShown = outcome === 'past';
        } else {
          await pause(betweenMs);
        }
      }
      return 'done';
    };

    show({});
    const finish = async (): Promise<void> => {
      const state = await work();
      show({ state, items: run.items.map((item) => (item.state === 'waiting' ? { ...item, state: 'left' } : item)) });
      void client.invalidateQueries({ queryKey: errorsKey(municipality) });
      void client.invalidateQueries({ queryKey: countsQuery(municipality).queryKey });
    };
    void finish();
  };

  return {
    many,
    begin,
    goOn: () => {
      control.current.goesOn = true;
      control.current.wake();
    },
    stop,
    close: () => setMany(null),
  };
}
