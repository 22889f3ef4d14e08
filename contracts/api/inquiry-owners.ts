/** Who may own an inquiry. */
import { z } from 'zod';

export const InquiryOwners = z
  .object({ owners: z.array(z.object({ id: z.string(), name: z.string().nullable() })) })
  .meta({ id: 'InquiryOwners', description: 'The people of the call centre, by name.' });
export type InquiryOwners = z.infer<typeof InquiryOwners>;
