/** Readers of the values of `fugo deliveries`. Each names the option and the rule. */
import { tokyoInstantOf, isCalendarDate } from '../../domain/calendar/civil-date.ts';
import type { WavePlan } from '../../domain/deliveries/names.ts';
import { say, usageError, type Context } from '../terminal/context.ts';
import { isUuid } from '../terminal/values.ts';

type Speaker = Pick<Context, 'language'>;

export const readName =
  (context: Speaker, option: string) =>
  (text: string): string => {
    if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u.test(text)) return text;
    throw usageError(context, option, say(context, 'delivery.notAName'));
  };

/** A moment with its offset; without one it is by the clocks of Japan. */
export const readMoment =
  (context: Speaker, option: string) =>
  (text: string): string => {
    const given = text.trim();
    if (given === 'now') return new Date().toISOString();
    const [, date = '', time = ''] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)$/u.exec(given) ?? [];
    const local = isCalendarDate(date) ? Date.parse(tokyoInstantOf(`${date}T${time}`)) : Number.NaN;
    const millis = /(?:Z|[+-]\d\d:\d\d)$/u.test(given) ? Date.parse(given) : local;
    if (Number.isFinite(millis)) return new Date(millis).toISOString();
    throw usageError(context, option, say(context, 'delivery.notAMoment'));
  };

/** `30`, or `30:60`: sixty minutes after the wave before. */
export const readWave =
  (context: Speaker, option: string) =>
  (text: string): WavePlan => {
    const [, share = '', minutes = '0'] = /^(\d{1,3}(?:\.\d{1,2})?)%?(?::(\d{1,5}))?$/u.exec(text.trim()) ?? [];
    const wave = { share: Number(share), atLeastMinutes: Number(minutes) };
    if (share !== '' && wave.share >= 0.01 && wave.share <= 100 && wave.atLeastMinutes <= 43_200) return wave;
    throw usageError(context, option, say(context, 'delivery.notAWave'));
  };

export function requireId(context: Context, argument: string, id: string): string {
  if (isUuid(id)) return id;
  throw usageError(context, argument, say(context, 'delivery.notAnId'));
}
