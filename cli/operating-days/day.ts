/** `fugo day`: the steps of an operating day, and what is to become of one that stands still. */
import {
  OperatingDay,
  OperatingDays,
  OperatingDayWithSteps,
  type DayOrderBody,
} from '../../contracts/api/operating-days.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { addDays, isCalendarDate, tokyoDateOf, tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import type { DayOrder } from '../../domain/operating-day.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { tableLines } from '../terminal/table.ts';

export interface DayOptions {
  organisation?: string;
  json?: boolean;
}
export interface DayOrderOptions extends DayOptions {
  reason: string;
}

/** How many days are listed without a period. */
const usualDays = 14;

export async function runDayList(
  context: Context,
  options: DayOptions & { from?: string; to?: string },
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const query = periodOf(context, options, usualDays);
  const path = ofOrganisation(organisation, 'operating-days');
  const { days } = bodyOf(context, await api.call({ path, query, answer: OperatingDays }));
  if (options.json) printJson(context, days);
  else if (days.length === 0) print(context, say(context, 'day.none'));
  else {
    const head = [say(context, 'day.day'), say(context, 'day.stateTitle'), ''];
    printLines(
      context,
      tableLines(
        head,
        days.map((day) => [day.day, stateOf(context, day), onlineText(context, day)]),
      ),
    );
  }
  return exitCodes.ok;
}

/** Ends with 1 when the day stands still. */
export async function runDayShow(context: Context, date: string | undefined, options: DayOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `operating-days/${dayOf(context, date)}`);
  const day = bodyOf(context, await api.call({ path, answer: OperatingDayWithSteps }));
  if (options.json) printJson(context, day);
  else printLines(context, dayLines(context, day));
  return day.state === 'halted' ? exitCodes.refused : exitCodes.ok;
}

export async function runDayOrder(
  context: Context,
  order: DayOrder,
  date: string | undefined,
  options: DayOrderOptions,
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, `operating-days/${dayOf(context, date)}/${order}`);
  const body = { reason: options.reason } satisfies DayOrderBody;
  const day = bodyOf(context, await api.call({ method: 'POST', path, body, answer: OperatingDay }));
  if (options.json) printJson(context, day);
  else print(context, say(context, `day.order.${order}`));
  return exitCodes.ok;
}

export function dayLines(context: Context, day: OperatingDayWithSteps): string[] {
  const head = [
    'day.step',
    'day.stateTitle',
    'day.due',
    'day.deadline',
    'day.verified',
    'day.attempt',
    'day.remark',
  ] as const;
  const rows = day.steps.map((step) => [
    say(context, `dayStep.${step.step}`),
    say(context, `dayStepState.${step.state}`),
    clockOf(step.dueAt),
    clockOf(step.deadlineAt),
    step.verifiedAt === null ? '' : clockOf(step.verifiedAt),
    step.attempt === 0 ? '' : String(step.attempt),
    remarkOf(context, step),
  ]);
  return [
    `${day.organisation} ${day.day}: ${stateOf(context, day)}  ${onlineText(context, day)}`,
    '',
    ...tableLines(
      head.map((title) => say(context, title)),
      rows,
      new Set([5]),
    ),
  ];
}

export function remarkOf(context: Context, { error, awaits }: OperatingDayWithSteps['steps'][number]): string {
  const parts = [
    ...(error === null ? [] : [say(context, `dayError.${error}`)]),
    ...(awaits.length === 0 ? [] : [say(context, 'day.awaits', { organisations: awaits.join(', ') })]),
  ];
  return parts.join('; ');
}

function stateOf(context: Context, { state, rehearsal }: Pick<OperatingDay, 'state' | 'rehearsal'>): string {
  return say(context, `dayState.${state}`) + (rehearsal ? say(context, 'day.rehearsal') : '');
}

function onlineText(context: Context, { opensAt, closesAt }: OperatingDay): string {
  return say(context, 'day.online', { from: clockOf(opensAt), to: clockOf(closesAt) });
}

/** `09:00:00` in Japan. */
const clockOf = (moment: string): string => tokyoTimeOf(moment).slice(11, 19);

function dayOf(context: Context, date: string | undefined): string {
  if (date === undefined) return tokyoDateOf(Date.now());
  if (!isCalendarDate(date)) throw usageError(context, 'DAY', say(context, 'day.notADay'));
  return date;
}

export function periodOf(
  context: Context,
  { from, to }: { from?: string; to?: string },
  usual: number,
): { from: string; to: string } {
  for (const [name, date] of Object.entries({ from, to })) {
    if (date !== undefined && !isCalendarDate(date))
      throw usageError(context, `--${name}`, say(context, 'day.notADay'));
  }
  const last = to ?? tokyoDateOf(Date.now());
  return { from: from ?? addDays(last, 1 - usual), to: last };
}
