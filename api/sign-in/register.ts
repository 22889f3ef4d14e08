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
 * Registers a person; one person has one account, whatever the number of municipalities. A known person keeps the
 * password, or else an administrator of another municipality could take the account over; one who was revoked
 * everywhere begins anew.
 */
export async function registerStaff(
  db: Database,
  auth: Auth,
  { name, email, signIn, subject }: NewPerson,
): Promise<{ staff: StoredStaff; initialPassword: string | null }> {
  const member = await findStaff(db, { email });
  if (member && member.revokedAt === null) return { staff: member, initialPassword: null };
  const staff = member ?? (await addStaff(db, { name, email }));
  if (signIn === 'oidc') {
    const way = subject === undefined ? null : { providerId: oidcProviderId, accountId: subject };
    await setSignIn(db, staff.staffId, way);
    return { staff, initialPassword: null };
  }
  return { staff, initialPassword: await giveInitialPassword(db, auth, staff.staffId) };
}

/**
 * Makes an initial password, with which the person begins anew: the former password, second factor and sessions end.
 * Returns the password; only its hash is stored.
 */
export async function giveInitialPassword(db: Database, auth: Auth, staffId: string): Promise<string> {
  const initialPassword = randomBytes(15).toString('base64url');
  const { password } = await auth.$context;
  await setSignIn(db, staffId, { password: await password.hash(initialPassword) });
  return initialPassword;
}
