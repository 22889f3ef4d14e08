/** fugo's tables under the names that better-auth expects. */
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { staff, staffAccounts, staffSecondFactors, staffSessions, staffVerifications } from '../../schema/staff.ts';
import type { Database } from '../database/database.ts';

export function staffTables(db: Database): ReturnType<typeof drizzleAdapter> {
  return drizzleAdapter(db, {
    provider: 'pg',
    transaction: true,
    schema: {
      user: staff,
      session: staffSessions,
      account: staffAccounts,
      verification: staffVerifications,
      twoFactor: staffSecondFactors,
    },
  });
}
