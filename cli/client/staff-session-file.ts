import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { getHome } from '../../config/local.ts';
import { findJson, writePrivateJson } from '../../local/files.ts';
import type { Context } from '../terminal/context.ts';

/**
 * `$FUGO_HOME/staff-session.json` (0600): who is signed in on this command line. The cookies are worth what the person
 * is until the server ends the session; nothing else of a sign-in is kept, no password and no code.
 */
const StaffSession = z.object({
  /** The address it was signed in at; the cookies are sent nowhere else. */
  api: z.string(),
  cookies: z.record(z.string(), z.string()),
  staffId: z.string(),
  /** Where the person works, as it was when they signed in: it says whose commands these are, and no more. */
  municipalities: z.array(z.string()),
  /** The one that commands mean when none is named. */
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
