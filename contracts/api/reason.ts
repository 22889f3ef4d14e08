import { z } from 'zod';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';

/** For what is written down for good, and read by many who may see no personal number. */
export const withoutPersonalNumber = <Schema extends z.ZodType<string>>(schema: Schema): Schema =>
  schema.refine((text) => !hasPersonalNumber(text), { params: { rule: 'PERSONAL_NUMBER_INSIDE' } });

/** For what is shown to others: a terminal would obey the control characters in it, all but those that part lines. */
export const withoutControls = <Schema extends z.ZodType<string>>(schema: Schema): Schema =>
  schema.refine((text) => !/[^\P{Cc}\t\n\r]/u.test(text), { params: { rule: 'CONTROL_CHARACTER' } });

export const Reason = withoutPersonalNumber(withoutControls(z.string().trim().min(1).max(400))).meta({
  description: 'Why; kept in the audit log. No personal data: one with a personal number in it is refused.',
  example: 'Checked at the counter.',
});
