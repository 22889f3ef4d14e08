/**
 * Takes an authenticator's code once only (RFC 6238 §5.2), which better-auth does not ensure: whoever looks over a
 * shoulder would have half a minute. The code is taken before it is verified, so that of two parallel uses one is
 * refused.
 */
import { createOTP } from '@better-auth/utils/otp';
import { symmetricDecrypt } from 'better-auth/crypto';
import { findSecret, takeStep } from '../../storage/sign-in/sign-in.ts';
import type { Database } from '../../storage/database/database.ts';
import type { Auth } from './auth.ts';

const stepSeconds = 30;
/** The time steps that better-auth accepts: clocks may differ by half a minute. */
const steps = [-1, 0, 1];

/** Whether the code was used before. A wrong code was not; better-auth refuses and counts it. */
export async function isUsedCode(db: Database, auth: Auth, staffId: string, code: string): Promise<boolean> {
  const encryptedSecret = await findSecret(db, staffId);
  if (encryptedSecret === null) return false;
  const { secretConfig } = await auth.$context;
  const { hotp } = createOTP(await symmetricDecrypt({ key: secretConfig, data: encryptedSecret }));
  const now = Math.floor(Date.now() / 1_000 / stepSeconds);
  const codes = await Promise.all(steps.map(async (each) => ({ step: now + each, code: await hotp(now + each) })));
  const match = codes.findLast((each) => each.code === code);
  return match !== undefined && !(await takeStep(db, staffId, match.step));
}
