/** Sign-in at a real OpenID provider over HTTP, for people whom an administrator registered and for nobody else. */
import { beforeAll, describe, expect, test } from 'vitest';
import { NewStaffBody } from '../../../contracts/api/staff.ts';
import { openProvider, type PersonAtProvider, type TestProvider } from './oidc-support.ts';
import { city, openApi, problemIn, publicUrl, type ApiTest } from '../support.ts';
import { openBrowser, register, sessionOf, signIn, type Browser } from './staff-support.ts';

let api: ApiTest;
let provider: TestProvider;

beforeAll(async () => {
  provider = await openProvider();
  await provider.know(publicUrl);
  api = await openApi(61, { staff: provider.settings });
});

async function registerPerson(fields: { email: string; subject?: string }): Promise<void> {
  const json = NewStaffBody.parse({ name: '見本 職員', roles: ['clerk'], signIn: 'oidc', ...fields });
  const path = `/v1/organisations/${city}/staff`;
  expect((await api.request('POST', path, { as: api.clients.administrator, json })).status).toBe(201);
}

async function begin(browser: Browser): Promise<URL> {
  const json = { provider: 'oidc', callbackURL: '/home', errorCallbackURL: '/sign-in' };
  const response = await browser.send('POST', '/auth/sign-in/social', { json });
  expect(response.status).toBe(200);
  const { url } = (await response.json()) as { url: string };
  return new URL(url);
}

/** Follows the provider's pages with a cookie jar, until it sends the browser back to fugo. */
async function atProvider(start: URL): Promise<string> {
  const jar = new Map<string, string>();
  const go = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(header) ?? [];
      jar.set(name, value);
    }
    return response;
  };
  let response = await go(start.href);
  for (let step = 0; step < 12; step += 1) {
    const location = response.headers.get('location');
    if (location?.startsWith(publicUrl)) return location;
    if (location !== null) {
      response = await go(new URL(location, provider.issuer).href);
      continue;
    }
    const page = await response.text();
    const action = /action="([^"]+)"/u.exec(page)?.[1] ?? '';
    const prompt = /name="prompt" value="(\w+)"/u.exec(page)?.[1] ?? '';
    response = await go(new URL(action, provider.issuer).href, {
      prompt,
      login: provider.person?.sub ?? '',
      password: 'anything',
    });
  }
  throw new Error('The provider never sent the browser back');
}

async function comeBack(browser: Browser, location: string): Promise<string> {
  const url = new URL(location);
  const response = await browser.send('GET', `${url.pathname}${url.search}`);
  expect(response.status).toBe(302);
  return response.headers.get('location') ?? '';
}

async function signInAtProvider(as: PersonAtProvider): Promise<{ browser: Browser; location: string }> {
  provider.person = as;
  const browser = openBrowser(api);
  return { browser, location: await comeBack(browser, await atProvider(await begin(browser))) };
}

describe('at the OpenID provider', () => {
  test('somebody who is registered signs in by the verified e-mail address, without a second factor of ours', async () => {
    await registerPerson({ email: 'oidc-1@mihon.example' });
    const { browser, location } = await signInAtProvider({ sub: 's-1', email: 'oidc-1@mihon.example', verified: true });
    expect(location).toBe('/home');
    expect(await sessionOf(browser)).toMatchObject({
      email: 'oidc-1@mihon.example',
      secondFactor: 'set-up',
      password: 'none',
      municipalities: [{ municipality: city, roles: ['clerk'] }],
    });
    expect((await browser.send('GET', `/v1/municipalities/${city}/counts`)).status).toBe(200);
  });

  test('the request carries PKCE, and a nonce', async () => {
    const url = await begin(openBrowser(api));
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.get('nonce')).toBeTruthy();
  });

  test('somebody is known by the subject, whatever the e-mail address is there', async () => {
    await registerPerson({ email: 'oidc-2@mihon.example', subject: 's-2' });
    const { browser, location } = await signInAtProvider({ sub: 's-2', email: 'other@mihon.example', verified: false });
    expect(location).toBe('/home');
    expect((await sessionOf(browser)).email).toBe('oidc-2@mihon.example');
  });

  test('an address that the provider has not verified is nobody’s', async () => {
    await registerPerson({ email: 'oidc-3@mihon.example' });
    const { browser, location } = await signInAtProvider({
      sub: 's-3',
      email: 'oidc-3@mihon.example',
      verified: false,
    });
    expect(location).toMatch(/^\/sign-in\?error=/u);
    await problemIn(await browser.send('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
  });

  test('nobody is registered by signing in, and the log has the attempt', async () => {
    const before = await api.store.see`select count(*) from staff`;
    const { browser, location } = await signInAtProvider({ sub: 's-4', email: 'nobody@mihon.example', verified: true });
    expect(location).toMatch(/^\/sign-in\?error=signup_disabled/u);
    await problemIn(await browser.send('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
    expect(await api.store.see`select count(*) from staff`).toEqual(before);
    const rows = await api.store.see`
      select reason from audit_log where action = 'staff.sign-in.oidc' and outcome = 'refused' order by seq desc`;
    expect(rows[0]).toEqual({ reason: 'signup_disabled' });
  });

  test('an answer of the provider serves no other browser', async () => {
    await registerPerson({ email: 'oidc-5@mihon.example' });
    provider.person = { sub: 's-5', email: 'oidc-5@mihon.example', verified: true };
    const location = await atProvider(await begin(openBrowser(api)));
    const victim = openBrowser(api);
    expect(await comeBack(victim, location)).toMatch(/error=/u);
    await problemIn(await victim.send('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
  });

  test('is one of the ways to sign in, and sends nobody to a page that is not ours', async () => {
    const ways = await api.app.request('/v1/sign-in-ways');
    expect(await ways.json()).toEqual({ local: true, oidc: [{ providerId: 'oidc', name: '庁内認証' }] });
    const json = { provider: 'oidc', callbackURL: '//elsewhere.example' };
    await problemIn(await openBrowser(api).send('POST', '/auth/sign-in/social', { json }), 422, 'INVALID_INPUT');
  });
});

describe('a provider that does not answer', () => {
  let silent: TestProvider;
  let other: ApiTest;
  beforeAll(async () => {
    silent = await openProvider();
    other = await openApi(236, { staff: silent.settings });
  });

  test('keeps nobody from signing in otherwise, and serves as soon as it does', async () => {
    const member = await register(other, ['clerk']);
    expect((await signIn(openBrowser(other), member)).status).toBe(200);
    await silent.know(publicUrl);
    const answer = await openBrowser(other).send('POST', '/auth/sign-in/social', { json: { provider: 'oidc' } });
    expect(answer.status).toBe(200);
  });
});
