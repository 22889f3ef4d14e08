import type { Database } from '../../storage/database/database.ts';
import { listStaff } from '../../storage/staff/staff.ts';
import type { Caller } from '../context.ts';
import { invalidInput } from '../http/problem.ts';

/** What is kept under somebody's name is kept under the name of staff of this municipality; a program could say any. */
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
