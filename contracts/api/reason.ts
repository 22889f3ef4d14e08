import { lines } from './text.ts';

export const Reason = lines({ most: 400 }).meta({
  description: 'Why; kept in the audit log. No personal data: one with a personal number in it is refused.',
  example: 'Checked at the counter.',
});
