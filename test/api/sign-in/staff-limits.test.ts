/** How often passwords and codes may be tried, and from where. */
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultStaffSettings } from '../../../api/sign-in/settings.ts';
import { openApi, publicUrl, type ApiTest } from '../support.ts';
import { forgetUsedCodes, newcomer, openBrowser, signIn, type SignedIn } from './staff-support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(231, {
    staff: {
      ...defaultStaffSettings,
      sourceLimit: { attempts: 3, minutes: 15 },
      trustedProxies: ['10.0.0.1', '10.9.0.0/16'],
    },
  });
});

/** A password that is wrong, or that of `who`, tried from an address. */
async function tryFrom(
  peer: string,
  { forwarded, who }: { forwarded?: string; who?: SignedIn } = {},
): Promise<Response> {
  const { email, password } = who ?? { email: `${crypto.randomUUID()}@mihon.example`, password: 'a wrong password' };
  return api.app.request(
    '/auth/sign-in/email',
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: publicUrl,
        ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }),
      },
      body: JSON.stringify({ email, password }),
    },
    { incoming: { socket: { remoteAddress: peer } } },
  );
}

const statusesFrom = async (tries: (() => Promise<Response>)[]): Promise<number[]> => {
  const statuses: number[] = [];
  for (const each of tries) statuses.push((await each()).status);
  return statuses;
};

describe('passwords from one network address', () => {
  test('are looked at a few times, whatever e-mail addresses they are for; another address is free', async () => {
    const member = await newcomer(api, ['clerk']);
    const statuses = await statusesFrom(Array.from({ length: 4 }, () => () => tryFrom('192.0.2.1')));
    expect(statuses).toEqual([401, 401, 401, 429]);
    const locked = await tryFrom('192.0.2.1', { who: member });
    expect(locked.status).toBe(429);
    const wait = Number(locked.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(60);
    expect(wait).toBeLessThanOrEqual(15 * 60);
    expect(await locked.json()).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: wait });
    expect((await tryFrom('192.0.2.2', { who: member })).status).toBe(200);
    const rows = await api.store.see`
      select reason from audit_log where staff_id = ${member.staffId} and outcome = 'refused'`;
    expect(rows).toEqual([{ reason: 'address locked' }]);
  });

  test('of many at once no more are looked at', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => tryFrom('192.0.2.3')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([401, 401, 401, 429, 429, 429]);
  });

  test('do not count where they were right, and are counted anew after a while', async () => {
    const member = await newcomer(api, ['clerk']);
    const right = () => tryFrom('192.0.2.4', { who: member });
    const wrong = () => tryFrom('192.0.2.4');
    expect(await statusesFrom([wrong, right, right, wrong, right, right])).toEqual([401, 200, 200, 401, 200, 200]);
    await api.store.see`update staff_sign_in_sources set since = now() - interval '16 minutes'`;
    expect(await statusesFrom([wrong, wrong, wrong, wrong])).toEqual([401, 401, 401, 429]);
    await api.store.see`update staff_sign_in_sources set locked_until = now() - interval '1 second'`;
    expect((await right()).status).toBe(200);
  });

  test('from a locked one nobody’s e-mail address is locked', async () => {
    const member = await newcomer(api, ['clerk']);
    const wrong = { ...member, password: 'a wrong password' };
    await statusesFrom(Array.from({ length: 9 }, () => () => tryFrom('192.0.2.5', { who: wrong })));
    expect((await tryFrom('192.0.2.6', { who: member })).status).toBe(200);
  });

  test('nobody gets further by a header; only a proxy that is named is believed, and only about whom it saw', async () => {
    const spoofed = Array.from(
      { length: 4 },
      (_, at) => () => tryFrom('192.0.2.7', { forwarded: `198.51.100.${String(at)}` }),
    );
    expect(await statusesFrom(spoofed)).toEqual([401, 401, 401, 429]);
    expect(api.logged()).toContain('FUGO_TRUSTED_PROXIES');
    expect(api.logged()).not.toContain('198.51.100');

    const behind = (forwarded: string) => () => tryFrom('::ffff:10.0.0.1', { forwarded });
    const made = (at: number) => `203.0.113.${String(at)}, 192.0.2.8, 10.9.1.1`;
    expect(await statusesFrom([0, 1, 2, 3].map((at) => behind(made(at))))).toEqual([401, 401, 401, 429]);
    expect((await behind('192.0.2.9')()).status).toBe(401);
    expect((await behind('not an address')()).status).toBe(401);
  });

  test('an IPv6 network of one household is one address', async () => {
    const hosts = ['2001:db8:0:7::1', '2001:db8::7:1:2:3:4', '2001:0db8:0000:0007:ffff::', '2001:db8:0:7:1::9'];
    expect(await statusesFrom(hosts.map((host) => () => tryFrom(host)))).toEqual([401, 401, 401, 429]);
    expect((await tryFrom('2001:db8:0:8::1')).status).toBe(401);
  });
});

