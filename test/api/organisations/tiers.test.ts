/**
 * The people of each tier at every route of every organisation: a right reaches along the tiers as domain/rights says,
 * and nobody of a prefecture or of the national body is let in where residents are.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { reaches, rightsInTier, rolesOfTier, type AnyRole } from '../../../domain/rights.ts';
import { addressOf, operationsOf, type Operation } from '../operation-list.ts';
import { newcomer, sessionOf, type SignedIn } from '../sign-in/staff-support.ts';
import { city, openApi, otherCity, type ApiTest } from '../support.ts';

const prefecture = prefectureOf(city);
const otherPrefecture = prefectureOf(otherCity);
const everybody = [nation, prefecture, otherPrefecture, city, otherCity];
const people: { name: string; tier: 'nation' | 'prefecture' | 'municipality'; organisation: string; role: AnyRole }[] =
  [
    ...rolesOfTier.nation.map((role) => ({ tier: 'nation' as const, organisation: nation, role })),
    ...rolesOfTier.prefecture.map((role) => ({ tier: 'prefecture' as const, organisation: prefecture, role })),
    ...rolesOfTier.municipality.map((role) => ({ tier: 'municipality' as const, organisation: city, role })),
  ].map((person) => ({ ...person, name: `the ${person.role} of the ${person.tier}` }));

let api: ApiTest;
let operations: Operation[];
beforeAll(async () => {
  api = await openApi(61);
  operations = await operationsOf(api);
});

/** With an empty body, so that nothing is changed where a right is there. */
async function statusOf({ browser }: SignedIn, operation: Operation, organisation: string): Promise<number> {
  const { method } = operation;
  const answer = await browser.send(method, addressOf(operation, organisation), method === 'GET' ? {} : { json: {} });
  await answer.body?.cancel();
  return answer.status;
}

/** One of a list for each person and route, so that the people together ask for all of them at each route. */
const inTurn = <Value>(values: readonly Value[], who: string, at: number): Value[] =>
  values.slice((people.findIndex(({ name }) => name === who) + at) % values.length).slice(0, 1);

describe.each(people)('$name', ({ name, tier, organisation, role }) => {
  let member: SignedIn;
  beforeAll(async () => {
    member = await newcomer(api, [role], { organisation });
  });

  test('is let in where the right reaches, and nowhere else', async () => {
    const own = rightsInTier(tier, [role]);
    const asked = operations.filter(({ ofOrganisation }) => ofOrganisation);
    expect(asked.length).toBeGreaterThan(5);
    for (const [at, operation] of asked.entries()) {
      const others = everybody.filter((each) => each !== organisation);
      const targets = own.has(operation.right) ? everybody : [organisation, ...inTurn(others, name, at)];
      for (const target of targets) {
        const status = await statusOf(member, operation, target);
        const isAllowed = own.has(operation.right) && reaches(operation.right, organisation, target);
        const where = { operation: operation.operationId, target };
        expect({ ...where, refused: status === 403 }).toEqual({ ...where, refused: !isAllowed });
        expect({ ...where, broken: status === 401 || status >= 500 }).toEqual({ ...where, broken: false });
      }
    }
  });

  test('is told by the session what may be done where', async () => {
    const { organisations, municipalities } = await sessionOf(member.browser);
    expect(organisations).toHaveLength(1);
    expect(organisations[0]).toMatchObject({ organisation, tier, roles: [role] });
    expect(new Set(organisations[0]?.rights)).toEqual(rightsInTier(tier, [role]));
    expect(municipalities.map(({ municipality }) => municipality)).toEqual(tier === 'municipality' ? [city] : []);
  });

  test.runIf(tier !== 'municipality')('is refused at every route of a municipality, whatever the right', async () => {
    const asked = operations.filter(({ ofMunicipality }) => ofMunicipality);
    for (const [at, operation] of asked.entries()) {
      for (const municipality of inTurn([city, otherCity], name, at)) {
        const status = await statusOf(member, operation, municipality);
        expect({ operation: operation.operationId, municipality, status }).toEqual({
          operation: operation.operationId,
          municipality,
          status: 403,
        });
      }
    }
  });
});

test('a role that another tier gives is refused by its name', async () => {
  const json = { name: '見本 職員', email: 'other-tier@mihon.example', roles: ['administrator', 'clerk'] };
  const path = `/v1/organisations/${prefecture}/staff`;
  const answer = await api.request('POST', path, { as: api.clients.administrator, json });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ errors: [{ field: 'roles[1]', rule: 'NOT_OF_THIS_TIER' }] });
});

test('an administrator of a prefecture registers people there, and nobody of a municipality below', async () => {
  const { browser } = await newcomer(api, ['administrator'], { organisation: prefecture });
  const json = { name: '見本 職員', email: 'new-manager@mihon.example', roles: ['manager'] };
  const own = await browser.send('POST', `/v1/organisations/${prefecture}/staff`, { json });
  expect(own.status).toBe(201);
  const below = await browser.send('POST', `/v1/organisations/${city}/staff`, { json });
  expect(below.status).toBe(403);
  const [entry] = await api.store.see`
    select outcome, action from audit_log where municipality = ${city} and action = 'staff:administer' order by seq desc limit 1`;
  expect(entry).toEqual({ outcome: 'refused', action: 'staff:administer' });
});

test('a prefecture sees the municipalities below and the nation above, not its neighbour', async () => {
  const { browser } = await newcomer(api, ['manager'], { organisation: prefecture });
  const answer = await browser.send('GET', `/v1/organisations/${prefecture}/around`);
  const { organisations } = (await answer.json()) as { organisations: { organisation: string }[] };
  expect(organisations.map((each) => each.organisation)).toEqual([prefecture, city, nation]);
  expect((await browser.send('GET', `/v1/organisations/${otherPrefecture}/around`)).status).toBe(403);
});
