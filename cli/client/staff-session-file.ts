import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { getHome } from '../../config/local.ts';
import { findJson, writePrivateJson } from '../../local/files.ts';
import type { Context } from '../terminal/context.ts';

/**
 * `$FUGO_HOME/staff-session.json` (0600) says who is signed in at this command line. Until the server ends the session,
 * whoever has the cookies can act as that person. No password and no code is kept.
 */
const StaffSession = z.object({
  /** The address where the person signed in; the cookies are sent nowhere else. */
  api: z.string(),
  cookies: z.record(z.string(), z.string()),
  staffId: z.string(),
  /** Where the person worked when they signed in. It chooses the organisation of a command and gives no right. */
  organisations: z.array(z.string()),
  /** The municipality that commands mean when none is named. */
  municipality: z.string().optional(),
});
export type StaffSession = z.infer<typeof StaffSession>;

export function staffSessionPath({ env }: Pick<Context, 'env'>): string {
  return join(getHome(env), 'staff-session.json');
}

export function findStaffSession(context: Pick<Context, 'env'>): StaffSession | undefined {
  const { success, data } = StaffSession.safeParse(findJson(staffSessionPath(context)));
  return success ? data : undefined;
}

export function writeStaffSession(context: Pick<Context, 'env'>, session: StaffSession): void {
  writePrivateJson(staffSessionPath(context), session);
}

export function removeStaffSession(context: Pick<Context, 'env'>): void {
  rmSync(staffSessionPath(context), { force: true });
}
