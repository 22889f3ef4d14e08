/** Who has lost the second factor or the password begins anew, with the help of an administrator. */
import { beforeAll, describe, expect, test } from 'vitest';
import { NewStaff } from '../../../contracts/api/staff.ts';
import type { Role } from '../../../domain/rights.ts';
import { city, openApi, otherCity, problemIn, type ApiTest } from '../support.ts';
import {
  newcomer,
  openBrowser,
  register,
  sessionOf,
  setUpSecondFactor,
  signIn,
  type SignedIn,
} from './staff-support.ts';

let api: ApiTest;
let administrator: SignedIn;
beforeAll(async () => {
  api = await openApi(232);
  administrator = await newcomer(api, ['administrator']);
});

const reset = (by: SignedIn, staffId: string, where = city): Promise<Response> =>
  by.browser.send('POST', `/v1/organisations/${where}/staff/${staffId}/sign-in-reset`, {
    json: { reason: 'Lost the device.' },
  });

async function alsoElsewhere(email: string, roles: Role[]): Promise<void> {
  const json = { name: '見本 職員', email, roles };
  const path = `/v1/organisations/${otherCity}/staff`;
  expect((await api.request('POST', path, { as: api.clients.administrator, json })).status).toBe(201);
}

describe('a sign-in that an administrator resets', () => {
  test('begins anew: the session, the password, the second factor and the backup codes of before serve no more', async () => {
    const member = await newcomer(api, ['clerk']);
    for (let round = 0; round < 6; round += 1) await signIn(openBrowser(api), { ...member, password: 'a wrong one' });
    const answer = await reset(administrator, member.staffId);
    expect(answer.status).toBe(200);
    const { initialPassword, secondFactor } = NewStaff.parse(await answer.json());
    expect(secondFactor).toBe('missing');
    await problemIn(await member.browser.send('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
    expect((await signIn(openBrowser(api), member)).status).toBe(401);

    const browser = openBrowser(api);
    expect((await signIn(browser, { email: member.email, password: initialPassword ?? '' })).status).toBe(200);
    expect(await sessionOf(browser)).toMatchObject({ secondFactor: 'missing', password: 'initial' });
    const json = { currentPassword: initialPassword, newPassword: 'another password of my own' };
    expect((await browser.send('POST', '/auth/change-password', { json })).status).toBe(200);
    await setUpSecondFactor(browser, 'another password of my own');
    expect((await sessionOf(browser)).municipalities).toMatchObject([{ municipality: city, roles: ['clerk'] }]);

    const [row] = await api.store.see`
      select staff_id, outcome, reason from audit_log where action = 'staff.sign-in.reset' and subject = ${member.staffId}`;
    expect(row).toEqual({ staff_id: administrator.staffId, outcome: 'allowed', reason: 'Lost the device.' });
    expect(api.logged()).not.toContain(initialPassword);
  });

  test('is never one’s own, and the attempt is in the audit log', async () => {
    await problemIn(await reset(administrator, administrator.staffId), 403, 'FORBIDDEN');
    await sessionOf(administrator.browser);
    const rows = await api.store.see`
      select outcome from audit_log where action = 'staff.sign-in.reset' and subject = ${administrator.staffId}`;
    expect(rows).toEqual([{ outcome: 'refused' }]);
  });

  test('of who works elsewhere too is for the installation’s administrator', async () => {
    const member = await newcomer(api, ['clerk']);
    await alsoElsewhere(member.email, ['supervisor']);
    await problemIn(await reset(administrator, member.staffId), 409, 'STAFF_OF_OTHERS');
    await sessionOf(member.browser);
    const path = `/v1/organisations/${city}/staff/${member.staffId}/sign-in-reset`;
    const json = { reason: 'Lost the device.' };
    expect((await api.request('POST', path, { as: api.clients.administrator, json })).status).toBe(200);
    await problemIn(await member.browser.send('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
  });

  test('is none of the people of another municipality, and nobody’s who signs in at the provider', async () => {
    const stranger = await register(api, ['clerk'], { organisation: otherCity });
    await problemIn(await reset(administrator, stranger.staffId), 404, 'NOT_FOUND');
    const json = { name: '見本 職員', email: 'oidc@mihon.example', roles: ['clerk'], signIn: 'oidc' };
    const path = `/v1/organisations/${city}/staff`;
    const added = await api.request('POST', path, { as: api.clients.administrator, json });
    const { staffId } = NewStaff.parse(await added.json());
    await problemIn(await reset(administrator, staffId), 409, 'SIGN_IN_ELSEWHERE');
  });
});

test('an initial password that nobody has used for two weeks serves no more, until it is given anew', async () => {
  const member = await register(api, ['clerk']);
  const age = (days: number): Promise<unknown> => api.store.see`
    update staff_accounts set created_at = now() - make_interval(days => ${days}) where staff_id = ${member.staffId}`;
  await age(13);
  expect((await signIn(openBrowser(api), member)).status).toBe(200);
  await age(15);
  const over = await signIn(openBrowser(api), member);
  expect({ status: over.status, body: await over.json() }).toMatchObject({
    status: 403,
    body: { code: 'INITIAL_PASSWORD_OVER' },
  });
  const answer = await reset(administrator, member.staffId);
  const { initialPassword } = NewStaff.parse(await answer.json());
  expect((await signIn(openBrowser(api), { ...member, password: initialPassword ?? '' })).status).toBe(200);
});

test('a password of one’s own is not outdated by its age', async () => {
  const member = await newcomer(api, ['clerk']);
  await api.store.see`
    update staff_accounts set created_at = now() - interval '400 days' where staff_id = ${member.staffId}`;
  expect((await signIn(openBrowser(api), member)).status).toBe(200);
});
