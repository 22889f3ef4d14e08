/** Shapes of named filters of the error list, which staff keep for themselves or share in their municipality. */
import { z } from 'zod';
import { StaffId } from './error-actions.ts';
import { ErrorFilter, Person } from './error-list.ts';
import { lines } from './text.ts';

const Name = lines({ most: 60 }).meta({ example: '3日より古い中間サーバーのエラー' });

export const OwnStaffId = StaffId.optional().meta({
  description: 'Whose it is: a program has to say it, of a signed-in member of staff the session does.',
});

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
    staffId: OwnStaffId,
    name: Name,
    filter: ErrorFilter,
    shared: z.boolean().default(false).meta({ description: 'Needs errors:work.' }),
  })
  .meta({ id: 'ErrorViewBody', required: ['staffId', 'name', 'filter'] });
export type ViewBody = z.input<typeof ViewBody>;

export const ViewChange = z
  .strictObject({ staffId: OwnStaffId, name: Name.optional(), shared: z.boolean().optional() })
  .meta({ id: 'ErrorViewChange', required: ['staffId'] });
export type ViewChange = z.infer<typeof ViewChange>;
