import { z } from 'zod';

/** A moment in a request whose year in Universal Time has four digits. */
export const Moment = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear();
  return year >= 1 && year <= 9_999;
});

/**
 * A day in a request. Days before the solar calendar (1873) are not recorded, and every accepted day has a following
 * day.
 */
export const Day = z.iso.date().refine((day) => day >= '1873-01-01' && day < '9999-12-31');
