import type { z } from 'zod';
import type { Ages as AgesBody, Overview } from '../../contracts/api/overview.ts';
import type { Counts } from '../../contracts/api/operations.ts';
import { stateText } from '../terminal/load-state.ts';
import { sumNames } from '../../domain/load-sums.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { say, type Context } from '../terminal/context.ts';
import { failureWord, participantWord, stageWord, systemWord } from '../terminal/code-words.ts';
import { section } from '../terminal/sections.ts';
import { grouped, tableLines } from '../terminal/table.ts';

type Ages = z.infer<typeof AgesBody>;
const ages = ['hour', 'day', 'threeDays', 'older'] as const;

/** Shows the first page of the staff web as lines. */
export function overviewLines(context: Context, municipality: string, overview: Overview): string[] {
  return [
    `${municipality}  ${say(context, 'overview.at', { time: tokyoTimeOf(overview.at) })}`,
    '',
    ...waitingLines(context, overview),
    '',
    `${say(context, 'overview.requested')}: ${grouped(overview.codeRequests.requested)}`,
    `${say(context, 'overview.today')}: ${todayText(context, overview)}`,
    `${say(context, 'hours.windows')}: ${hoursText(context, overview.hours)}`,
    ...participantLines(context, overview),
    ...noticeLines(context, overview),
    ...loadLines(context, overview),
  ];
}

function waitingLines(context: Context, { codeRequests, errors }: Overview): string[] {
  const row = (title: string, figures: Ages): string[] => [
    title,
    ...ages.map((age) => grouped(figures[age])),
    grouped(ages.reduce((sum, age) => sum + figures[age], 0)),
  ];
  return tableLines(
    ['', ...ages.map((age) => say(context, `overview.age.${age}`)), say(context, 'overview.total')],
    [
      row(say(context, 'status.NOT_REQUESTED'), codeRequests.notRequested),
      row(say(context, 'status.REQUESTING'), codeRequests.requesting),
      row(say(context, 'overview.errors'), errors),
    ],
    new Set([1, 2, 3, 4, 5]),
  );
}

function todayText(context: Context, { today }: Overview): string {
  const sum = (figure: 'acquired' | 'routed' | 'errors'): string =>
    grouped(today.reduce((total, hour) => total + hour[figure], 0));
  return say(context, 'overview.todayText', {
    acquired: sum('acquired'),
    routed: sum('routed'),
    errors: sum('errors'),
  });
}

function hoursText(context: Context, { enforced, open, closesAt, opensAt }: Overview['hours']): string {
  if (!enforced) return say(context, 'overview.notEnforced');
  if (open) return say(context, 'overview.open', { time: closesAt === null ? '' : tokyoTimeOf(closesAt) });
  return opensAt === null
    ? say(context, 'hours.closed')
    : say(context, 'overview.closed', { time: tokyoTimeOf(opensAt) });
}

function participantLines(context: Context, { participants }: Overview): string[] {
  const head = ['participants.title', 'status.health', 'overview.lastAnswer', 'overview.unanswered'] as const;
  return section(
    say(context, 'overview.participants'),
    head.map((title) => say(context, title)),
    participants.map(({ participant, state, lastAnsweredAt, unanswered }) => [
      participantWord(context, participant),
      say(context, `overview.participant.${state}`),
      lastAnsweredAt === null ? '' : tokyoTimeOf(lastAnsweredAt),
      grouped(unanswered),
    ]),
    new Set([3]),
  );
}

function noticeLines(context: Context, { notices }: Overview): string[] {
  const head = ['residents.numberSystem', 'overview.undelivered', 'overview.retrying', 'overview.oldest'] as const;
  return section(
    say(context, 'overview.notices'),
    head.map((title) => say(context, title)),
    notices.map(({ numberSystem, undelivered, retrying, oldestAt }) => [
      systemWord(context, numberSystem),
      grouped(undelivered),
      grouped(retrying),
      tokyoTimeOf(oldestAt),
    ]),
    new Set([1, 2]),
  );
}

const shownSums = ['read', 'accepted', 'wrong', 'confirmed'] as const;

function loadLines(context: Context, { loads }: Overview): string[] {
  const head = ['load.id', 'load.file', 'load.stateTitle', 'load.created'] as const;
  return section(
    say(context, 'overview.loads'),
    [...head.map((title) => say(context, title)), ...shownSums.map((sum) => sumNames[sum][context.language])],
    loads.map((load) => [
      load.loadId,
      load.fileName,
      stateText(load, context.language),
      tokyoTimeOf(load.createdAt),
      ...shownSums.map((sum) => grouped(load.sums[sum])),
    ]),
    new Set([4, 5, 6, 7]),
  );
}

const most = (figures: Record<string, number>): [string, number][] =>
  Object.entries(figures).toSorted(([, a], [, b]) => b - a);

/** Shows residents by stage and open errors by kind. The server counts them anew, so they are asked for separately. */
export function countLines(context: Context, counts: Counts): string[] {
  const count = say(context, 'overview.count');
  return [
    ...section(
      say(context, 'overview.stages'),
      [say(context, 'resident.stage'), '', count],
      most(counts.stages).map(([stage, figure]) => [stage, stageWord(context, stage), grouped(figure)]),
      new Set([2]),
    ),
    ...section(
      say(context, 'overview.byCode'),
      [say(context, 'errors.code'), count, say(context, 'errors.text')],
      most(counts.errors).map(([code, figure]) => [code, grouped(figure), failureWord(context, code)]),
      new Set([1]),
    ),
    '',
    `${say(context, 'overview.heldTransfers')}: ${grouped(counts.heldTransfers)}`,
    `${say(context, 'overview.unjudgedTransfers')}: ${grouped(counts.unjudgedTransfers)}`,
    `${say(context, 'overview.undelivered')}: ${grouped(counts.undeliveredNotices)}`,
  ];
}
