import type { ToldCalendar } from '../../contracts/participants/control.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { commonHours, findNextOpening, isOpen, type HoursSetting } from '../../domain/calendar/operating-hours.ts';
import { groupBy } from './rows.ts';

/** The calendar by which a server judges lines of a municipality, ready for use. Moments in epoch milliseconds. */
export type Calendar = {
  /** Null before any calendar was told. */
  hash: string | null;
  isOpen: (municipality: string, atMs: number) => boolean;
  findNextOpening: (municipality: string, atMs: number) => number | null;
  /** Whether online operation may be under way, for whichever municipality; never where no hours are kept. */
  isOnline: (atMs: number) => boolean;
};

/** The part of the hours that a delivered national calendar brings. */
export type DeliveredHours = Pick<
  ToldCalendar['hours'],
  'enforced' | 'opens' | 'closes' | 'closingMarginMinutes' | 'overrides'
>;

/**
 * The newest word of the national body counts: its closed days take the place of those that were told before. The times
 * of the day only become narrower by it, because what was told may be shortened by the municipality.
 */
export function withDelivered(told: ToldCalendar, delivered: DeliveredHours): ToldCalendar {
  const { hours } = told;
  return {
    ...told,
    hours: {
      ...hours,
      opens: hours.opens > delivered.opens ? hours.opens : delivered.opens,
      closes: hours.closes < delivered.closes ? hours.closes : delivered.closes,
      overrides: delivered.overrides,
    },
  };
}

/**
 * Before any is told: the national calendar that was delivered, or else the common operating hours (共通運用時間), the same
 * nationwide; or, in the demo, always open.
 */
export function untoldCalendar(alwaysOpen: boolean, delivered?: DeliveredHours): Calendar {
  const hours = { ...commonHours, ...delivered, exceptions: [] };
  const enforced = hours.enforced && !alwaysOpen;
  return { ...readCalendar({ hash: '', hours: { ...hours, enforced }, online: null, windows: [] }), hash: null };
}

export function readCalendar({ hash, hours, online, windows }: ToldCalendar): Calendar {
  const windowsOf = groupBy(windows, ({ municipality }) => municipality);
  const ends = new Map(online?.ends.map(({ date, closes }) => [date, closes]));

  /** The hours as they are on the day of a moment: the online end of that day takes the place of their close. */
  function hoursFor(municipality: string, atMs: number): HoursSetting {
    const agreed = (windowsOf.get(municipality) ?? []).map(({ from, to }) => ({ from, to, approver: '', reason: '' }));
    const exceptions = [...hours.exceptions, ...agreed];
    if (online === null) return { ...hours, exceptions };
    // As the close of both, because the earlier of them counts.
    const closes = ends.get(tokyoDateOf(atMs)) ?? online.closes;
    return { ...hours, closes, prefecture: { closes }, exceptions };
  }
  return {
    hash,
    isOpen: (municipality, atMs) => isOpen(hoursFor(municipality, atMs), atMs),
    findNextOpening: (municipality, atMs) => findNextOpening(hoursFor(municipality, atMs), atMs),
    isOnline: (atMs) => hours.enforced && ['', ...windowsOf.keys()].some((each) => isOpen(hoursFor(each, atMs), atMs)),
  };
}
