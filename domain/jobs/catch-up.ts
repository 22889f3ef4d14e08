/** 遅延時の扱い: what becomes of the days of a net on a server that could not begin at their time. */
import { millisOfMinute } from '../calendar/civil-date.ts';
import type { CatchUpPolicy, JobDayDecision } from './names.ts';
import type { Words } from './plan.ts';

/** A day that begins not later than this has begun in time, whoever was away in between. Milliseconds. */
export const onTimeMs = 10 * millisOfMinute;

/** So many days that are caught up run at once in the whole installation. */
export const mostCaughtUpAtOnce = 4;

export interface WaitingDay {
  day: string;
  no: number;
  /** Epoch milliseconds. */
  plannedAt: number;
  decision: JobDayDecision;
  /** Set when staff have taken it up again. */
  resumedAt: number | null;
}
export interface LateDay<Day extends WaitingDay> {
  waiting: Day;
  decision: 'caught-up' | 'drop';
  reason: Words;
}

/**
 * What is decided anew about days that wait to begin; those in time, caught up already, or wanted by staff stay as
 * they are.
 */
export function judgeLate<Day extends WaitingDay>(
  policy: CatchUpPolicy,
  waiting: readonly Day[],
  now: number,
): LateDay<Day>[] {
  const planned = waiting
    .filter(({ decision, resumedAt }) => decision !== 'asked' && resumedAt === null)
    .toSorted((a, b) => a.plannedAt - b.plannedAt);
  const latest = planned.at(-1);
  return planned
    .filter(
      ({ plannedAt, decision }) => now - plannedAt > onTimeMs && !(decision === 'caught-up' && policy !== 'latest'),
    )
    .flatMap((each): LateDay<Day>[] => {
      if (policy === 'drop-and-alarm') return [{ waiting: each, decision: 'drop', reason: droppedWords }];
      if (policy === 'latest' && each !== latest)
        return [{ waiting: each, decision: 'drop', reason: newerWords(latest) }];
      return each.decision === 'caught-up' ? [] : [{ waiting: each, decision: 'caught-up', reason: lateWords }];
    });
}

const droppedWords: Words = {
  ja: '時刻に実施できなかったため破棄',
  en: 'dropped, because it could not begin at its time',
};
const newerWords = (latest: WaitingDay | undefined): Words => ({
  ja: `時刻に実施できず、より新しい${latest?.day ?? ''}を実施`,
  en: `could not begin at its time; the newer ${latest?.day ?? ''} runs`,
});
const lateWords: Words = {
  ja: '時刻に実施できなかったため遅れて実施',
  en: 'run late, because it could not begin at its time',
};
