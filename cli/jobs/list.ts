/** `fugo jobs list`, `next`, `history` and `show`: what stands, what comes, what was. */
import type { JobNetOnBoard } from '../../contracts/api/job-board.ts';
import { JobDays, JobDayWithRuns, JobSkips, NextRuns, type JobDay, type NextRun } from '../../contracts/api/jobs.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import { addDays, isCalendarDate, tokyoDateOf, tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, organisationSession } from '../client/session.ts';
import { note, print, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { section, titledLines } from '../terminal/sections.ts';
import { tableLines } from '../terminal/table.ts';
import { dayOf, netPathOf, readBoard, type JobsOptions, type NetOptions } from './session.ts';

export interface FilterOptions extends NetOptions {
  net?: string;
}

/** `fugo jobs list`. Ends with 1 when a net stands still. */
export async function runJobList(context: Context, options: NetOptions): Promise<ExitCode> {
  const board = await readBoard(context, organisationSession(context, options));
  const nets = board.nets.filter(({ server }) => options.server === undefined || server === options.server);
  if (options.json) printJson(context, nets);
  else if (nets.length === 0) print(context, say(context, 'jobs.none'));
  else {
    const head = ['jobs.server', 'jobs.net', 'jobs.now', 'jobs.last', 'jobs.next'] as const;
    printLines(
      context,
      tableLines(
        head.map((title) => say(context, title)),
        nets.map((net) => [
          net.server,
          nameOf(context, net),
          nowText(context, net),
          lastText(context, net),
          nextText(net),
        ]),
      ),
    );
  }
  return nets.some(({ now }) => now?.state === 'halted') ? exitCodes.refused : exitCodes.ok;
}

function nameOf({ language }: Context, { net, name, nameEn }: JobNetOnBoard): string {
  return `${net} (${language === 'ja' ? name : nameEn})`;
}

function nowText(context: Context, { now, pause }: JobNetOnBoard): string {
  const parts = [
    ...(pause ? [say(context, 'jobs.paused', { reason: pause.reason ?? '' })] : []),
    ...(now
      ? [
          say(context, 'jobs.progress', {
            state: say(context, `jobs.dayState.${now.state}`),
            day: now.day,
            done: now.jobsDone,
            count: now.jobs,
          }),
        ]
      : []),
  ];
  return parts.join('; ');
}

const lastText = (context: Context, { last }: JobNetOnBoard): string =>
  last === null ? '' : `${last.day} ${say(context, `jobs.dayState.${last.state}`)}`;

const nextText = ({ next }: JobNetOnBoard): string => (next === null ? '' : tokyoTimeOf(next.plannedAt).slice(0, 16));

export async function runJobNext(context: Context, options: FilterOptions & { days: number }): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const { net, server, days: ahead } = options;
  const path = ofOrganisation(organisation, 'jobs/next');
  const query = { net, server, days: ahead };
  const { days } = bodyOf(context, await api.call({ path, query, answer: NextRuns }));
  if (options.json) printJson(context, days);
  else if (days.length === 0) print(context, say(context, 'jobs.noDays'));
  else {
    const head = ['jobs.day', 'jobs.net', 'jobs.server', 'jobs.decisionTitle', 'jobs.planned', 'jobs.reason'] as const;
    printLines(
      context,
      tableLines(
        head.map((title) => say(context, title)),
        days.map((day) => [
          day.day,
          day.net,
          day.server,
          say(context, `jobs.decision.${day.decision}`),
          day.plannedAt === null ? '' : tokyoTimeOf(day.plannedAt).slice(0, 16),
          whyText(context, day),
        ]),
      ),
    );
  }
  return exitCodes.ok;
}

function whyText(context: Context, { movedTo, movedFrom, reason }: NextRun): string {
  const parts = [
    ...(movedTo === null ? [] : [say(context, 'jobs.movedTo', { day: movedTo })]),
    ...(movedFrom.length === 0 ? [] : [say(context, 'jobs.movedFrom', { days: movedFrom.join(', ') })]),
    ...(reason === null ? [] : [reason[context.language]]),
  ];
  return parts.join('; ');
}

/** The most that is asked for at once. */
const [pageLimit, longestPeriod] = [200, 400];

