import { beforeAll, describe, expect, test } from 'vitest';
import { city, openApi, problemIn, type ApiTest } from '../support.ts';
import {
  newcomer,
  openBrowser,
  register,
  sessionOf,
  setUpSecondFactor,
  signIn,
  type SignedIn,
  type Browser,
} from './staff-support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(58);
});

const ownCounts = `/v1/municipalities/${city}/counts`;
const cookieName = '__Secure-fugo.session_token';

async function auditOf(staffId: string): Promise<string[]> {
  const rows = await api.store.see<{ entry: string }[]>`
    select action || ' ' || outcome as entry from audit_log where staff_id = ${staffId} order by municipality, seq`;
  return rows.map(({ entry }) => entry);
}

async function signInAgain({ email, password, secondFactor }: SignedIn): Promise<Browser> {
  const browser = openBrowser(api);
  expect((await signIn(browser, { email, password })).status).toBe(200);
  const verified = await browser.send('POST', '/auth/two-factor/verify-totp', {
    json: { code: await secondFactor.code() },
  });
  expect(verified.status).toBe(200);
  return browser;
}

describe('a new member of staff', () => {
  test('can do nothing before there is a password of their own and a second factor', async () => {
    const member = await register(api, ['supervisor']);
    const browser = openBrowser(api);
    expect((await signIn(browser, member)).status).toBe(200);
    expect(await sessionOf(browser)).toMatchObject({
      secondFactor: 'missing',
      password: 'initial',
      municipalities: [{ municipality: city, roles: ['supervisor'], rights: [] }],
    });
    await problemIn(await browser.send('GET', ownCounts), 403, 'FORBIDDEN');

    await setUpSecondFactor(browser, member.password);
    expect(await sessionOf(browser)).toMatchObject({ secondFactor: 'set-up', password: 'initial' });
    await problemIn(await browser.send('GET', ownCounts), 403, 'FORBIDDEN');

    const newPassword = 'a password of my own';
    const json = { currentPassword: member.password, newPassword };
    expect((await browser.send('POST', '/auth/change-password', { json })).status).toBe(200);
    expect((await sessionOf(browser)).password).toBe('own');
    expect((await browser.send('GET', ownCounts)).status).toBe(200);
  });

  test('cannot choose a short password', async () => {
    const member = await register(api, ['clerk']);
    const browser = openBrowser(api);
    await signIn(browser, member);
    const json = { currentPassword: member.password, newPassword: 'eleven char' };
    await problemIn(await browser.send('POST', '/auth/change-password', { json }), 422, 'INVALID_INPUT');
  });

  test('who is no member of staff cannot sign up, and nothing else of the library can be reached', async () => {
    const browser = openBrowser(api);
    for (const path of ['/sign-up/email', '/two-factor/disable', '/update-user', '/request-password-reset']) {
      const json = { email: 'nobody@mihon.example', password: 'a password of my own', name: 'Nobody' };
      await problemIn(await browser.send('POST', `/auth${path}`, { json }), 404, 'NOT_FOUND');
    }
    await problemIn(await browser.send('GET', '/auth/get-session'), 404, 'NOT_FOUND');
  });
});

