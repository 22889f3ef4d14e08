import { z } from 'zod';

/** A moment that a reader names, of the years that have four digits in Universal Time, whatever its offset is. */
export const Moment = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear();
  return year >= 1 && year <= 9_999;
});

/** A day that a reader names. Before the solar calendar nothing was written down, and every day has one behind it. */
export const Day = z.iso.date().refine((day) => day >= '1873-01-01' && day < '9999-12-31');
