import type { AddressInformation as AddressInformationBody } from '../../contracts/api/resident-detail.ts';
import type { z } from 'zod';
import type { ShownField } from '../../domain/information-fields.ts';
import { sexWord } from '../terminal/code-words.ts';
import { say, type Context } from '../terminal/context.ts';

export type AddressInformation = z.infer<typeof AddressInformationBody>;

/** Shows the value of a field to people; empty where there is none. */
export function valueWord(context: Context, row: AddressInformation, field: ShownField): string {
  if (field === 'sex') return sexWord(context, row.sex);
  if (field === 'nonDisclosure') {
    return row.nonDisclosure === null ? '' : say(context, row.nonDisclosure ? 'residents.isProtected' : 'none');
  }
  const value = row[field] ?? '';
  // Shows 平成2年4月1日 as it was written, and the day beside it.
  if (field === 'birthDateText' && row.birthDate !== null && row.birthDate !== value)
    return `${value} (${row.birthDate})`;
  return value;
}
