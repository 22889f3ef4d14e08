/** Staff of a test's API, who sign in as a browser does: with its cookies, and with codes of the secret they were shown. */
import { createOTP } from '@better-auth/utils/otp';
import { base32 } from '@better-auth/utils/base32';
import { expect } from 'vitest';
import { NewStaff } from '../../../contracts/api/staff.ts';
import { Session } from '../../../contracts/api/session.ts';
import type { AnyRole } from '../../../domain/rights.ts';
import { city, publicUrl, type ApiTest } from '../support.ts';

export interface Browser {
  cookies: Map<string, string>;
  send: (method: string, path: string, options?: SendOptions) => Promise<Response>;
}
export interface SendOptions {
  json?: unknown;
  /** A file, sent as it is. */
  body?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

/** Every cookie must be one that no script reads and no foreign page sends along. */
export function openBrowser({ app }: Pick<ApiTest, 'app'>): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async send(method, path, { json, body, headers = {} } = {}) {
      const response = await app.request(path, {
        method,
        headers: {
          ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...(body && { 'content-type': 'application/octet-stream' }),
          ...(method !== 'GET' && { origin: publicUrl }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        ...(body && { body }),
      });
      for (const header of response.headers.getSetCookie()) {
        expect(header).toMatch(/; HttpOnly/u);
        expect(header).toMatch(/; Secure/u);
        expect(header).toMatch(/; SameSite=Lax/u);
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(header) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
  };
}

export interface TestStaff {
  staffId: string;
  email: string;
  password: string;
}

let made = 0;

/** Registered by the administrator's client, with a password of the person's own already. */
export async function register(
  api: ApiTest,
  roles: AnyRole[],
  { organisation = city, email = `staff-${String((made += 1))}@mihon.example` } = {},
): Promise<TestStaff> {
  const response = await api.request('POST', `/v1/organisations/${organisation}/staff`, {
    as: api.clients.administrator,
    json: { name: '見本 職員', email, roles },
  });
  expect(response.status).toBe(201);
  const { staffId, initialPassword } = NewStaff.parse(await response.json());
  return { staffId, email, password: initialPassword ?? '' };
}

export const signIn = (browser: Browser, { email, password }: { email: string; password: string }): Promise<Response> =>
  browser.send('POST', '/auth/sign-in/email', { json: { email, password } });

export interface SecondFactor {
  code: () => Promise<string>;
  backupCodes: string[];
}

/** As an authenticator app reads it from the picture. `stepsAway`: a code of half a minute before, or after. */
export function codeOf(totpUri: string, stepsAway = 0): Promise<string> {
  const secret = new URL(totpUri).searchParams.get('secret') ?? '';
  const step = Math.floor(Date.now() / 30_000) + stepsAway;
  return createOTP(new TextDecoder().decode(base32.decode(secret))).hotp(step);
}

/** As if half a minute had passed since the last code: none is taken twice. */
export async function forgetUsedCodes({ store }: Pick<ApiTest, 'store'>, email: string): Promise<void> {
  await store.see`
    update staff_second_factors set used_step = null
    where staff_id = (select staff_id from staff where email = ${email})`;
}

export async function setUpSecondFactor(browser: Browser, password: string): Promise<SecondFactor> {
  const enabled = await browser.send('POST', '/auth/two-factor/enable', { json: { password } });
  expect(enabled.status).toBe(200);
  const { totpURI, backupCodes } = (await enabled.json()) as { totpURI: string; backupCodes: string[] };
  const code = (): Promise<string> => codeOf(totpURI);
  const verified = await browser.send('POST', '/auth/two-factor/verify-totp', { json: { code: await code() } });
  expect(verified.status).toBe(200);
  return { code, backupCodes };
}

export interface SignedIn extends TestStaff {
  browser: Browser;
  secondFactor: SecondFactor;
}

/** Through everything that a new member of staff goes through. */
export async function newcomer(
  api: ApiTest,
  roles: AnyRole[],
  options: { organisation?: string; email?: string } = {},
): Promise<SignedIn> {
  const member = await register(api, roles, options);
  const browser = openBrowser(api);
  expect((await signIn(browser, member)).status).toBe(200);
  const password = 'a password of my own';
  const changed = await browser.send('POST', '/auth/change-password', {
    json: { currentPassword: member.password, newPassword: password },
  });
  expect(changed.status).toBe(200);
  const secondFactor = await setUpSecondFactor(browser, password);
  const code = async (): Promise<string> => {
    await forgetUsedCodes(api, member.email);
    return secondFactor.code();
  };
  return { ...member, password, browser, secondFactor: { ...secondFactor, code } };
}

export async function sessionOf(browser: Browser): Promise<Session> {
  const response = await browser.send('GET', '/v1/session');
  expect(response.status).toBe(200);
  return Session.parse(await response.json());
}
