import type { Database } from '../../storage/database/database.ts';
import { listStaff } from '../../storage/staff/staff.ts';
import type { Caller } from '../context.ts';
import { invalidInput } from '../http/problem.ts';

/** A program that acts for a member of staff may only name one of this municipality. */
export async function requireStaffOf(
  db: Database,
  caller: Caller,
  municipality: string,
  staffId: string,
): Promise<void> {
  if (caller.kind === 'staff') return;
  const members = await listStaff(db, municipality);
  if (!members.some((member) => member.staffId === staffId)) {
    throw invalidInput([{ field: 'staffId', rule: 'NOT_LISTED' }]);
  }
}
