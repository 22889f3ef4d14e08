import { z } from 'zod';

/** A moment in a request whose year in Universal Time has four digits. */
export const Moment = z.iso
  .datetime({ offset: true })
  .refine((text) => {
    const year = new Date(text).getUTCFullYear();
    return year >= 1 && year <= 9_999;
  })
  .meta({
    description: 'Of the years 1 to 9999 in Universal Time.',
    pattern: z.regexes.datetime({ offset: true }).source,
  });
/** What no shape says of it. */
export const momentRules = ['WRONG_FORMAT'] as const;

/**
 * A day in a request. Days before the solar calendar (1873) are not recorded, and every accepted day has a following
 * day.
 */
export const Day = z.iso
  .date()
  .refine((day) => day >= '1873-01-01' && day < '9999-12-31')
  .meta({
    description: 'From 1873-01-01 to 9999-12-30.',
    pattern: '^(?:187[3-9]|18[89][0-9]|19[0-9]{2}|[2-9][0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$',
  });
/** What no shape says of it. */
export const dayRules = ['WRONG_FORMAT'] as const;
