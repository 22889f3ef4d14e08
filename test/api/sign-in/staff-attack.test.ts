/**
 * What somebody tries who may not: every operation of the description, without a session, with one that is over or
 * half-way, from a foreign page, with a program's token of another scope; and by the ids of another municipality's rows.
 */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { rightsOfScope, scopes, scopesOfKind, type Scope } from '../../../contracts/api/administration.ts';
import { roles } from '../../../domain/rights.ts';
import { openPersonalNumber } from '../../../storage/database/personal-number.ts';
import { addressOf, operationsOf, type Operation } from '../operation-list.ts';
import { newcomer, openBrowser, register, signIn, type Browser, type SignedIn } from './staff-support.ts';
import {
  city,
  getToken,
  openApi,
  otherCity,
  publicUrl,
  transferBody,
  type ApiTest,
  type TestClient,
} from '../support.ts';

let api: ApiTest;
let operations: Operation[];
beforeAll(async () => {
  api = await openApi(234);
  operations = await operationsOf(api);
});

const changing = (): Operation[] => operations.filter(({ method }) => method !== 'GET');

/** The status that each operation is answered with, where it is another one than expected. */
async function unlike(
  expected: number,
  asked: readonly Operation[],
  ask: (operation: Operation) => Promise<Response>,
): Promise<{ operationId: string; status: number }[]> {
  const others: { operationId: string; status: number }[] = [];
  for (const operation of asked) {
    const { status } = await ask(operation);
    if (status !== expected) others.push({ operationId: operation.operationId, status });
  }
  return others;
}

const by =
  (browser: Browser, headers: Record<string, string> = {}) =>
  (operation: Operation): Promise<Response> =>
    browser.send(operation.method, addressOf(operation, city), {
      headers,
      ...(operation.method !== 'GET' && { json: {} }),
    });

async function refusalsOf(column: 'staff_id' | 'client_id', value: string): Promise<number> {
  const [row] = await api.store.see<{ count: number }[]>`
    select count(*)::int as count from audit_log where ${api.store.see(column)} = ${value} and outcome = 'refused'`;
  return row?.count ?? 0;
}

