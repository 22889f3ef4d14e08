/** What tells a page that inquiries have changed, so that it asks for them only then. */
import { z } from 'zod';

const count = z.number().int();

export const InquiryChanges = z
  .object({
    open: count,
    overdue: count,
    unowned: count.meta({ description: 'Open ones that nobody owns.' }),
    mark: z.string().meta({ description: 'Another one whenever something of an inquiry has changed.' }),
  })
  .meta({ id: 'InquiryChanges', description: 'Counts of what the caller sees; no text of anybody.' });
export type InquiryChanges = z.infer<typeof InquiryChanges>;
