/** Filters of the error list that staff keep under a name, for themselves or for their municipality. */
import { z } from 'zod';
import { StaffId } from './error-actions.ts';
import { ErrorFilter, Person } from './error-list.ts';
import { withoutControls } from './reason.ts';

const Name = withoutControls(z.string().trim().min(1).max(60)).meta({ example: '3日より古い中間サーバーのエラー' });

export const ErrorView = z
  .object({
    viewId: z.uuid(),
    name: z.string(),
    filter: ErrorFilter,
    shared: z.boolean().meta({ description: 'With all who read the error list of this municipality.' }),
    staff: Person.meta({ description: 'Who keeps it and alone may change it.' }),
  })
  .meta({ id: 'ErrorView' });
export type ErrorView = z.infer<typeof ErrorView>;

export const ErrorViews = z
  .object({ views: z.array(ErrorView) })
  .meta({ id: 'ErrorViews', description: 'One’s own and those that are shared, by name.' });
export type ErrorViews = z.infer<typeof ErrorViews>;

export const ViewBody = z
  .strictObject({
    staffId: StaffId.optional(),
    name: Name,
    filter: ErrorFilter,
    shared: z.boolean().default(false).meta({ description: 'Needs errors:work.' }),
  })
  .meta({ id: 'ErrorViewBody' });
export type ViewBody = z.input<typeof ViewBody>;

export const ViewChange = z
  .strictObject({ staffId: StaffId.optional(), name: Name.optional(), shared: z.boolean().optional() })
  .meta({ id: 'ErrorViewChange' });
export type ViewChange = z.infer<typeof ViewChange>;
