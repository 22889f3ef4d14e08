/** What the rules say of a setting, in the pages' own fields. */
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
import { ApiError } from '../components/client.ts';
import type { Standing } from '../components/hours-standing.ts';
import type { Language } from '../components/message.ts';

/** As the rules want it. */
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

export interface FieldError {
  /** As in the setting: `closes`, `exceptions[2].to`. */
  field: string;
  text: string;
}

export function errorsIn(setting: HoursSetting, language: Language): FieldError[] {
  return checkHoursSetting(hoursOf(setting)).map(({ field, rule }) => ({ field, text: rules[rule][language] }));
}

/** What the server finds wrong, by field; it has the last word. */
export function refusedFields(error: unknown, language: Language): FieldError[] {
  const problem = error instanceof ApiError ? error.problem : null;
  return (problem?.errors ?? []).map(({ field, message }) => ({ field, text: message[language] }));
}
