import { randomBytes } from 'node:crypto';
import { addStaff, findStaff, setSignIn, type StoredStaff } from '../../storage/staff/staff.ts';
import type { Database } from '../../storage/database/database.ts';
import type { Auth } from './auth.ts';
import { oidcProviderId } from './settings.ts';

export interface NewPerson {
  name: string;
  email: string;
  signIn: 'password' | 'oidc';
  subject?: string | undefined;
}

/**
 * One person has one account, however many municipalities there are. A known one keeps the password, or another
 * municipality's administrator could take the account over; one who was revoked everywhere starts anew.
 */
export async function registerStaff(
  db: Database,
  auth: Auth,
  { name, email, signIn, subject }: NewPerson,
): Promise<{ staff: StoredStaff; initialPassword: string | null }> {
  const known = await findStaff(db, { email });
  if (known && known.revokedAt === null) return { staff: known, initialPassword: null };
  const staff = known ?? (await addStaff(db, { name, email }));
  if (signIn === 'oidc') {
    const way = subject === undefined ? null : { providerId: oidcProviderId, accountId: subject };
    await setSignIn(db, staff.staffId, way);
    return { staff, initialPassword: null };
  }
  return { staff, initialPassword: await giveInitialPassword(db, auth, staff.staffId) };
}

/**
 * The person begins anew, as on the first day: whatever password, second factor and open session there was serves no
 * more. Answers the password, which is nowhere in clear from then on.
 */
export async function giveInitialPassword(db: Database, auth: Auth, staffId: string): Promise<string> {
  const initialPassword = randomBytes(15).toString('base64url');
  const { password } = await auth.$context;
  await setSignIn(db, staffId, { password: await password.hash(initialPassword) });
  return initialPassword;
}
