import type { HoursOptions } from './options.ts';
import type { z } from 'zod';
import { HoursSetting, hoursSettingOf } from '../../contracts/api/hours.ts';
import { below } from '../../contracts/http.ts';
import { isCalendarDate } from '../../domain/calendar/civil-date.ts';
import { checkHoursSetting, type HoursSetting as Hours } from '../../domain/calendar/operating-hours.ts';
import { rules } from '../../domain/values/checked.ts';
import { note, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { bodyOf, municipalitySession } from '../client/session.ts';
import { titledLines } from '../terminal/sections.ts';

/** What `hours set` changes. What is not named stays. */
export interface HoursChanges {
  opens?: string;
  closes?: string;
  closingMargin?: number;
  prefectureCloses?: string;
  enforced?: 'yes' | 'no';
  closeDay?: string;
  openDay?: string;
  resetDay?: string;
  extendFrom?: string;
  extendTo?: string;
  approver?: string;
  reason?: string;
}

export async function runHoursShow(context: Context, options: HoursOptions): Promise<ExitCode> {
  const { municipality, api } = municipalitySession(context, options);
  const path = below(municipality, 'hours');
  const setting = bodyOf(context, await api.call({ path, answer: HoursSetting }));
  if (options.json) printJson(context, { municipality, ...setting });
  else printLines(context, settingLines(context, hoursSettingOf(setting)));
  return exitCodes.ok;
}

/** `fugo hours set` saves the setting. Requests that wait for the hours look at the new calendar at once. */
export async function runHoursSet(context: Context, options: HoursOptions & HoursChanges): Promise<ExitCode> {
  checkChanges(context, options);
  const { municipality, api } = municipalitySession(context, options);
  const path = below(municipality, 'hours');
  const current = bodyOf(context, await api.call({ path, answer: HoursSetting }));
  const changed = applyChanges(current, options);
  const [problem] = checkHoursSetting(hoursSettingOf(changed));
  if (problem) throw usageError(context, optionOf(problem.field), rules[problem.rule][context.language]);
  const body = { ...changed, ...(options.reason !== undefined && { reason: options.reason }) };
  const saved = bodyOf(context, await api.call({ method: 'PUT', path, body, answer: HoursSetting }));
  note(context, say(context, 'hours.saved'));
  if (options.json) printJson(context, { municipality, ...saved });
  else printLines(context, settingLines(context, hoursSettingOf(saved)));
  return exitCodes.ok;
}

function checkChanges(context: Context, changes: HoursChanges): void {
  const { closeDay, openDay, resetDay, extendFrom, extendTo, approver, reason } = changes;
  const given = Object.entries(changes).some(
    ([name, value]) =>
      value !== undefined && !['municipality', 'clientFile', 'json', 'reason', 'approver'].includes(name),
  );
  if (!given) throw usageError(context, 'hours set', say(context, 'usage.nothingToChange'));
  const needs = (option: string, others: string): Error =>
    usageError(context, option, say(context, 'usage.needs', { others }));
  for (const [option, day] of [
    ['--close-day', closeDay],
    ['--open-day', openDay],
    ['--reset-day', resetDay],
  ] as const) {
    if (day === undefined) continue;
    if (!isCalendarDate(day)) throw usageError(context, option, rules.NOT_A_CALENDAR_DATE[context.language]);
    if (option !== '--reset-day' && reason === undefined) throw needs(option, '--reason');
  }
  if ((extendFrom === undefined) !== (extendTo === undefined)) {
    throw extendFrom === undefined ? needs('--extend-to', '--extend-from') : needs('--extend-from', '--extend-to');
  }
  if (extendFrom !== undefined && (approver === undefined || reason === undefined)) {
    throw needs('--extend-from', '--approver, --reason');
  }
}

export function applyChanges(setting: z.output<typeof HoursSetting>, changes: HoursChanges): typeof setting {
  const { closeDay, openDay, resetDay, extendFrom, extendTo, approver = '', reason = '' } = changes;
  const days = [closeDay, openDay, resetDay];
  const { prefectureCloses } = changes;
  return {
    ...setting,
    ...(changes.opens === undefined ? {} : { opens: changes.opens }),
    ...(changes.closes === undefined ? {} : { closes: changes.closes }),
    ...(changes.closingMargin === undefined ? {} : { closingMarginMinutes: changes.closingMargin }),
    ...(prefectureCloses === undefined ? {} : { prefecture: { closes: prefectureCloses } }),
    ...(changes.enforced === undefined ? {} : { enforced: changes.enforced === 'yes' }),
    overrides: [
      ...setting.overrides.filter(({ date }) => !days.includes(date)),
      ...(closeDay === undefined ? [] : [{ date: closeDay, kind: 'closed' as const, reason }]),
      ...(openDay === undefined ? [] : [{ date: openDay, kind: 'open' as const, reason }]),
    ],
    exceptions: [
      ...setting.exceptions,
      ...(extendFrom === undefined || extendTo === undefined
        ? []
        : [{ from: extendFrom, to: extendTo, approver, reason }]),
    ],
  };
}

/** Names the option under which the person wrote the field that breaks a rule. */
function optionOf(field: string): string {
  const options: Partial<Record<string, string>> = {
    opens: '--opens',
    closes: '--closes',
    closingMarginMinutes: '--closing-margin',
    'prefecture.closes': '--prefecture-closes',
  };
  const last = field.split('.').at(-1);
  if (field.startsWith('exceptions')) return last === 'approver' ? '--approver' : `--extend-${last ?? 'from'}`;
  if (field.startsWith('overrides')) return last === 'reason' ? '--reason' : '--close-day, --open-day';
  return options[field] ?? field;
}

function settingLines(context: Context, setting: Hours): string[] {
  const none = say(context, 'none');
  const lines: [string, string][] = [
    [say(context, 'hours.enforced'), say(context, setting.enforced ? 'yes' : 'no')],
    [say(context, 'hours.opens'), setting.opens],
    [say(context, 'hours.closes'), setting.closes],
    [say(context, 'hours.margin'), String(setting.closingMarginMinutes)],
    [say(context, 'hours.prefectureCloses'), setting.prefecture?.closes ?? none],
    ...setting.overrides.map(({ date, kind, reason }): [string, string] => [
      say(context, 'hours.override'),
      `${date} ${kind}: ${reason}`,
    ]),
    ...setting.exceptions.map(({ from, to, approver, reason }): [string, string] => [
      say(context, 'hours.exception'),
      `${from}–${to} ${approver}: ${reason}`,
    ]),
  ];
  return titledLines(lines);
}
