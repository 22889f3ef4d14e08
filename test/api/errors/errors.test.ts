/** The error list as a work queue: found, given to somebody, written about, kept as a view, taken as a file. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { addErrorRoutes } from '../../../api/errors/list.ts';
import type { Assigned, Assignees } from '../../../contracts/api/error-actions.ts';
import type { ErrorDetail, ErrorNotes } from '../../../contracts/api/error-entry.ts';
import type { ErrorList, ErrorNeighbours } from '../../../contracts/api/error-list.ts';
import type { ErrorView, ErrorViews } from '../../../contracts/api/error-views.ts';
import type { Role } from '../../../domain/rights.ts';
import { actOnAcquisition } from '../../../storage/errors/staff-actions.ts';
import { openStore, otherMunicipality, type Store } from '../../storage/support.ts';
import {
  heldTransfer,
  makeOlder,
  member,
  putIntoLoad,
  refusedRoute,
  refusedSerial,
  runSerial,
  type TestEntry,
} from './error-list-support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { city, fieldsIn, problemIn } from '../support.ts';

let store: Store;
let pages: StaffPages;
let serial: TestEntry;
let gateway: TestEntry;
let juki: TestEntry;
let held: TestEntry;
const loadId = randomUUID();
const staff = { self: '', colleague: '', clerk: '', gone: '', stranger: '' };
const supervisor: readonly Role[] = ['supervisor'];

beforeAll(async () => {
  store = await openStore(76);
  pages = await openStaffPages(store, addErrorRoutes);
  serial = await refusedSerial(store);
  gateway = await refusedRoute(store, 'juki-gateway');
  juki = await refusedRoute(store, 'juki-system');
  held = await heldTransfer(store);
  await makeOlder(store, serial, 80);
  await makeOlder(store, gateway, 30);
  await makeOlder(store, juki, 3);
  await putIntoLoad(store, juki, loadId);
  staff.self = await member(store, '監督 一郎', supervisor);
  staff.colleague = await member(store, '監督 二郎', supervisor);
  staff.clerk = await member(store, '業務 三郎', ['clerk']);
  staff.gone = await member(store, '退職 四郎', supervisor);
  staff.stranger = await member(store, '他市 五郎', supervisor, otherMunicipality);
  await store.see`update staff set revoked_at = now() where staff_id = ${staff.gone}`;
  pages.staff.staffId = staff.self;
});

const find = async (query: string): Promise<string[]> =>
  (await bodyOf<ErrorList>(await pages.request('GET', `errors?${query}`))).entries.map(({ failureId }) => failureId);
const ids = (...entries: TestEntry[]): string[] => entries.map(({ failureId }) => failureId);
const work = (method: string, path: string, json?: unknown, as: readonly Role[] = supervisor): Promise<Response> =>
  pages.request(method, path, { as, json });
const assign = (entries: readonly TestEntry[], assigneeId: string | null, as: readonly Role[] = supervisor) =>
  work('POST', 'errors/assignments', { staffId: 'x', failureIds: ids(...entries), assigneeId }, as);

describe('the list', () => {
  test('is narrowed by age, step, road, load and stage, alone and together', async () => {
    expect(await find('')).toEqual(ids(serial, gateway, juki, held));
    expect(await find('olderThan=72')).toEqual(ids(serial));
    expect(await find('olderThan=24')).toEqual(ids(serial, gateway));
    expect(await find(`before=${new Date(Date.now() - 40 * 3_600_000).toISOString()}`)).toEqual(ids(serial));
    expect(await find('step=route')).toEqual(ids(gateway, juki));
    expect(await find('step=route&olderThan=24')).toEqual(ids(gateway));
    expect(await find('route=JUKI_GATEWAY')).toEqual(ids(gateway));
    expect(await find('route=JUKI_SYSTEM')).toEqual(ids(serial, juki, held));
    expect(await find(`load=${loadId}`)).toEqual(ids(juki));
    expect(await find(`load=${loadId}&route=JUKI_GATEWAY`)).toEqual([]);
    expect(await find('stage=NEEDS_ATTENTION&code=ROUTE_REFUSED')).toEqual(ids(gateway, juki));
  });

  test('turns round, and a road that no request has taken is the one of the setting', async () => {
    expect(await find('order=newest')).toEqual(ids(held, juki, gateway, serial));
    expect(await find('order=newest&step=route&limit=1')).toEqual(ids(juki));
    const { entries } = await bodyOf<ErrorList>(await pages.request('GET', 'errors'));
    expect(entries.map(({ route, loadId: load }) => [route, load])).toEqual([
      ['JUKI_SYSTEM', null],
      ['JUKI_GATEWAY', null],
      ['JUKI_SYSTEM', loadId],
      ['JUKI_SYSTEM', null],
    ]);
  });

  test.each(['', 'route=JUKI_SYSTEM', 'assignee=nobody&order=newest', 'state=all&order=newest'])(
    'is paged with any filter: %s',
    async (query) => {
      const whole = await find(query);
      expect(whole.length).toBeGreaterThan(2);
      const paged: string[] = [];
      for (let after = ''; ;) {
        const page = await bodyOf<ErrorList>(await pages.request('GET', `errors?limit=1&${query}${after}`));
        paged.push(...page.entries.map(({ failureId }) => failureId));
        if (page.next === null) break;
        after = `&after=${page.next}`;
      }
      expect(paged).toEqual(whole);
    },
  );

  test('refuses a filter that cannot be, and names it', async () => {
    const query = 'code=X&step=x&route=x&load=x&olderThan=0&order=x&before=x';
    expect(await fieldsIn(await pages.request('GET', `errors?${query}`))).toEqual({
      code: 'NOT_LISTED',
      step: 'NOT_LISTED',
      route: 'NOT_LISTED',
      load: 'WRONG_FORMAT',
      olderThan: 'OUT_OF_RANGE',
      order: 'NOT_LISTED',
      before: 'WRONG_FORMAT',
    });
  });
});

describe('an entry', () => {
  test('is given to a colleague and taken back, and the list shows and finds who looks after it', async () => {
    const { staff: assignable } = await bodyOf<Assignees>(await pages.request('GET', 'errors/assignees'));
    expect(assignable).toEqual([
      { staffId: staff.self, name: '監督 一郎' },
      { staffId: staff.colleague, name: '監督 二郎' },
    ]);
    expect(await bodyOf<Assigned>(await assign([serial, gateway], staff.colleague))).toEqual({
      failureIds: expect.arrayContaining(ids(serial, gateway)) as string[],
    });
    await bodyOf(await assign([juki], staff.self));
    expect(await find(`assignee=${staff.colleague}`)).toEqual(ids(serial, gateway));
    expect(await find(`assignee=${staff.colleague}&step=route`)).toEqual(ids(gateway));
    expect(await find('assignee=me')).toEqual(ids(juki));
    expect(await find('assignee=nobody')).toEqual(ids(held));
    const { entries } = await bodyOf<ErrorList>(await pages.request('GET', 'errors'));
    expect(entries[0]?.assignee).toEqual({ staffId: staff.colleague, name: '監督 二郎' });
    await bodyOf(await assign([serial, gateway, juki], null));
    expect(await find('assignee=nobody')).toEqual(ids(serial, gateway, juki, held));
    const audited = (await pages.audited()).filter(({ action }) => action === 'errors.assign');
    expect(audited[0]).toMatchObject({ staff_id: staff.self, subject: serial.failureId, reason: staff.colleague });
    expect(audited).toHaveLength(6);
  });

  test('has a due date, which the list finds when it is over, and its neighbours in the list that one was in', async () => {
    const set = (failureIds: string[], dueOn: string | null, as = supervisor) =>
      work('POST', 'errors/due-dates', { staffId: 'x', failureIds, dueOn }, as);
    expect(await bodyOf<Assigned>(await set(ids(gateway, held), '2020-01-31'))).toEqual({
      failureIds: expect.arrayContaining(ids(gateway, held)),
    });
    await bodyOf(await set(ids(juki), '2999-12-31'));
    expect(await find('due=overdue')).toEqual(ids(gateway, held));
    expect(await find('due=set')).toEqual(ids(gateway, juki, held));
    expect(await find('due=none')).toEqual(ids(serial));
    const beside = async ({ failureId }: TestEntry, query: string) =>
      bodyOf<ErrorNeighbours>(await pages.request('GET', `errors/${failureId}/neighbours?${query}`));
    expect(await beside(gateway, '')).toEqual({ previous: serial.failureId, next: juki.failureId });
    expect(await beside(gateway, 'due=overdue')).toEqual({ previous: null, next: held.failureId });
    expect(await beside(gateway, 'order=newest')).toEqual({ previous: juki.failureId, next: serial.failureId });
    await problemIn(await set(ids(serial), '2020-02-30'), 422, 'INVALID_INPUT');
    await problemIn(await set(ids(serial), null, ['clerk']), 403, 'FORBIDDEN');
    await bodyOf(await set(ids(gateway, held, juki), null));
    expect(await find('due=set')).toEqual([]);
  });

  test('shows names to who may see residents and asks for them, which is audited', async () => {
    const names = async (query: string, as: readonly Role[]) =>
      bodyOf<ErrorList>(await pages.request('GET', `errors?code=ROUTE_REFUSED${query}`, { as }));
    expect((await names('', ['clerk'])).entries.map(({ name }) => name)).toEqual([null, null]);
    expect((await names('&names=true', ['clerk'])).entries.map(({ name }) => name)).toEqual(['符号 太郎', '符号 太郎']);
    expect((await pages.audited()).at(-1)).toMatchObject({ action: 'errors.list.names' });
    const refused = await pages.request('GET', 'errors?names=true', { as: ['administrator'] });
    await problemIn(refused, 403, 'FORBIDDEN');
  });

  test('is given to nobody who may not work it, and by nobody who may not', async () => {
    for (const assigneeId of [staff.clerk, staff.gone, staff.stranger, 'nobody-at-all']) {
      expect(await fieldsIn(await assign([serial], assigneeId))).toEqual({ assigneeId: 'NOT_LISTED' });
    }
    await problemIn(await assign([serial], staff.self, ['clerk']), 403, 'FORBIDDEN');
    await problemIn(await assign([serial], staff.self, ['administrator']), 403, 'FORBIDDEN');
    expect(await bodyOf<Assigned>(await assign([{ ...serial, failureId: randomUUID() }], staff.self))).toEqual({
      failureIds: [],
    });
  });

  test('has notes, which everybody reads and only who may work it writes', async () => {
    const path = `errors/${gateway.failureId}/notes`;
    const write = (note: string, as?: readonly Role[]) => work('POST', path, { staffId: 'x', note }, as);
    expect((await write('本籍地に照会中。')).status).toBe(201);
    await write('  回答あり。\n訂正を依頼した。 ');
    const { notes } = await bodyOf<ErrorNotes>(await pages.request('GET', path));
    expect(notes.map(({ note, staff: by }) => [by.name, note])).toEqual([
      ['監督 一郎', '本籍地に照会中。'],
      ['監督 一郎', '回答あり。\n訂正を依頼した。'],
    ]);
    const { entries } = await bodyOf<ErrorList>(await pages.request('GET', 'errors'));
    expect(entries.map((entry) => entry.notes)).toEqual([0, 2, 0, 0]);
    await problemIn(await write('書けない', ['clerk']), 403, 'FORBIDDEN');
    expect(await fieldsIn(await write('  '))).toEqual({ note: 'EMPTY' });
    await problemIn(
      await work('POST', `errors/${randomUUID()}/notes`, { staffId: 'x', note: 'a' }),
      404,
      'UNKNOWN_FAILURE',
    );
  });

  test('takes no note with a personal number, however it is written', async () => {
    const number = store.people.personalNumber();
    const wide = number.replaceAll(/[0-9]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    for (const note of [
      `番号は${number}です`,
      `${number.slice(0, 4)}-${number.slice(4, 8)} ${number.slice(8)}`,
      wide,
    ]) {
      const refused = await work('POST', `errors/${held.failureId}/notes`, { staffId: 'x', note });
      expect(await fieldsIn(refused)).toEqual({ note: 'PERSONAL_NUMBER_INSIDE' });
    }
    // A receipt number of twelve digits that is nobody's.
    const json = { staffId: 'x', note: '受付番号 202604010001' };
    expect((await work('POST', `errors/${held.failureId}/notes`, json)).status).toBe(201);
  });

  test('shows the latest of very many notes', async () => {
    const { failureId } = held;
    await store.see`
      insert into failure_notes (municipality, failure_id, staff_id, note, at)
      select ${city}, ${failureId}, ${staff.self}, i::text, now() - interval '1 day' from generate_series(1, 500) i`;
    const answer = await work('POST', `errors/${failureId}/notes`, { staffId: 'x', note: '最後のメモ' });
    const { notes } = (await answer.json()) as ErrorNotes;
    expect([notes.length, notes.at(-1)?.note]).toEqual([500, '最後のメモ']);
    await store.see`delete from failure_notes where failure_id = ${failureId} and at < now() - interval '1 hour'`;
  });

  test('tells what a retry does, where it stands and who resolved it and why', async () => {
    const entry = await refusedSerial(store);
    const read = async () => bodyOf<ErrorDetail>(await pages.request('GET', `errors/${entry.failureId}`));
    expect(await read()).toMatchObject({
      code: 'SERIAL_REFUSED',
      reason: 'E-12',
      retry: { from: 'serial', newAttempt: true },
      integratedAddressNumber: entry.number,
      personId: entry.personId,
      standing: null,
      noteList: [],
      workflow: { workflowId: `acquire-code/${city}/${entry.personId}` },
    });
    const retry = {
      action: 'retry',
      municipality: city,
      failureId: entry.failureId,
      personId: entry.personId,
    } as const;
    const retryAgain = () => actOnAcquisition(store, { ...retry, staffId: staff.colleague, reason: '復旧した。' });
    await retryAgain();
    expect(await read()).toMatchObject({ standing: 'waiting', trying: true, tries: 1, resolvedAt: null });
    await runSerial(store, entry, { attempt: 2, refuse: true });
    expect(await read()).toMatchObject({
      standing: 'back',
      trying: false,
      tries: 1,
      tryList: [{ tryNo: 1, staff: { name: '監督 二郎' }, because: '復旧した。', outcome: 'failed' }],
    });
    await retryAgain();
    await runSerial(store, entry, { attempt: 3, refuse: false });
    expect(await read()).toMatchObject({
      standing: 'past',
      resolution: 'retried',
      resolvedBy: { name: '監督 二郎' },
      resolvedBecause: '復旧した。',
      tryList: [{ outcome: 'failed' }, { outcome: 'passed' }],
    });
    await problemIn(await pages.request('GET', `errors/${randomUUID()}`), 404, 'UNKNOWN_FAILURE');
    expect(JSON.stringify(await read())).not.toContain('符号 太郎');
  });
});

describe('a view', () => {
  const filter = { state: 'open', code: 'ROUTE_REFUSED', olderThan: 24, assignee: 'me', order: 'newest' };
  const keep = (body: object, as: readonly Role[] = supervisor) => work('POST', 'errors/views', body, as);

  test('is kept for oneself or for all, and found by its address', async () => {
    const own = (await (await keep({ name: '自分の1日超', filter })).json()) as ErrorView;
    expect(own).toMatchObject({ name: '自分の1日超', filter, shared: false, staff: { name: '監督 一郎' } });
    const shared = (await (await keep({ name: '全員の', filter, shared: true })).json()) as ErrorView;
    expect(await bodyOf<ErrorView>(await pages.request('GET', `errors/views/${own.viewId}`))).toEqual(own);
    pages.staff.staffId = staff.clerk;
    const { views } = await bodyOf<ErrorViews>(await pages.request('GET', 'errors/views'));
    expect(views.map(({ name }) => name)).toEqual(['全員の']);
    await problemIn(await pages.request('GET', `errors/views/${own.viewId}`), 404, 'NOT_FOUND');
    // Shared is not everybody's to change.
    await problemIn(await work('PUT', `errors/views/${shared.viewId}`, { name: 'x' }), 404, 'NOT_FOUND');
    await problemIn(await work('DELETE', `errors/views/${shared.viewId}`), 404, 'NOT_FOUND');
    pages.staff.staffId = staff.self;
  });

  test('is renamed, shared and removed by whose it is', async () => {
    const { viewId } = (await (await keep({ name: '仮の名', filter })).json()) as ErrorView;
    expect(await fieldsIn(await keep({ name: '仮の名', filter }))).toEqual({ name: 'NAME_TAKEN' });
    const change = (json: object, as?: readonly Role[]) => work('PUT', `errors/views/${viewId}`, json, as);
    expect(await bodyOf<ErrorView>(await change({ name: '本当の名' }))).toMatchObject({ name: '本当の名', filter });
    expect(await fieldsIn(await change({ name: '全員の' }))).toEqual({ name: 'NAME_TAKEN' });
    await problemIn(await change({ shared: true }, ['clerk']), 403, 'FORBIDDEN');
    expect(await bodyOf<ErrorView>(await change({ shared: true }))).toMatchObject({ shared: true });
    expect((await work('DELETE', `errors/views/${viewId}`, undefined, ['clerk'])).status).toBe(204);
    await problemIn(await pages.request('GET', `errors/views/${viewId}`), 404, 'NOT_FOUND');
  });

  test('is shared only by who may work the list, and keeps nothing that is no filter', async () => {
    await problemIn(await keep({ name: '共有', filter, shared: true }, ['clerk']), 403, 'FORBIDDEN');
    expect((await keep({ name: '業務担当者の', filter }, ['clerk'])).status).toBe(201);
    expect(await fieldsIn(await keep({ name: '', filter: { code: 'X', name: '符号' } }))).toMatchObject({
      name: 'EMPTY',
      'filter.code': 'NOT_LISTED',
    });
  });

  test('keeps no personal number, in its name or in place of a colleague', async () => {
    const number = store.people.personalNumber();
    expect(await fieldsIn(await keep({ name: number, filter }))).toEqual({ name: 'PERSONAL_NUMBER_INSIDE' });
    const wrong = await keep({ name: '番号', filter: { ...filter, assignee: number } });
    expect(await fieldsIn(wrong)).toEqual({ 'filter.assignee': 'PERSONAL_NUMBER_INSIDE' });
    expect(await fieldsIn(await pages.request('GET', `errors?assignee=${number}`))).toEqual({
      assignee: 'PERSONAL_NUMBER_INSIDE',
    });
  });

  test('takes one name once, of many changes at the same moment', async () => {
    const viewIds = await Promise.all(
      ['一', '二', '三'].map(async (name) => ((await (await keep({ name, filter })).json()) as ErrorView).viewId),
    );
    const renamed = await Promise.all(viewIds.map((id) => work('PUT', `errors/views/${id}`, { name: '同じ名' })));
    expect(renamed.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422, 422]);
  });

  test('is found and removed however many others share, and nobody keeps more than a hundred', async () => {
    await store.see`
      insert into error_views (municipality, staff_id, name, filter, shared)
      select ${city}, ${staff.colleague}, ' ' || i, '{}', true from generate_series(1, 300) i`;
    const { viewId } = (await (await keep({ name: '最後に並ぶ', filter })).json()) as ErrorView;
    expect((await pages.request('GET', `errors/views/${viewId}`)).status).toBe(200);
    expect((await work('DELETE', `errors/views/${viewId}`)).status).toBe(204);
    await store.see`
      insert into error_views (municipality, staff_id, name, filter, shared)
      select ${city}, ${staff.self}, ' ' || i, '{}', false from generate_series(1, 100) i`;
    expect(await fieldsIn(await keep({ name: '多すぎる', filter }))).toEqual({ '': 'TOO_MANY' });
    await store.see`delete from error_views where name like ' %'`;
  });

  test('of a former version that nobody understands is left out', async () => {
    const viewId = randomUUID();
    await store.see`
      insert into error_views (municipality, view_id, staff_id, name, filter, shared)
      values (${city}, ${viewId}, ${staff.self}, 'old', '{"colour":"red"}', true)`;
    await problemIn(await pages.request('GET', `errors/views/${viewId}`), 404, 'NOT_FOUND');
  });
});

describe('the file', () => {
  const take = async (query: string) => {
    const response = await pages.request('GET', `errors.csv?${query}`);
    expect(response.status).toBe(200);
    return { type: response.headers.get('content-type'), bytes: new Uint8Array(await response.arrayBuffer()) };
  };

  test('has what the filter leaves, with neither names nor notes, and is audited as an export', async () => {
    await bodyOf(await assign([gateway], staff.colleague));
    const { type, bytes } = await take('step=route');
    expect(type).toBe('text/csv; charset=utf-8; header=present');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('"エラーコード","題名","エラー"');
    expect(lines[1]).toMatch(
      new RegExp(
        `^"ROUTE_REFUSED","符号取得依頼を拒否",".*","","符号取得依頼の送付","1","エラーリスト","${gateway.number}","20.*","0","","","","","監督 二郎","2","住基ゲートウェイサーバー",""$`,
        'u',
      ),
    );
    expect(lines[2]).toContain(loadId);
    expect(text).not.toMatch(/符号 太郎|照会中/u);
    expect((await pages.audited()).at(-1)).toMatchObject({
      action: 'errors.export',
      subject: 'step=route state=open order=oldest',
    });
  });

  test('is there in CP932 and in English, and a cell is never a formula', async () => {
    await store.see`update failures set reason = '=1+1' where failure_id = ${serial.failureId}`;
    const { type, bytes } = await take('code=SERIAL_REFUSED&encoding=cp932');
    expect(type).toBe('text/csv; charset=windows-31j; header=present');
    const lines = new TextDecoder('shift_jis').decode(bytes).split('\r\n');
    expect(lines[0]).toContain('団体内統合宛名番号');
    expect(lines[1]).toContain(`"'=1+1"`);
    expect(lines[2]).toBe('"#","置き換えた文字数","0"');
    const english = new TextDecoder().decode((await take('language=en&code=SERIAL_REFUSED')).bytes);
    expect(english).toContain('"Integrated address number"');
  });

  test('is for who may read the list', async () => {
    await problemIn(await pages.request('GET', 'errors.csv', { as: ['auditor'] }), 403, 'FORBIDDEN');
  });
});

test('staff of another municipality find nothing here', async () => {
  pages.staff.rights = new Map([[otherMunicipality, new Set(['errors:read', 'errors:work', 'residents:view'])]]);
  for (const [method, path] of [
    ['GET', 'errors'],
    ['GET', 'errors.csv'],
    ['GET', 'errors/assignees'],
    ['GET', 'errors/views'],
    ['GET', `errors/${serial.failureId}`],
    ['GET', `errors/${serial.failureId}/notes`],
    ['GET', `errors/${held.failureId}/comparison`],
  ] as const) {
    await problemIn(await pages.request(method, path), 403, 'FORBIDDEN');
  }
  await problemIn(await assign([serial], null), 403, 'FORBIDDEN');
  pages.staff.rights = null;
});
