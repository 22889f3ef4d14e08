import { z } from 'zod';
import { hasPersonalNumber } from '../../domain/values/personal-number.ts';

/** For what is written down for good, and read by many who may see no personal number. */
export const withoutPersonalNumber = <Schema extends z.ZodType<string>>(schema: Schema): Schema =>
  schema.refine((text) => !hasPersonalNumber(text), { params: { rule: 'PERSONAL_NUMBER_INSIDE' } });

export const Reason = withoutPersonalNumber(z.string().trim().min(1).max(400)).meta({
  description: 'Why; kept in the audit log. No personal data: one with a personal number in it is refused.',
  example: 'Checked at the counter.',
});
