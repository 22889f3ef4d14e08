/**
 * Every role at every route of the description, in the own municipality and in another: what domain/rights gives is let
 * in, everything else is refused and stands in the audit log. Who is let in may still be told that a body is wrong.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { nation } from '../../../domain/organisations.ts';
import { rightsOfRole, roles, type Right, type Role } from '../../../domain/rights.ts';
import { addressOf, operationsOf, type Operation } from '../operation-list.ts';
import { city, openApi, otherCity, unknownCity, type ApiTest } from '../support.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';

let api: ApiTest;
let operations: Operation[];
let members: Record<Role, SignedIn>;
beforeAll(async () => {
  api = await openApi(60);
  operations = await operationsOf(api);
  const made: [Role, SignedIn][] = [];
  for (const role of roles) made.push([role, await newcomer(api, [role])]);
  members = Object.fromEntries(made) as Record<Role, SignedIn>;
});

/** With an empty body, so that nothing is changed where a right is there. */
function ask(role: Role, operation: Operation, municipality: string): Promise<Response> {
  const { method } = operation;
  return members[role].browser.send(method, addressOf(operation, municipality), method === 'GET' ? {} : { json: {} });
}

async function refusals(staffId: string): Promise<{ municipality: string; action: string }[]> {
  return api.store.see<{ municipality: string; action: string }[]>`
    select municipality, action from audit_log where staff_id = ${staffId} and outcome = 'refused' order by at, seq`;
}

/** Where a refusal stands that concerns no municipality: who sends alarms of others meets the national body. */
const logOf = ({ right }: Operation): string => (right === 'alarms:write' ? nation : 'installation');

/** What needs no right: signing in, one's own news, what a program shows of itself, and the pages. */
const open =
  /^\/(?:oauth2\/token|healthz|readyz|metrics|openapi\.json|docs(?:\/[\w.-]+)?|guides(?:\/:name)?|v1\/deliveries\/(?:receipts|repository\/.+)|auth\/.+|v1\/session|v1\/news(?:\/.+)?|v1\/sign-in-ways)$/u;

test('every route says which right it asks for, and none is left out of the description', () => {
  const described = new Set(operations.map(({ method, path }) => `${method} ${path}`));
  const served = api.app.routes
    .filter(({ method, path }) => method !== 'ALL' && !open.test(path))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`);
  expect([...new Set(served)].filter((route) => !described.has(route))).toEqual([]);
  expect(operations.length).toBeGreaterThan(50);
});

describe.each(roles)('%s', (role) => {
  test('in the own municipality is let in by the rights of the role and by nothing else', async () => {
    const own = new Set<Right>(rightsOfRole[role]);
    const before = (await refusals(members[role].staffId)).length;
    const expected: { municipality: string; action: string }[] = [];
    for (const operation of operations) {
      const { status } = await ask(role, operation, city);
      const isWithin = operation.ofMunicipality || operation.ofOrganisation;
      const allowed = isWithin && own.has(operation.right);
      expect({ operation: operation.operationId, refused: status === 403 }).toEqual({
        operation: operation.operationId,
        refused: !allowed,
      });
      expect({ operation: operation.operationId, broken: status === 401 || status >= 500 }).toEqual({
        operation: operation.operationId,
        broken: false,
      });
      if (!allowed) {
        expected.push({ municipality: isWithin ? city : logOf(operation), action: operation.right });
      }
    }
    const seen = (await refusals(members[role].staffId)).slice(before);
    const byText = (a: object, b: object): number => JSON.stringify(a).localeCompare(JSON.stringify(b));
    expect(seen.map((each) => ({ ...each })).toSorted(byText)).toEqual(expected.toSorted(byText));
  });

  test('in another municipality is let in nowhere, and that one has it in its log', async () => {
    const inMunicipality = operations.filter((each) => each.ofMunicipality || each.ofOrganisation);
    for (const operation of inMunicipality) {
      const other = (await ask(role, operation, otherCity)).status;
      const unknown = (await ask(role, operation, unknownCity)).status;
      const { operationId } = operation;
      expect({ operationId, other, unknown }).toEqual({ operationId, other: 403, unknown: 404 });
    }
    const there = (await refusals(members[role].staffId)).filter(({ municipality }) => municipality === otherCity);
    expect(there.map(({ action }) => action).toSorted()).toEqual(inMunicipality.map(({ right }) => right).toSorted());
  });
});

test('somebody with two roles has the rights of both, and each only in its municipality', async () => {
  const member = await newcomer(api, ['clerk', 'auditor']);
  const path = `/v1/organisations/${otherCity}/staff`;
  const json = { name: '見本 職員', email: member.email, roles: ['administrator'] };
  expect((await api.request('POST', path, { as: api.clients.administrator, json })).status).toBe(201);
  const at = async (address: string): Promise<number> => (await member.browser.send('GET', address)).status;
  expect(await at(`/v1/municipalities/${city}/errors`)).toBe(200);
  expect(await at(`/v1/organisations/${city}/staff`)).toBe(403);
  expect(await at(path)).toBe(200);
  expect(await at(`/v1/municipalities/${otherCity}/residents/000000000000019`)).toBe(403);
});
