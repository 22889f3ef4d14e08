import { beforeAll, expect, test } from 'vitest';
import { addMoverRoutes } from '../../../api/residents/movers.ts';
import type { Movers } from '../../../contracts/api/movers.ts';
import { tokyoDateOf } from '../../../domain/calendar/civil-date.ts';
import { openStore, receive, type Fields, type Store } from '../../storage/support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { fieldsIn, problemIn } from '../support.ts';

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
