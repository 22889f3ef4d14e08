/** Shapes of the columns of another system's files: names and fields, never a value of a file. */
import { z } from 'zod';
import { loadFields } from '../load-fields.ts';
import { line } from './text.ts';

const Column = z.strictObject({
  name: line({ most: 200 }).meta({ description: 'As the heading of the other system has it.', example: '宛名コード' }),
  field: z.enum(loadFields).nullable().meta({ description: 'Null: fugo does not read the column.' }),
});

export const LoadColumns = z
  .object({ columns: z.array(Column), keptAt: z.iso.datetime().nullable().meta({ description: 'Null: never.' }) })
  .meta({ id: 'LoadColumns', description: 'Which columns of another system are which fields, as was said last.' });
export type LoadColumns = z.infer<typeof LoadColumns>;

export const LoadColumnsBody = z
  .strictObject({ staffId: line({ most: 40 }).meta({ example: 'staff-7' }), columns: z.array(Column).max(500) })
  .meta({ id: 'LoadColumnsBody' });