describe('signing in', () => {
  test('takes the password and then a code; until then there is no session', async () => {
    const member = await newcomer(api, ['clerk']);
    const browser = openBrowser(api);
    const first = await signIn(browser, member);
    expect(await first.json()).toMatchObject({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
    expect(browser.cookies.has(cookieName)).toBe(false);
    await problemIn(await browser.send('GET', '/v1/session'), 401, 'UNAUTHENTICATED');

    const wrong = await browser.send('POST', '/auth/two-factor/verify-totp', { json: { code: '000000' } });
    expect(wrong.status).toBe(401);
    const code = await member.secondFactor.code();
    const right = await browser.send('POST', '/auth/two-factor/verify-totp', { json: { code } });
    expect(right.status).toBe(200);
    expect(await right.text()).not.toContain('token');
    expect(await sessionOf(browser)).toMatchObject({ staffId: member.staffId, secondFactor: 'set-up' });
    expect(await auditOf(member.staffId)).toEqual(
      expect.arrayContaining([
        'staff.sign-in.password allowed',
        'staff.second-factor.code refused',
        'staff.second-factor.code allowed',
      ]),
    );
  });

  test('a backup code serves in place of the other, once', async () => {
    const member = await newcomer(api, ['clerk']);
    const [code = ''] = member.secondFactor.backupCodes;
    const statuses: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      const browser = openBrowser(api);
      await signIn(browser, member);
      const answer = await browser.send('POST', '/auth/two-factor/verify-backup-code', { json: { code } });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([200, 401]);
  });

  test('a wrong password and an unknown address are answered alike', async () => {
    const member = await newcomer(api, ['clerk']);
    const answers = await Promise.all(
      [member.email, 'nobody@mihon.example'].map(async (email) => {
        const answer = await signIn(openBrowser(api), { email, password: 'a wrong password' });
        return { status: answer.status, body: await answer.json() };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(401);
  });

  test('too many wrong passwords lock it, in every process, also against the right one', async () => {
    const member = await newcomer(api, ['clerk']);
    const attempts = await Promise.all(
      Array.from({ length: 8 }, () => signIn(openBrowser(api), { ...member, password: 'a wrong password' })),
    );
    expect(attempts.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      401, 401, 401, 401, 401, 429, 429, 429,
    ]);
    const locked = await signIn(openBrowser(api), member);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(await auditOf(member.staffId)).toContain('staff.sign-in.password refused');

    await api.store.see`update staff_sign_in_failures set locked_until = now() - interval '1 second'`;
    expect((await signIn(openBrowser(api), member)).status).toBe(200);
  });

  test('nothing of it is in the log', async () => {
    const member = await newcomer(api, ['clerk']);
    await signIn(openBrowser(api), { ...member, password: 'a wrong password' });
    for (const secret of [member.email, member.password, 'a wrong password', member.browser.cookies.get(cookieName)]) {
      expect(api.logged()).not.toContain(secret);
    }
  });
});

describe('a session', () => {
  let member: SignedIn;
  beforeAll(async () => {
    member = await newcomer(api, ['supervisor']);
  });
  const alter = (change: string): Promise<unknown> =>
    api.store.see.unsafe(`update staff_sessions set ${change} where staff_id = '${member.staffId}'`);

  test('is a new one at each sign-in, whatever cookie came along', async () => {
    const browser = openBrowser(api);
    browser.cookies.set(cookieName, member.browser.cookies.get(cookieName) ?? '');
    const before = browser.cookies.get(cookieName);
    await browser.send('POST', '/auth/sign-out', { json: {} });
    browser.cookies.set(cookieName, before ?? '');
    await problemIn(await browser.send('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
    await signIn(browser, member);
    await browser.send('POST', '/auth/two-factor/verify-totp', { json: { code: await member.secondFactor.code() } });
    expect(browser.cookies.get(cookieName)).not.toBe(before);
    await sessionOf(browser);
  });

  test('moves on with use, and ends without', async () => {
    const browser = await signInAgain(member);
    await alter("expires_at = now() + interval '5 minutes'");
    const { expiresAt } = await sessionOf(browser);
    expect(Date.parse((await sessionOf(browser)).expiresAt) - Date.now()).toBeGreaterThan(25 * 60_000);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThan(31 * 60_000);
    await alter("expires_at = now() - interval '1 second'");
    await problemIn(await browser.send('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
  });

  test('ends after twelve hours however much it is used', async () => {
    const browser = await signInAgain(member);
    await alter("ends_at = now() + interval '10 minutes', expires_at = now() + interval '1 minute'");
    await sessionOf(browser);
    expect(Date.parse((await sessionOf(browser)).expiresAt) - Date.now()).toBeLessThan(10 * 60_000 + 1_000);
    await alter("ends_at = now() - interval '1 second'");
    await problemIn(await browser.send('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
  });

  test('is over at once when the person is taken away, and has other rights when the role is another', async () => {
    const other = await newcomer(api, ['supervisor']);
    const path = `/v1/organisations/${city}/staff/${other.staffId}`;
    const as = api.clients.administrator;
    expect((await other.browser.send('GET', ownCounts)).status).toBe(200);
    expect((await api.request('PUT', `${path}/roles`, { as, json: { roles: ['auditor'] } })).status).toBe(200);
    await problemIn(await other.browser.send('GET', `/v1/municipalities/${city}/errors`), 403, 'FORBIDDEN');
    expect((await api.request('DELETE', path, { as })).status).toBe(204);
    await problemIn(await other.browser.send('GET', ownCounts), 401, 'UNAUTHENTICATED');
    expect((await signIn(openBrowser(api), other)).status).not.toBe(200);
  });

  test('serves no page but fugo’s own', async () => {
    const browser = await signInAgain(member);
    const start = (headers: Record<string, string>): Promise<Response> =>
      browser.send('POST', `/v1/municipalities/${city}/confirmations`, { headers });
    for (const headers of [
      { origin: 'https://elsewhere.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: '' },
    ]) {
      await problemIn(await start(headers), 403, 'FORBIDDEN');
    }
    expect((await start({})).status).toBe(202);
    const foreign = { headers: { origin: 'https://elsewhere.example' }, json: {} };
    await problemIn(await browser.send('POST', '/auth/sign-out', foreign), 403, 'FORBIDDEN');
    await sessionOf(browser);
  });

  test('that was opened with the password alone is over once there is a second factor, and gives no backup codes', async () => {
    const newest = await register(api, ['clerk']);
    const early = openBrowser(api);
    await signIn(early, newest);
    const own = openBrowser(api);
    await signIn(own, newest);
    const json = { password: newest.password };
    await problemIn(await early.send('POST', '/auth/two-factor/generate-backup-codes', { json }), 403, 'FORBIDDEN');
    await setUpSecondFactor(own, newest.password);
    await problemIn(await early.send('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
  });

  test('acts in the name of the person, whatever name is sent', async () => {
    const browser = await signInAgain(member);
    const error = await browser.send('POST', `/v1/municipalities/${city}/errors/retries`, {
      json: { code: 'PARTICIPANT_UNAVAILABLE', staffId: 'somebody-else', reason: 'Checked.' },
    });
    expect([202, 422]).toContain(error.status);
    expect((await auditOf('somebody-else')).length).toBe(0);
  });

  test('secrets of second factors are not in the tables in clear', async () => {
    const rows = await api.store.see<{ secret: string; codes: string }[]>`
      select secret, backup_codes as codes from staff_second_factors where staff_id = ${member.staffId}`;
    expect(rows).toHaveLength(1);
    for (const code of member.secondFactor.backupCodes) expect(rows[0]?.codes).not.toContain(code);
  });
});

test('a program has no session', async () => {
  await problemIn(await api.request('GET', '/v1/session'), 403, 'FORBIDDEN');
});

test('how to sign in is told to everybody', async () => {
  const response = await api.app.request('/v1/sign-in-ways');
  expect(await response.json()).toEqual({ local: true, oidc: [] });
});
