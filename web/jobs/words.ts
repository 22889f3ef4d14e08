/** What a net says of itself, in words. */
import type { Definition, JobDay } from '../../contracts/api/jobs.ts';
import { isMessageKey } from '../catalogue.ts';
import { usePreferences, useWords, type Words } from '../components/preferences.tsx';

export type Net = Definition['nets'][number];

/** `18:30`, or `30 minutes after the end of online operation`. */
function startText({ at }: Pick<Net, 'at'>, t: Words): string {
  return typeof at === 'string' ? at : t(`jobs.at.${at.after}`, { minutes: at.minutes });
}

/** On which days: every open day, every day, Mondays and Fridays, the 15th. */
function daysText({ days }: Pick<Net, 'days'>, t: Words, and: string): string {
  if (typeof days === 'string') return t(`jobs.days.${days}`);
  if ('weekdays' in days) {
    return t('jobs.days.weekdays', { days: days.weekdays.map((each) => t(`hours.weekday.${each}`)).join(and) });
  }
  return days.dayOfMonth === 'last' ? t('jobs.days.last') : t('jobs.days.ofMonth', { day: days.dayOfMonth });
}

/** Between words of a list, in the reader's language. */
export function useAnd(): string {
  return usePreferences().language === 'ja' ? '、' : ', ';
}

export function useNetTexts(): (net: Pick<Net, 'at' | 'days'>) => string {
  const t = useWords();
  const and = useAnd();
  return (net) => `${daysText(net, t, and)} ${startText(net, t)}`;
}

/** A server may know commands that fugo has no name for. */
export function commandText(command: string, t: Words): string {
  const key = `jobs.command.${command}`;
  return isMessageKey(key) ? t(key) : command;
}

/** What the plan says has both languages, parted by a stroke; what somebody wrote is shown as it was written. */
export function useReason(): (day: Pick<JobDay, 'reason' | 'decidedBy'>) => string | null {
  const { language } = usePreferences();
  return ({ reason, decidedBy }) => {
    const [ja = '', en] = reason?.split(' / ') ?? [];
    if (reason === null || decidedBy !== null || en === undefined) return reason;
    return language === 'ja' ? ja : en;
  };
}
