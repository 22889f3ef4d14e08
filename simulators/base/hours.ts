import { commonHours, isOpen, findNextOpening } from '../../domain/calendar/operating-hours.ts';

/** The common operating hours (共通運用時間), the same nationwide (domain §3.1). */
export type Hours = {
  isOpen: () => boolean;
  secondsToOpening: () => number | null;
};

export function createHours(alwaysOpen: boolean): Hours {
  const setting = { ...commonHours, enforced: !alwaysOpen };
  return {
    isOpen: () => isOpen(setting, Date.now()),
    secondsToOpening() {
      const now = Date.now();
      const opening = findNextOpening(setting, now);
      return opening === null ? null : Math.max(1, Math.ceil((opening - now) / 1000));
    },
  };
}
