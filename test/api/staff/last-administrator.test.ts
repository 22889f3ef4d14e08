/** Whoever is the only administrator of an organisation stays one, or nobody could give the role again. */
import { beforeAll, expect, test } from 'vitest';
import { nation } from '../../../domain/organisations.ts';
import { newcomer } from '../sign-in/staff-support.ts';
import { city, openApi, type ApiTest } from '../support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(247);
});

const memberOf = (organisation: string, staffId: string): string =>
  `/v1/organisations/${organisation}/staff/${staffId}`;

async function codeIn(response: Response): Promise<unknown> {
  return ((await response.json()) as { code: unknown }).code;
}

test.each([city, nation])('the only administrator of %s neither leaves nor gives up the role', async (organisation) => {
  const { staffId, browser } = await newcomer(api, ['administrator'], { organisation });
  const removed = await browser.send('DELETE', memberOf(organisation, staffId));
  expect(removed.status).toBe(409);
  expect(await codeIn(removed)).toBe('LAST_ADMINISTRATOR');
  const json = { roles: [organisation === city ? 'clerk' : 'auditor'] };
  const demoted = await browser.send('PUT', `${memberOf(organisation, staffId)}/roles`, { json });
  expect(await codeIn(demoted)).toBe('LAST_ADMINISTRATOR');
  const outcomes = await api.store.see<{ outcome: string }[]>`
    select outcome from audit_log where subject = ${staffId} and action in ('staff.remove', 'staff.roles') order by seq`;
  expect(outcomes.at(-1)?.outcome).toBe('refused');
});

test('of two administrators who take the role from each other at once, one stays', async () => {
  const organisation = '202011';
  const [one, other] = [
    await newcomer(api, ['administrator'], { organisation }),
    await newcomer(api, ['administrator'], { organisation }),
  ];
  const json = { roles: ['clerk'] };
  const answers = await Promise.all([
    one.browser.send('PUT', `${memberOf(organisation, other.staffId)}/roles`, { json }),
    other.browser.send('PUT', `${memberOf(organisation, one.staffId)}/roles`, { json }),
  ]);
  expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
  const [left] = await api.store.see<{ count: number }[]>`
    select count(*)::int as count from staff_roles where organisation = ${organisation} and role = 'administrator'`;
  expect(left?.count).toBe(1);
});
