import { CalendarChange, OrganisationCalendar, type CalendarPart } from '../../contracts/api/calendars.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { isCalendarDate } from '../../domain/calendar/civil-date.ts';
import { rules } from '../../domain/values/checked.ts';
import { bodyOf } from '../client/session.ts';
import { note, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { titledLines } from '../terminal/sections.ts';
import type { HoursOptions } from './options.ts';
import { calendarSession, type CalendarSession } from './session.ts';

/** What `hours set` changes of the own part. What is not named stays. */
export interface HoursChanges {
  opens?: string;
  closes?: string;
  closingMargin?: number;
  closeDay?: string;
  resetDay?: string;
  /** The nation's alone. */
  openDay?: string;
  enforced?: 'yes' | 'no';
  startLead?: number;
  dailyProcessing?: number;
  requestBand?: 'counter' | 'online';
  requestExceptions?: 'yes' | 'no';
  /** A prefecture's alone. */
  onlineCloses?: string;
  endDay?: string;
  endAt?: string;
  reason: string;
}

export async function runHoursShow(context: Context, options: HoursOptions): Promise<ExitCode> {
  const session = calendarSession(context, options);
  const calendar = await getCalendar(context, session);
  if (options.json) printJson(context, calendar);
  else printLines(context, calendarLines(context, calendar));
  return exitCodes.ok;
}

/**
 * `fugo hours set` changes the organisation's own part. The nation's waits for a second person; with the others, whoever
 * waits for the hours looks at the new calendar at once.
 */
export async function runHoursSet(context: Context, options: HoursOptions & HoursChanges): Promise<ExitCode> {
  checkChanges(context, options);
  const session = calendarSession(context, options);
  const { setting, version } = await getCalendar(context, session);
  const changed = applyChanges(context, setting, options);
  return sendChange(context, session, { setting: changed, basedOn: version, reason: options.reason }, options);
}

export async function getCalendar(
  context: Context,
  { organisation, api }: CalendarSession,
): Promise<OrganisationCalendar> {
  const path = ofOrganisation(organisation, 'calendar');
  return bodyOf(context, await api.call({ path, answer: OrganisationCalendar }));
}

export async function sendChange(
  context: Context,
  { organisation, api }: CalendarSession,
  body: { setting: CalendarPart; basedOn: number; reason: string },
  { json }: Pick<HoursOptions, 'json'>,
): Promise<ExitCode> {
  const path = ofOrganisation(organisation, 'calendar/changes');
  const change = bodyOf(context, await api.call({ method: 'POST', path, body, answer: CalendarChange }));
  note(context, say(context, change.decision === null ? 'hours.proposed' : 'hours.saved', { id: change.changeId }));
  if (json) printJson(context, change);
  else printLines(context, partLines(context, change.setting));
  return exitCodes.ok;
}

function checkChanges(context: Context, changes: HoursOptions & HoursChanges): void {
  const others = ['municipality', 'organisation', 'clientFile', 'json', 'reason'];
  const given = Object.entries(changes).some(([name, value]) => value !== undefined && !others.includes(name));
  if (!given) throw usageError(context, 'hours set', say(context, 'usage.nothingToChange'));
  for (const [option, day] of [
    ['--close-day', changes.closeDay],
    ['--open-day', changes.openDay],
    ['--reset-day', changes.resetDay],
    ['--end-day', changes.endDay],
  ] as const) {
    if (day !== undefined && !isCalendarDate(day)) {
      throw usageError(context, option, rules.NOT_A_CALENDAR_DATE[context.language]);
    }
  }
  if ((changes.endDay === undefined) !== (changes.endAt === undefined)) {
    const [option, needed] = changes.endDay === undefined ? ['--end-at', '--end-day'] : ['--end-day', '--end-at'];
    throw usageError(context, option, say(context, 'usage.needs', { others: needed }));
  }
}

/** Options of another tier are refused by their name, before anything is sent. */
export function applyChanges(
  context: Pick<Context, 'language'>,
  setting: CalendarPart,
  changes: HoursChanges,
): CalendarPart {
  const { opens, closes, closingMargin, closeDay, openDay, resetDay, endDay, endAt, reason } = changes;
  const refuse = (tier: 'nation' | 'prefecture' | 'municipality', named: Partial<Record<string, unknown>>): void => {
    const [option] = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    if (option !== undefined) throw usageError(context, option, say(context, `hours.notOf.${tier}`));
  };
  if ('onlineEnds' in setting) {
    refuse('prefecture', {
      ...ofNation(changes),
      '--opens': opens,
      '--closes': closes,
      '--closing-margin': closingMargin,
      '--close-day': closeDay,
    });
    const days = [endDay, resetDay];
    return {
      onlineCloses: changes.onlineCloses ?? setting.onlineCloses,
      onlineEnds: [
        ...setting.onlineEnds.filter(({ date }) => !days.includes(date)),
        ...(endDay === undefined || endAt === undefined ? [] : [{ date: endDay, closes: endAt, reason }]),
      ],
    };
  }
  const ofPrefecture = { '--online-closes': changes.onlineCloses, '--end-day': endDay };
  const days = [closeDay, openDay, resetDay];
  const closed = closeDay === undefined ? [] : [{ date: closeDay, kind: 'closed' as const, reason }];
  const times = {
    ...(opens !== undefined && { opens }),
    ...(closes !== undefined && { closes }),
    ...(closingMargin !== undefined && { closingMarginMinutes: closingMargin }),
  };
  if (!('enforced' in setting)) {
    refuse('municipality', { ...ofNation(changes), ...ofPrefecture });
    return {
      ...setting,
      ...times,
      overrides: [...setting.overrides.filter(({ date }) => !days.includes(date)), ...closed],
    };
  }
  refuse('nation', ofPrefecture);
  const { enforced, startLead, dailyProcessing, requestBand, requestExceptions } = changes;
  return {
    ...setting,
    ...times,
    ...(enforced !== undefined && { enforced: enforced === 'yes' }),
    ...(startLead !== undefined && { startLeadMinutes: startLead }),
    ...(dailyProcessing !== undefined && { dailyProcessingMinutes: dailyProcessing }),
    ...(requestBand !== undefined && { requestBand }),
    ...(requestExceptions !== undefined && { requestsMayUseExceptions: requestExceptions === 'yes' }),
    overrides: [
      ...setting.overrides.filter(({ date }) => !days.includes(date)),
      ...closed,
      ...(openDay === undefined ? [] : [{ date: openDay, kind: 'open' as const, reason }]),
    ],
  };
}

function ofNation(changes: HoursChanges): Partial<Record<string, unknown>> {
  return {
    '--enforced': changes.enforced,
    '--open-day': changes.openDay,
    '--start-lead': changes.startLead,
    '--daily-processing': changes.dailyProcessing,
    '--request-band': changes.requestBand,
    '--request-exceptions': changes.requestExceptions,
  };
}

function calendarLines(context: Context, { setting, version, waiting, combined }: OrganisationCalendar): string[] {
  const { hours } = combined;
  return [
    ...partLines(context, setting),
    ...titledLines([
      [say(context, 'hours.version'), String(version)],
      [say(context, 'hours.waiting'), waiting?.changeId ?? say(context, 'none')],
      [say(context, 'hours.effective'), `${hours.opens}–${hours.closes}`],
      [say(context, 'hours.enforced'), say(context, hours.enforced ? 'yes' : 'no')],
    ]),
  ];
}

/** A part, whoever's it is: what it names, a line each. */
export function partLines(context: Context, part: CalendarPart): string[] {
  const none = say(context, 'none');
  const yes = (value: boolean): string => say(context, value ? 'yes' : 'no');
  if ('onlineEnds' in part) {
    return titledLines([
      [say(context, 'hours.onlineCloses'), part.onlineCloses],
      ...part.onlineEnds.map(({ date, closes, reason }): [string, string] => [
        say(context, 'hours.onlineEnd'),
        `${date} ${closes}: ${reason}`,
      ]),
    ]);
  }
  const overrides = part.overrides.map(({ date, kind, reason }): [string, string] => [
    say(context, 'hours.override'),
    `${date} ${say(context, `hours.kind.${kind}`)}: ${reason}`,
  ]);
  const margin = part.closingMarginMinutes;
  const times: [string, string][] = [
    [say(context, 'hours.opens'), part.opens ?? none],
    [say(context, 'hours.closes'), part.closes ?? none],
    [say(context, 'hours.margin'), margin === undefined ? none : String(margin)],
  ];
  if (!('enforced' in part)) return titledLines([...times, ...overrides]);
  return titledLines([
    [say(context, 'hours.enforced'), yes(part.enforced)],
    ...times,
    [say(context, 'hours.startLead'), String(part.startLeadMinutes)],
    [say(context, 'hours.dailyProcessing'), String(part.dailyProcessingMinutes)],
    [say(context, 'hours.requestBand'), say(context, `hours.${part.requestBand}`)],
    [say(context, 'hours.requestExceptions'), yes(part.requestsMayUseExceptions)],
    ...overrides,
  ]);
}
