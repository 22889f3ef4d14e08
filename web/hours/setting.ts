/** Applies the domain's rules to a setting as the pages have it. */
import type { HoursSetting } from '../../contracts/api/hours.ts';
import {
  checkHoursSetting,
  closesAt,
  isOpen,
  maySend,
  findNextOpening,
  type HoursSetting as Hours,
} from '../../domain/calendar/operating-hours.ts';
import { rules } from '../../domain/values/checked.ts';
import type { Standing } from './standing.ts';
import type { Language } from '../components/message.ts';
import type { FieldError } from '../components/field-errors.ts';

function hoursOf({ prefecture, ...setting }: HoursSetting): Hours {
  return prefecture?.closes === undefined ? setting : { ...setting, prefecture: { closes: prefecture.closes } };
}

export function standingOf(setting: HoursSetting, now: number): Standing {
  const hours = hoursOf(setting);
  const open = isOpen(hours, now);
  return {
    enforced: hours.enforced,
    open,
    maySend: maySend(hours, now),
    closesAt: instantOf(closesAt(hours, now)),
    opensAt: open ? null : instantOf(findNextOpening(hours, now)),
  };
}

function instantOf(millis: number | null): string | null {
  return millis === null ? null : new Date(millis).toISOString();
}

export function errorsIn(setting: HoursSetting, language: Language): FieldError[] {
  return checkHoursSetting(hoursOf(setting)).map(({ field, rule }) => ({ field, text: rules[rule][language] }));
}
