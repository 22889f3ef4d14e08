/** A member of staff of a bench's municipality, signed in as a browser does it. */
import { base32 } from '@better-auth/utils/base32';
import { createOTP } from '@better-auth/utils/otp';
import { z } from 'zod';
import { NewStaff } from '../../contracts/api/staff.ts';
import { ofOrganisation } from '../../contracts/http.ts';
import type { Role } from '../../domain/rights.ts';
import { bodyOf } from './registering.ts';
import type { BenchStack } from './stack.ts';

/** Answers the body. Throws where the answer is no yes. */
export type StaffSend = (path: string, body: object) => Promise<unknown>;

export interface SignedIn {
  send: StaffSend;
  /** Of the session, for a browser. */
  cookies: ReadonlyMap<string, string>;
}

export async function signInStaff(
  { run, administrator }: Pick<BenchStack, 'run' | 'administrator'>,
  { municipality, role }: { municipality: string; role: Role },
): Promise<SignedIn> {
  const email = `bench-${role}@${municipality}.example`;
  const { initialPassword } = bodyOf(
    await administrator.call({
      method: 'POST',
      path: ofOrganisation(municipality, 'staff'),
      body: { name: 'bench', email, roles: [role] },
      answer: NewStaff,
    }),
  );
  const password = crypto.randomUUID();
  const cookies = new Map<string, string>();
  const send = createSender(run.addresses.api, cookies);
  await send('/auth/sign-in/email', { email, password: initialPassword });
  await send('/auth/change-password', { currentPassword: initialPassword, newPassword: password });
  const { totpURI } = Enabled.parse(await send('/auth/two-factor/enable', { password }));
  const secret = new URL(totpURI).searchParams.get('secret') ?? '';
  const code = await createOTP(new TextDecoder().decode(base32.decode(secret))).totp();
  await send('/auth/two-factor/verify-totp', { code });
  return { send, cookies };
}

const Enabled = z.object({ totpURI: z.url() });

function createSender(url: string, cookies: Map<string, string>): StaffSend {
  return async (path, body) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path} answered ${String(response.status)}: ${JSON.stringify(answer)}`);
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(header) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
}
