import { beforeAll, expect, test } from 'vitest';
import { addMoverRoutes } from '../../../api/residents/movers.ts';
import type { MoverLoads, Movers } from '../../../contracts/api/movers.ts';
import { tokyoDateOf } from '../../../domain/calendar/civil-date.ts';
import { openStore, receive, type Fields, type Store } from '../../storage/support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { city, fieldsIn, problemIn } from '../support.ts';

let store: Store;
let pages: StaffPages;
const today = tokyoDateOf(Date.now());
const period = `from=${today}&to=${today}`;

async function resident(fields: Partial<Fields> & { nonDisclosure?: boolean } = {}): Promise<string> {
  const person = { personalNumber: store.people.personalNumber(), addressNumber: store.people.addressNumber() };
  const { judgement } = await receive(store, { ...person, ...fields });
  return judgement.integratedAddressNumber ?? '';
}

beforeAll(async () => {
  store = await openStore(75);
  pages = await openStaffPages(store, addMoverRoutes);
  await resident({ name: '符号 花子' });
  await resident({ name: '𠮷田 葛\u{e0100}子' });
  await resident({ name: '支援 桜子', nonDisclosure: true });
  const long = await resident({ name: '昔 一郎' });
  await store.see`
    update address_information set registered_at = '2020-04-01T00:00:00+09:00' where integrated_address_number = ${long}`;
});

const list = async (query: string) => bodyOf<Movers>(await pages.request('GET', `movers?${query}`));
const fileOf = async (encoding: string) => {
  const response = await pages.request('GET', `movers.csv?${period}&encoding=${encoding}`);
  return { type: response.headers.get('content-type'), bytes: new Uint8Array(await response.arrayBuffer()) };
};

test('who was registered in a period is listed, a page at a time, and protected residents are masked', async () => {
  const first = await list(`${period}&limit=2`);
  const second = await list(`${period}&limit=2&after=${String(first.next)}`);
  expect(second.next).toBeNull();
  expect([...first.movers, ...second.movers].map(({ name, kind, masked }) => ({ name, kind, masked }))).toEqual([
    { name: '符号 花子', kind: 'registered', masked: false },
    { name: '𠮷田 葛\u{e0100}子', kind: 'registered', masked: false },
    { name: null, kind: 'registered', masked: true },
  ]);
  expect((await list('from=2020-04-01&to=2020-04-01')).movers).toMatchObject([{ name: '昔 一郎' }]);
  expect((await list('from=2020-03-30&to=2020-03-31')).movers).toEqual([]);
});

test('no cursor leads out of the period, which is what the audit log was told', async () => {
  const before = await list(`${period}&after=0_00000000-0000-4000-8000-000000000000_1`);
  expect(before.movers.map(({ name }) => name)).toEqual(['符号 花子', '𠮷田 葛\u{e0100}子', null]);
  const far = await pages.request(
    'GET',
    `movers?${period}&after=999999999999999_00000000-0000-4000-8000-000000000000_1`,
  );
  expect(await fieldsIn(far)).toEqual({ after: 'WRONG_FORMAT' });
});

test('the list is filtered by what has changed, by number system, and by load', async () => {
  const far = 'from=2021-05-01&to=2021-05-01';
  const number = await resident({ name: '転居 する子' });
  const rows = [
    { seq: 2, name: '転居 する子', address: '架空市新町1番', system: '01', load: null },
    { seq: 3, name: '改姓 する子', address: '架空市新町1番', system: '02', load: null },
    { seq: 4, name: '改姓 する子', address: '架空市新町1番', system: '01', load: null },
    {
      seq: 5,
      name: '改姓 する子',
      address: '架空市新町2番',
      system: '01',
      load: '00000000-0000-4000-8000-000000000001',
    },
  ];
  for (const { seq, name, address, system, load } of rows) {
    await store.see`
      insert into address_information (municipality, person_id, history_seq, number_system, integrated_address_number, name,
        name_key, birth_date_text, sex, address, address_key, non_disclosure, code_request_status, operated_at,
        registered_at, staff_id, load_id, load_line)
      select municipality, person_id, ${seq}, ${system}, integrated_address_number, ${name}, name_key, birth_date_text, sex,
        ${address}, address_key, false, code_request_status, operated_at, '2021-05-01T10:00:00+09:00', 'somebody', ${load},
        ${load === null ? null : 1}
      from address_information where integrated_address_number = ${number} and history_seq = 1`;
  }
  await store.see`
    update address_information set registered_at = '2019-04-01T00:00:00+09:00'
    where integrated_address_number = ${number} and history_seq = 1`;
  await store.see`
    insert into loads (municipality, load_id, file_name, file_hash, file_bytes, options, dry_run, state, client_id)
    values (${city}, ${rows[3]?.load ?? ''}, 'moved.csv', 'x', 1, '{}', false, 'DONE', 'c')`;
  const seqs = async (query: string) => (await list(`${far}&${query}`)).movers.map(({ historySeq }) => historySeq);
  expect((await list(far)).movers.map(({ kind, changed }) => [kind, changed.join()])).toEqual([
    ['updated', 'address'],
    ['updated', 'name'],
    ['updated', 'correction'],
    ['updated', 'address'],
  ]);
  expect(await seqs('kind=address')).toEqual([2, 5]);
  expect(await seqs('kind=name')).toEqual([3]);
  expect(await seqs('kind=correction')).toEqual([4]);
  expect(await seqs('kind=load')).toEqual([5]);
  expect(await seqs('kind=registered')).toEqual([]);
  expect(await seqs('numberSystem=02')).toEqual([3]);
  expect(await seqs('load=none')).toEqual([2, 3, 4]);
  expect(await seqs(`load=${rows[3]?.load ?? ''}&kind=address`)).toEqual([5]);
  const loads = bodyOf<MoverLoads>(await pages.request('GET', `movers/loads?${far}`));
  expect((await loads).loads).toEqual([{ loadId: rows[3]?.load, fileName: 'moved.csv', count: 1 }]);
});

test('the file is UTF-8 with its mark', async () => {
  const { type, bytes } = await fileOf('utf-8');
  expect(type).toBe('text/csv; charset=utf-8; header=present');
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = new TextDecoder().decode(bytes).split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines[1]).toMatch(/^"[0-9]{15}","符号 花子","","新規","1","01","20/u);
  expect(lines[3]).toContain('（支援措置）');
});

test('in CP932 what it does not have becomes 〓, and the last line counts it', async () => {
  const { type, bytes } = await fileOf('cp932');
  expect(type).toBe('text/csv; charset=windows-31j; header=present');
  const lines = new TextDecoder('shift_jis').decode(bytes).split('\r\n');
  expect(lines[0]).toContain('団体内統合宛名番号');
  expect(lines[2]).toContain('"〓田 葛子"');
  expect(lines[4]).toBe('"#","置き換えた文字数","2"');
});

test('the file is audited as an export', async () => {
  await fileOf('utf-8');
  expect((await pages.audited()).at(-1)).toMatchObject({ action: 'movers.export', subject: `${today}/${today}` });
});

test('a period that ends before it begins is refused, and who may not see residents sees no list', async () => {
  expect(await fieldsIn(await pages.request('GET', 'movers?from=2026-04-02&to=2026-04-01'))).toEqual({
    to: 'OUT_OF_RANGE',
  });
  await problemIn(await pages.request('GET', `movers?${period}`, { as: ['administrator'] }), 403, 'FORBIDDEN');
});
