import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfirmationChanges, ConfirmationRun, ConfirmationRuns } from '../../../contracts/api/confirmations.ts';
import { applyConfirmation } from '../../../storage/confirmations/confirming.ts';
import { personAfter } from '../../storage/support.ts';
import { city, fieldsIn, openApi, otherCity, problemIn, type ApiTest } from '../support.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';

let api: ApiTest;
let clerk: SignedIn;
beforeAll(async () => {
  api = await openApi(108);
  clerk = await newcomer(api, ['clerk']);
});
beforeEach(() => {
  api.engine.asked.length = 0;
});

const read = (path: string, municipality = city): Promise<Response> =>
  clerk.browser.send('GET', `/v1/municipalities/${municipality}/confirmations${path}`);
const changesOf = async (query: string): Promise<ConfirmationChanges> =>
  ConfirmationChanges.parse(await (await read(`/run-1/changes?${query}`)).json());
const audited = () => api.store.see`
  select action, subject from audit_log where staff_id = ${clerk.staffId} and outcome = 'allowed' order by at, seq`;

describe('the runs', () => {
  test('are listed from the latest on, a page at a time', async () => {
    await api.store.see`insert into confirmation_runs (municipality, run_id, started_at, asked)
      values (${city}, 'r-1', '2026-04-01T00:00:00Z', 3), (${city}, 'r-2', '2026-04-02T00:00:00.123456Z', 4),
        (${city}, 'r-3', '2026-04-02T00:00:00.123457Z', 5)`;
    const first = ConfirmationRuns.parse(await (await read('?limit=2')).json());
    const second = ConfirmationRuns.parse(await (await read(`?limit=2&before=${String(first.next)}`)).json());
    expect([...first.runs, ...second.runs].map(({ runId, asked }) => [runId, asked])).toEqual([
      ['r-3', 5],
      ['r-2', 4],
      ['r-1', 3],
    ]);
    expect(second.next).toBeNull();
    expect((await audited()).at(-1)).toEqual({ action: 'confirmations.list', subject: null });
  });
});

describe('one run', () => {
  beforeAll(async () => {
    const { store } = api;
    const people = [];
    for (let count = 0; count < 4; count += 1) people.push(await personAfter(store, 'route'));
    const [done, also, refused, cold] = people.map(({ personId }) => ({ personId, attempt: 1 }));
    if (!done || !also || !refused || !cold) throw new Error('nobody');
    await applyConfirmation(
      store.db,
      city,
      [
        { ...done, result: 'acquired' },
        { ...also, result: 'acquired' },
        { ...refused, result: 'error', error: '=E-4711' },
        { ...cold, result: 'unknown' },
      ],
      { runId: 'run-1', finished: true },
    );
  });

  test('tells its counts, and is audited once although it is followed', async () => {
    const run = ConfirmationRun.parse(await (await read('/run-1')).json());
    expect(run).toMatchObject({ asked: 4, acquired: 2, errors: 1, unknown: 1, overdue: 0 });
    await read('/run-1');
    const entries = await audited();
    expect(entries.filter(({ action }) => action === 'confirmations.read')).toEqual([
      { action: 'confirmations.read', subject: 'run-1' },
    ]);
  });

  test('says whom it acquired, a page at a time, and whom it put into the error list', async () => {
    const first = await changesOf('part=acquired&limit=1');
    const second = await changesOf(`part=acquired&limit=1&after=${String(first.next)}`);
    expect(second.next).toBeNull();
    const numbers = [...first.changes, ...second.changes].map((change) => change.integratedAddressNumber);
    expect(new Set(numbers).size).toBe(2);
    const { changes } = await changesOf('part=failed');
    expect(changes).toMatchObject([
      { outcome: 'error', code: 'CODE_REFUSED', reason: '=E-4711', attempt: 1, stage: 'NEEDS_ATTENTION' },
    ]);
    expect(changes[0]?.text?.ja).not.toBe('');
    expect(changes[0]?.failureId).not.toBeNull();
    expect((await audited()).at(-1)).toEqual({ action: 'confirmations.changes', subject: 'run-1' });
  });

  test('comes as a file without names, in which no cell is a formula', async () => {
    const response = await read('/run-1/changes.csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const lines = new TextDecoder().decode(await response.arrayBuffer()).split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/^"[0-9]{15}","エラー","CODE_REFUSED","[^"]+","'=E-4711","1","エラーリスト"$/u);
    expect(lines[2]).toMatch(/^"[0-9]{15}","取得済","","","","1","取得済"$/u);
    const cp932 = await read('/run-1/changes.csv?part=acquired&encoding=cp932');
    expect(new TextDecoder('shift_jis').decode(await cp932.arrayBuffer()).split('\r\n')).toHaveLength(5);
    expect((await audited()).at(-1)).toEqual({ action: 'confirmations.export', subject: 'run-1' });
  });

  test('that is not there, or is another municipality’s, is not found', async () => {
    await api.store.see`insert into confirmation_runs (municipality, run_id) values (${otherCity}, 'run-of-another')`;
    for (const path of ['/run-9', '/run-of-another', '/run-9/changes?part=failed', '/run-of-another/changes.csv']) {
      await problemIn(await read(path), 404, 'NOT_FOUND');
    }
    await problemIn(await read('/run-of-another', otherCity), 403, 'FORBIDDEN');
  });

  test('is not for auditors, and a part that there is not is refused', async () => {
    const auditor = await newcomer(api, ['auditor']);
    const refused = await auditor.browser.send('GET', `/v1/municipalities/${city}/confirmations/run-1`);
    await problemIn(refused, 403, 'FORBIDDEN');
    expect(await fieldsIn(await read('/run-1/changes?part=x&after=x'))).toEqual({
      part: 'NOT_LISTED',
      after: 'WRONG_FORMAT',
    });
  });
});
