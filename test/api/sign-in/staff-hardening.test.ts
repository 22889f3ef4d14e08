/** Small doors: bodies that are not what they seem, ways back that lead elsewhere, answers that say too much. */
import { beforeAll, describe, expect, test } from 'vitest';
import { roles } from '../../../domain/rights.ts';
import { defaultStaffSettings } from '../../../api/sign-in/settings.ts';
import { addressOf, operationsOf, type Operation } from '../operation-list.ts';
import { newcomer, openBrowser, register, sessionOf, signIn, type SignedIn } from './staff-support.ts';
import { city, fieldsIn, openApi, problemIn, publicUrl, type ApiTest } from '../support.ts';

let api: ApiTest;
let operations: Operation[];
let member: SignedIn;
beforeAll(async () => {
  const oidc = { issuer: 'http://127.0.0.1:9', clientId: 'fugo', clientSecret: 'a-secret', name: '庁内認証' };
  api = await openApi(235, { staff: { ...defaultStaffSettings, oidc } });
  operations = await operationsOf(api);
  member = await newcomer(api, [...roles]);
});

const cookiesOf = ({ browser }: SignedIn): string =>
  [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

function raw(path: string, body: string, headers: Record<string, string> = {}, method = 'POST'): Promise<Response> {
  return Promise.resolve(
    api.app.request(path, {
      method,
      headers: { origin: publicUrl, 'content-type': 'application/json', ...headers },
      body,
    }),
  );
}

/** With a body, and within what the person may do: everything that could be reached by one. */
const withBody = (): Operation[] =>
  operations.filter(
    ({ hasBody, ofMunicipality, operationId, right }) =>
      hasBody &&
      ofMunicipality &&
      operationId !== 'createLoad' &&
      !['clients:administer', 'transfers:write'].includes(right),
  );

const signInPaths = [
  '/sign-in/email',
  '/sign-in/social',
  '/two-factor/enable',
  '/two-factor/verify-totp',
  '/change-password',
];

describe('a body', () => {
  test('that is larger than any could be is refused, wherever it is sent', async () => {
    const large = JSON.stringify({ reason: 'x'.repeat(3_000_000) });
    const others: unknown[] = [];
    for (const { method, operationId, path } of withBody()) {
      const { status } = await raw(addressOf({ path }, city), large, { cookie: cookiesOf(member) }, method);
      if (status !== 413) others.push({ operationId, status });
    }
    for (const path of signInPaths) {
      const { status } = await raw(`/auth${path}`, JSON.stringify({ email: 'x'.repeat(20_000) }));
      if (status !== 413) others.push({ path, status });
    }
    expect(others).toEqual([]);
  });

  test('that a foreign form could send is none', async () => {
    const others: unknown[] = [];
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      for (const { method, operationId, path } of withBody()) {
        const headers = { cookie: cookiesOf(member), 'content-type': type };
        const { status } = await raw(addressOf({ path }, city), '{}', headers, method);
        if (status !== 415) others.push({ operationId, type, status });
      }
      for (const path of signInPaths) {
        const { status } = await raw(`/auth${path}`, '{}', { 'content-type': type });
        if (status !== 415) others.push({ path, type, status });
      }
    }
    expect(others).toEqual([]);
  });

  test('reaches no prototype, and breaks nothing by its depth', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const bodies = [
      '{"__proto__":{"polluted":true}}',
      '{"constructor":{"prototype":{"polluted":true}}}',
      deep,
      '{',
      'null',
      '""',
    ];
    const broken: unknown[] = [];
    for (const body of bodies) {
      for (const { method, operationId, path } of withBody()) {
        const { status } = await raw(addressOf({ path }, city), body, { cookie: cookiesOf(member) }, method);
        if (status < 400 || status >= 500) broken.push({ operationId, body: body.slice(0, 40), status });
      }
      for (const path of signInPaths) {
        const { status } = await raw(`/auth${path}`, body);
        if (status < 400 || status >= 500) broken.push({ path, body: body.slice(0, 40), status });
      }
    }
    expect(broken).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('with a character that is none names the field, and with any spelling of its type is read', async () => {
    const path = `/v1/municipalities/${city}/errors/views`;
    const cookie = cookiesOf(member);
    expect(await fieldsIn(await raw(path, '{"name":"a\\u0000b","filter":{}}', { cookie }))).toEqual({
      name: 'CONTROL_CHARACTER',
    });
    // A terminal would obey it: this one writes to the clipboard.
    for (const name of ['\\u001b]52;c;eA==\\u0007', 'a\\bb', '\u009b31m']) {
      const answer = await raw(path, `{"name":"${name}","filter":{}}`, { cookie });
      expect({ name, fields: await fieldsIn(answer) }).toEqual({ name, fields: { name: 'CONTROL_CHARACTER' } });
    }
    const half = await raw(path, '{"name":"x","filter":{"assignee":"\\ud800"}}', { cookie });
    expect(await fieldsIn(half)).toEqual({ 'filter.assignee': 'BROKEN_CHARACTER' });
    for (const type of ['application/json ; charset=utf-8', 'application/json;', 'Application/JSON']) {
      const answer = await raw(path, '{"name":"","filter":{}}', { cookie, 'content-type': type });
      expect({ type, fields: await fieldsIn(answer) }).toEqual({ type, fields: { name: 'EMPTY' } });
    }
  });
});

test('no reason has a personal number in it: the audit log keeps it for good, for eyes that may see none', async () => {
  const reason = `本人の番号 ${api.store.people.personalNumber()} を確認した`;
  const id = '00000000-0000-4000-8000-000000000000';
  const decision = { staffId: 'x', decision: 'same-person', reason };
  for (const [method, path, body] of [
    ['POST', `errors/${id}/retry`, { staffId: 'x', reason }],
    ['POST', `errors/${id}/cancel`, { staffId: 'x', reason }],
    ['POST', `errors/${id}/correct`, decision],
    ['POST', 'errors/retries', { staffId: 'x', code: 'ROUTE_REFUSED', reason }],
    ['POST', 'resident-searches', { name: '符号', reason }],
    ['POST', 'residents/000000000000019/personal-number', { reason }],
    ['POST', 'residents/000000000000019/cancel', { staffId: 'x', reason }],
    ['POST', `proposed-updates/${id}/approve`, { reason }],
    ['POST', `proposed-updates/${id}/reject`, { reason }],
    ['POST', `proposed-updates/${id}/withdraw`, { reason }],
    ['POST', `/v1/organisations/${city}/staff/x/sign-in-reset`, { reason }],
    ['PUT', 'hours', { enforced: false, reason }],
    ['GET', `loads/${id}/bad-lines?staffId=x&reason=${encodeURIComponent(reason)}`, undefined],
  ] as const) {
    const address = path.startsWith('/') ? path : `/v1/municipalities/${city}/${path}`;
    const answer = await member.browser.send(method, address, { json: body });
    expect({ path, fields: await fieldsIn(answer) }).toEqual({ path, fields: { reason: 'PERSONAL_NUMBER_INSIDE' } });
  }
});

test('an address with what nobody can mean is refused by the name of the field, or leads nowhere', async () => {
  const status = async (path: string) => {
    const above = path.startsWith('audit') ? 'organisations' : 'municipalities';
    const response = await member.browser.send('GET', `/v1/${above}/${city}/${path}`);
    return { path, fields: response.status === 422 ? await fieldsIn(response) : response.status };
  };
  const moments = ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00%2B23:59', '9999-12-31T23:59:59-23:59'];
  const wrong = [
    ...moments.flatMap((moment) => [
      ...['audit', 'audit.csv'].flatMap((list) => [
        [`${list}?from=${moment}`, 'from'],
        [`${list}?to=${moment}`, 'to'],
      ]),
      ...['errors', 'errors.csv'].map((list) => [`${list}?before=${moment}`, 'before']),
    ]),
    ['movers?from=0000-01-01&to=2026-01-01', 'from'],
    ['movers.csv?from=2026-01-01&to=9999-12-31', 'to'],
    ['errors?after=999999999999999_00000000-0000-4000-8000-000000000000', 'after'],
  ] as const;
  for (const [path = '', field = ''] of wrong) {
    expect(await status(path)).toEqual({ path, fields: { [field]: 'WRONG_FORMAT' } });
  }
  for (const [path, field] of [
    ['audit?subject=%00', 'subject'],
    ['audit.csv?action=a%00', 'action'],
    ['errors?assignee=%00', 'assignee'],
    ['confirmations?before=%00', 'before'],
  ] as const) {
    expect(await status(path)).toEqual({ path, fields: { [field]: 'CONTROL_CHARACTER' } });
  }
  for (const path of ['confirmations/%00', 'confirmations/%00/changes.csv']) {
    expect(await status(path)).toEqual({ path, fields: 404 });
  }
});

test('no way back leads to pages of somebody else', async () => {
  const elsewhere = [
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    '/\n/elsewhere.example',
    '/\r\n/elsewhere.example',
    '/ /elsewhere.example',
    'https://elsewhere.example',
    'javascript:alert(1)',
    'elsewhere.example',
    '',
  ];
  for (const address of elsewhere) {
    for (const field of ['callbackURL', 'errorCallbackURL']) {
      const json = { provider: 'oidc', [field]: address };
      await problemIn(await openBrowser(api).send('POST', '/auth/sign-in/social', { json }), 422, 'INVALID_INPUT');
    }
  }
});

describe('answers', () => {
  test('say of no e-mail address whether it is somebody’s', async () => {
    const path = `/v1/organisations/${city}/staff`;
    const as = api.clients.administrator;
    const atProvider = { name: '見本 職員', email: 'provider@mihon.example', roles: ['clerk'], signIn: 'oidc' };
    expect((await api.request('POST', path, { as, json: atProvider })).status).toBe(201);
    const removed = await register(api, ['clerk']);
    expect((await api.request('DELETE', `${path}/${removed.staffId}`, { as })).status).toBe(204);
    const emails = ['nobody@mihon.example', member.email, member.email.toUpperCase(), atProvider.email, removed.email];
    const answers = await Promise.all(
      emails.map(async (email) => {
        const answer = await signIn(openBrowser(api), { email, password: 'a wrong password' });
        return { status: answer.status, body: await answer.text(), headers: [...answer.headers.keys()].toSorted() };
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });

  test('cannot be shown in a foreign page, read as something else, or kept', async () => {
    const { browser } = member;
    for (const path of ['/v1/session', `/v1/municipalities/${city}/counts`, '/v1/sign-in-ways']) {
      const { headers } = await browser.send('GET', path);
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/u);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('server')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
    const { headers } = await signIn(openBrowser(api), member);
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await browser.send('GET', '/v1/session')).headers.get('cache-control')).toBe('no-store');
  });
});

test('a session is never one that somebody else has chosen', async () => {
  const attacker = await newcomer(api, ['clerk']);
  const victim = openBrowser(api);
  for (const [name, value] of attacker.browser.cookies) victim.cookies.set(name, value);
  await signIn(victim, member);
  const code = await member.secondFactor.code();
  expect((await victim.send('POST', '/auth/two-factor/verify-totp', { json: { code } })).status).toBe(200);
  const session = await sessionOf(victim);
  expect((await sessionOf(attacker.browser)).email).toBe(attacker.email);
  expect(session.email).toBe(member.email);
});

test('a code sent with somebody else’s session opens nothing', async () => {
  const half = openBrowser(api);
  await signIn(half, member);
  const attacker = await newcomer(api, ['clerk']);
  const mixed = openBrowser(api);
  for (const [name, value] of [...half.cookies, ...attacker.browser.cookies]) mixed.cookies.set(name, value);
  const code = await attacker.secondFactor.code();
  await mixed.send('POST', '/auth/two-factor/verify-totp', { json: { code } });
  expect((await sessionOf(mixed)).email).toBe(attacker.email);
});