describe('without a right', () => {
  test('nobody who is not signed in gets anything, whatever is sent in place of a session or a token', async () => {
    const stranger = openBrowser(api);
    expect(await unlike(401, operations, by(stranger))).toEqual([]);
    stranger.cookies.set('__Secure-fugo.session_token', `${randomUUID()}.${'A'.repeat(43)}=`);
    expect(await unlike(401, operations, by(stranger))).toEqual([]);
    for (const authorization of ['Bearer abc.def.ghi', 'Basic YTpi', 'Bearer ', 'bearer null']) {
      expect(await unlike(401, operations, by(openBrowser(api), { authorization }))).toEqual([]);
    }
  });

  test('a session that was opened with a password alone may do nothing, and each attempt is in the log', async () => {
    const member = await register(api, [...roles]);
    const browser = openBrowser(api);
    await signIn(browser, member);
    expect(await unlike(403, operations, by(browser))).toEqual([]);
    expect(await refusalsOf('staff_id', member.staffId)).toBe(operations.length);
  });

  test('a session that is over may do nothing', async () => {
    const member = await newcomer(api, [...roles]);
    const kept = new Map(member.browser.cookies);
    await member.browser.send('POST', '/auth/sign-out', { json: {} });
    for (const [name, value] of kept) member.browser.cookies.set(name, value);
    expect(await unlike(401, operations, by(member.browser))).toEqual([]);
  });

  test('a foreign page changes nothing by a session that is not its own, and the person’s log has it', async () => {
    const member = await newcomer(api, [...roles]);
    const before = await refusalsOf('staff_id', member.staffId);
    const foreign = [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site', origin: publicUrl }];
    for (const headers of foreign) expect(await unlike(403, changing(), by(member.browser, headers))).toEqual([]);
    expect(await refusalsOf('staff_id', member.staffId)).toBe(before + foreign.length * changing().length);
  });

  test.each([...scopes])(
    'a program with the scope %s does what the scope says, and is in the log with the rest',
    async (scope) => {
      const client = clientWith(scope);
      const token = await getToken(api.app, client, scope);
      const before = await refusalsOf('client_id', client.clientId);
      const isAllowed = ({ right }: Operation): boolean => rightsOfScope[scope].includes(right);
      const ask = (operation: Operation): Promise<Response> =>
        api.request(operation.method, addressOf(operation, city), {
          token,
          ...(operation.method !== 'GET' && { json: {} }),
        });
      const others = operations.filter((operation) => !isAllowed(operation));
      expect(await unlike(403, others, ask)).toEqual([]);
      expect(await refusalsOf('client_id', client.clientId)).toBe(before + others.length);
      const refused = await Promise.all(
        operations
          .filter(isAllowed)
          .map(async (operation) => [operation.operationId, (await ask(operation)).status] as const),
      );
      expect(refused.filter(([, status]) => status === 401 || status === 403)).toEqual([]);
    },
  );

  test('a program of another municipality gets nothing', async () => {
    const token = await getToken(api.app, api.clients.stranger);
    const ask = (operation: Operation): Promise<Response> =>
      api.request(operation.method, addressOf(operation, city), {
        token,
        ...(operation.method !== 'GET' && { json: {} }),
      });
    expect(await unlike(403, operations, ask)).toEqual([]);
  });
});

function clientWith(scope: Scope): TestClient {
  if ((scopesOfKind.administrator as readonly Scope[]).includes(scope)) return api.clients.administrator;
  return (scopesOfKind.backbone as readonly Scope[]).includes(scope) ? api.clients.backbone : api.clients.operator;
}

describe('the ids of another municipality’s rows', () => {
  let member: SignedIn;
  let ids: Record<string, string>;
  /** What no answer may say. */
  let secrets: string[];

  beforeAll(async () => {
    member = await newcomer(api, [...roles]);
    const { see } = api.store;
    const body = transferBody(api.store, { name: '別市 秘密', address: '秘密市1丁目' });
    const path = `/v1/municipalities/${otherCity}/transfers`;
    const sent = await api.request('POST', path, { as: api.clients.stranger, json: body });
    const { integratedAddressNumber } = (await sent.json()) as { integratedAddressNumber: string };
    const held = transferBody(api.store, { personalNumber: body.personalNumber, birthDate: '1950-01-02' });
    await api.request('POST', path, { as: api.clients.stranger, json: held });
    const [failure] = await see<{ failure_id: string; person_id: string }[]>`
      select failure_id, person_id from failures where municipality = ${otherCity}`;
    const other = await newcomer(api, ['supervisor'], { organisation: otherCity });
    const personId = failure?.person_id ?? '';
    const [loadId, viewId, updateId, proposalId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await see`
      insert into loads (municipality, load_id, file_name, file_hash, file_bytes, options, dry_run, state, client_id)
      values (${otherCity}, ${loadId}, 'secret.csv', '\\x00', 1, '{"format":"csv"}', true, 'CHECKED', 'c')`;
    await see`insert into confirmation_runs (municipality, run_id) values (${otherCity}, 'run-of-others')`;
    await see`
      insert into error_views (municipality, view_id, staff_id, name, filter, shared)
      values (${otherCity}, ${viewId}, ${other.staffId}, 'secret view', '{}', true)`;
    await see`
      insert into proposed_updates (municipality, update_id, person_id, current_history_seq, information, reason, proposed_by)
      values (${otherCity}, ${updateId}, ${personId}, 1, '{"name":"別市 秘密"}', 'secret reason', ${other.staffId})`;
    await see`
      insert into proposals (municipality, proposal_id, kind, reason, proposed_by)
      values (${otherCity}, ${proposalId}, 'four-eyes-off', 'secret reason', ${other.staffId})`;
    ids = {
      integratedAddressNumber,
      personId,
      failureId: failure?.failure_id ?? '',
      loadId,
      viewId,
      updateId,
      proposalId,
      runId: 'run-of-others',
      staffId: other.staffId,
      clientId: api.clients.stranger.clientId,
    };
    secrets = ['別市', '秘密', 'secret', body.personalNumber, body.addressNumber, other.email];
  });

  /** Bodies that are right in themselves, so that nothing is refused for their sake. */
  const reason = 'Checked at the counter.';
  const act = { staffId: 's-1', reason };
  const bodies: Readonly<Record<string, unknown>> = {
    showPersonalNumber: { reason },
    showPersonalNumberOfPerson: { reason },
    updateAddressInformation: {
      currentHistorySeq: 1,
      reason,
      name: '別人 太郎',
      birthDate: '1990-04-01',
      sex: 'male',
      address: '架空市1',
    },
    approveUpdate: { reason },
    rejectUpdate: { reason },
    approveProposal: { reason },
    rejectProposal: { reason },
    withdrawProposal: { reason },
    withdrawUpdate: { reason },
    changeErrorView: { name: 'mine', shared: false },
    retryError: act,
    cancelError: act,
    correctError: { ...act, decision: 'same-person' },
    addErrorNote: { staffId: 's-1', note: 'Looked at.' },
    cancelErrorRetry: { staffId: 's-1' },
    cancelResident: act,
    retryResident: act,
    pauseLoad: { staffId: 's-1' },
    resumeLoad: { staffId: 's-1' },
    cancelLoad: { staffId: 's-1' },
    startCheckedLoad: { staffId: 's-1' },
    putStaffRoles: { roles: ['auditor'] },
    resetStaffSignIn: { reason },
  };
  const queries: Readonly<Record<string, string>> = {
    listConfirmationChanges: '?part=acquired',
    exportConfirmationChanges: '?part=acquired',
    getBadLines: `?staffId=s-1&reason=Checked`,
  };
  /** Of an error code and not of a row. */
  const ofNoRow = new Set(['getErrorRetry', 'cancelErrorRetry']);

  test('are nobody’s in the own one: 404 from every operation, nothing of theirs is said and nothing is changed', async () => {
    expect(Object.values(ids).filter((id) => id === '')).toEqual([]);
    const before = await stateOfOthers();
    // What organisations operate has ids of its own, which test/api/organisations/ids-of-others.test.ts tries.
    const asked = operations.filter(
      ({ ids: names, ofMunicipality, operationId }) =>
        names.length > 0 && (ofMunicipality || names.includes('staffId')) && !ofNoRow.has(operationId),
    );
    expect(asked.flatMap(({ ids: names }) => names.filter((name) => !(name in ids)))).toEqual([]);
    expect(asked.filter(({ hasBody, operationId }) => hasBody && !(operationId in bodies))).toEqual([]);
    const others: unknown[] = [];
    for (const operation of asked) {
      const json = bodies[operation.operationId];
      const address = `${addressOf(operation, city, ids)}${queries[operation.operationId] ?? ''}`;
      const answer = await member.browser.send(operation.method, address, json === undefined ? {} : { json });
      const text = await answer.text();
      // A client of programs is the installation's, and no member of staff's.
      const expected = operation.right === 'clients:administer' ? 403 : 404;
      if (answer.status !== expected) others.push({ operationId: operation.operationId, status: answer.status, text });
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
    expect(others).toEqual([]);
    expect(await stateOfOthers()).toEqual(before);
  });

  test('are in no list, search, export or count', async () => {
    const asked = operations.filter(
      (operation) =>
        operation.method === 'GET' &&
        operation.ids.length === 0 &&
        (operation.ofMunicipality || operation.ofOrganisation),
    );
    for (const operation of asked.filter(({ operationId }) => !operationId.startsWith('watch'))) {
      const address = `${addressOf(operation, city)}?${new URLSearchParams({
        from: '2020-01-01',
        to: '2020-02-01',
        state: 'all',
        load: ids['loadId'] ?? '',
        numberSystem: '01',
        addressNumber: secrets[4] ?? '',
      }).toString()}`;
      const plain = await member.browser.send('GET', addressOf(operation, city));
      const narrowed = await member.browser.send('GET', address);
      for (const text of [await plain.text(), await narrowed.text()]) {
        expect({ operation: operation.operationId, said: secrets.filter((secret) => text.includes(secret)) }).toEqual({
          operation: operation.operationId,
          said: [],
        });
      }
    }
  });

  async function stateOfOthers(): Promise<unknown> {
    const { see, keys } = api.store;
    const persons = await see<{ person_id: string; personal_number: Buffer; last_history_seq: number }[]>`
      select person_id, personal_number, last_history_seq, stage from persons where municipality = ${otherCity} order by person_id`;
    return {
      persons: persons.map(({ personal_number: sealed, ...person }) => ({
        ...person,
        personalNumber: openPersonalNumber(keys, otherCity, person.person_id, sealed),
      })),
      failures: [...(await see`select * from failures where municipality = ${otherCity} order by failure_id`)],
      updates: [...(await see`select * from proposed_updates where municipality = ${otherCity}`)],
      views: [...(await see`select * from error_views where municipality = ${otherCity}`)],
      loads: [...(await see`select state from loads where municipality = ${otherCity}`)],
      roles: [...(await see`select staff_id, role from staff_roles where organisation = ${otherCity} order by 1, 2`)],
      asked: [...api.engine.asked, ...api.loads.engine.asked],
    };
  }
});