export async function runJobHistory(
  context: Context,
  options: FilterOptions & { from?: string; to?: string; limit: number },
): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  for (const name of ['from', 'to'] as const) {
    const date = options[name];
    if (date !== undefined && !isCalendarDate(date)) {
      throw usageError(context, `--${name}`, say(context, 'day.notADay'));
    }
  }
  const to = options.to ?? tokyoDateOf(Date.now());
  const from = options.from ?? addDays(to, -longestPeriod);
  const head = ['day', 'no', 'net', 'server', 'stateTitle', 'decisionTitle', 'began', 'ended', 'reason'] as const;
  const { isCut } = await showPages<JobDay, string>(
    context,
    {
      json: options.json ?? false,
      most: options.limit,
      head: head.map((title) => say(context, `jobs.${title}`)),
      figures: new Set([1]),
      row: (day) => [
        day.day,
        String(day.no),
        day.net,
        day.server,
        say(context, `jobs.dayState.${day.state}`),
        say(context, `jobs.decision.${day.decision}`),
        timeOf(day.startedAt),
        timeOf(day.endedAt),
        reasonText(context, day),
      ],
      value: (day) => day,
      none: say(context, 'jobs.noDays'),
    },
    async (before, limit) => {
      const { net, server } = options;
      const query = { net, server, from, to, before, limit: Math.min(limit, pageLimit) };
      const path = ofOrganisation(organisation, 'jobs/days');
      const { days, next } = bodyOf(context, await api.call({ path, query, answer: JobDays }));
      return { items: days, next };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  return exitCodes.ok;
}

/** What the plan says has both languages, parted by a stroke; what somebody wrote is shown as it was written. */
function reasonText({ language }: Context, { reason, decidedBy }: Pick<JobDay, 'reason' | 'decidedBy'>): string {
  const [ja = '', en] = reason?.split(' / ') ?? [];
  if (reason === null || decidedBy !== null || en === undefined) return reason ?? '';
  return language === 'ja' ? ja : en;
}

/** `fugo jobs show`. Ends with 1 when the day stands still. */
export async function runJobShow(
  context: Context,
  net: string,
  day: string | undefined,
  options: NetOptions & { no: number },
): Promise<ExitCode> {
  const shown = dayOf(context, day);
  const session = organisationSession(context, options);
  const pathOf = await netPathOf(context, session, net, options);
  const path = pathOf(`days/${shown}/runs/${String(options.no)}`);
  const found = bodyOf(context, await session.api.call({ path, answer: JobDayWithRuns }));
  if (options.json) printJson(context, found);
  else printLines(context, dayLines(context, found));
  return found.state === 'halted' ? exitCodes.refused : exitCodes.ok;
}

function dayLines(context: Context, day: JobDayWithRuns): string[] {
  const head = ['job', 'command', 'after', 'stateTitle', 'tries', 'began', 'ended', 'remark'] as const;
  return [
    ...titledLines([
      [say(context, 'jobs.net'), day.net],
      [say(context, 'jobs.server'), day.server],
      [say(context, 'jobs.day'), day.no === 0 ? day.day : `${day.day} (${String(day.no)})`],
      [say(context, 'jobs.stateTitle'), say(context, `jobs.dayState.${day.state}`)],
      [say(context, 'jobs.decisionTitle'), say(context, `jobs.decision.${day.decision}`)],
      [say(context, 'jobs.reason'), reasonText(context, day)],
      [say(context, 'jobs.by'), day.decidedBy ? (day.decidedBy.name ?? day.decidedBy.id) : ''],
      [say(context, 'jobs.planned'), timeOf(day.plannedAt)],
      [say(context, 'jobs.began'), timeOf(day.startedAt)],
      [say(context, 'jobs.ended'), timeOf(day.endedAt)],
      [say(context, 'jobs.version'), String(day.version)],
    ]),
    ...section(
      say(context, 'jobs.job'),
      head.map((title) => say(context, `jobs.${title}`)),
      day.jobs.map(({ job, command, after, state }) => {
        const runs = day.runs.filter((run) => run.job === job);
        return [
          job,
          command,
          after.join(', '),
          say(context, `jobs.state.${state}`),
          runs.length === 0 ? '' : String(runs.length),
          timeOf(runs[0]?.startedAt ?? null),
          timeOf(runs.at(-1)?.endedAt ?? null),
          remarkOf(context, runs.at(-1)),
        ];
      }),
      new Set([4]),
    ),
  ];
}

function remarkOf(context: Context, run: JobDayWithRuns['runs'][number] | undefined): string {
  if (!run) return '';
  const counts = Object.entries(run.counts ?? {}).map(([name, count]) => `${name} ${String(count)}`);
  const error = run.error === null ? [] : [say(context, `jobs.error.${run.error}`)];
  return [...error, ...(run.message === null ? [] : [run.message]), ...counts].join('; ');
}

/** `fugo jobs skips`: the days that staff have taken out, from today on. */
export async function runJobSkips(context: Context, options: JobsOptions): Promise<ExitCode> {
  const { organisation, api } = organisationSession(context, options);
  const path = ofOrganisation(organisation, 'jobs/skips');
  const { skips } = bodyOf(context, await api.call({ path, answer: JobSkips }));
  if (options.json) printJson(context, skips);
  else if (skips.length === 0) print(context, say(context, 'jobs.noSkips'));
  else {
    const head = ['jobs.day', 'jobs.net', 'jobs.server', 'jobs.by', 'jobs.reason'] as const;
    printLines(
      context,
      tableLines(
        head.map((title) => say(context, title)),
        skips.map(({ day, net, server, skippedBy, reason }) => [
          day,
          net,
          server,
          skippedBy.name ?? skippedBy.id,
          reason,
        ]),
      ),
    );
  }
  return exitCodes.ok;
}

const timeOf = (moment: string | null): string => (moment === null ? '' : tokyoTimeOf(moment).slice(0, 19));