describe('a code of the second factor', () => {
  const verify = async (member: SignedIn, code: string): Promise<Response> => {
    const browser = openBrowser(api);
    expect((await signIn(browser, member)).status).toBe(200);
    return browser.send('POST', '/auth/two-factor/verify-totp', { json: { code } });
  };

  test('is taken once, and the refusal is in the audit log', async () => {
    const member = await newcomer(api, ['clerk']);
    const code = await member.secondFactor.code();
    expect((await verify(member, code)).status).toBe(200);
    const again = await verify(member, code);
    expect({ status: again.status, body: await again.json() }).toMatchObject({
      status: 401,
      body: { code: 'CODE_USED' },
    });
    const rows = await api.store.see`
      select action, reason from audit_log where staff_id = ${member.staffId} and outcome = 'refused'`;
    expect(rows).toEqual([{ action: 'staff.second-factor.code', reason: 'used before' }]);
  });

  test('is taken once however the cookie is written that says whose it is', async () => {
    const member = await newcomer(api, ['clerk']);
    const code = await member.secondFactor.code();
    expect((await verify(member, code)).status).toBe(200);
    const browser = openBrowser(api);
    await signIn(browser, member);
    const name = '__Secure-fugo.two_factor';
    const value = browser.cookies.get(name) ?? '';
    expect(value).toMatch(/^2fa-/u);
    for (const cookie of [
      `x${name}=y; ${name}=${value}`,
      `${name}=y.z; ${name}=${value}`,
      `${name}=${value}; ${name}=y.z`,
      `${name}="${value}"`,
      `${name}=%32${value.slice(1)}`,
      `${name}=%E0%A4`,
      `${name}=%00`,
    ]) {
      const headers = { cookie };
      const answer = await browser.send('POST', '/auth/two-factor/verify-totp', { json: { code }, headers });
      expect({ cookie, status: answer.status }).toEqual({ cookie, status: 401 });
    }
  });

  test('of two at once one is taken', async () => {
    const member = await newcomer(api, ['clerk']);
    const code = await member.secondFactor.code();
    const browsers = await Promise.all(
      [1, 2].map(async () => {
        const browser = openBrowser(api);
        await signIn(browser, member);
        return browser;
      }),
    );
    const answers = await Promise.all(
      browsers.map((browser) => browser.send('POST', '/auth/two-factor/verify-totp', { json: { code } })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  });

  test('too many wrong ones lock the second factor, and it is said for how long', async () => {
    const member = await newcomer(api, ['clerk']);
    let last = await verify(member, '000000');
    for (let round = 0; round < 6 && last.status === 401; round += 1) last = await verify(member, '000000');
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(60);
    await forgetUsedCodes(api, member.email);
    expect((await verify(member, await member.secondFactor.code())).status).toBe(429);
  });
});
