import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import type { Formats } from '../components/formats.ts';
import type { Words } from '../components/preferences.tsx';

/** How the operating hours stand at a moment. The times are instants. */
export interface Standing {
  enforced: boolean;
  open: boolean;
  maySend: boolean;
  closesAt: string | null;
  opensAt: string | null;
}

/** Says whether sending is possible now, and when that changes. */
export function standingText(
  { enforced, open, maySend, closesAt, opensAt }: Standing,
  t: Words,
  formats: Formats,
): string {
  if (!enforced) return t('home.notEnforced');
  if (open && closesAt === null) return t('home.open');
  if (open && closesAt !== null) {
    return t(maySend ? 'home.openUntil' : 'home.closing', { time: shortMoment(closesAt, formats) });
  }
  return opensAt === null ? t('home.closed') : t('home.closedUntil', { time: shortMoment(opensAt, formats) });
}

/** Adds the day only when it is not today. */
function shortMoment(instant: string, formats: Formats): string {
  const day = tokyoDateOf(instant);
  return day === tokyoDateOf(Date.now())
    ? formats.clock(instant)
    : `${formats.shortDate(day)} ${formats.clock(instant)}`;
}
