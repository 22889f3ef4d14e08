import { beforeAll, describe, expect, test } from 'vitest';
import { addResidentSearchRoute } from '../../../api/residents/search.ts';
import type { FoundResidents } from '../../../contracts/api/resident-search.ts';
import type { Role } from '../../../domain/rights.ts';
import { remakeKeys } from '../../../storage/residents/remake-keys.ts';
import { municipality, openStore, receive, type Fields, type Store } from '../../storage/support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { fieldsIn, problemIn } from '../support.ts';

let store: Store;
let pages: StaffPages;

/** A resident known by what the test says; answers the integrated number. */
async function resident(
  fields: Partial<Fields> & { nameKana?: string; nonDisclosure?: boolean },
): Promise<{ number: string; personalNumber: string; addressNumber: string }> {
  const personalNumber = fields.personalNumber ?? store.people.personalNumber();
  const addressNumber = fields.addressNumber ?? store.people.addressNumber();
  const { judgement } = await receive(store, { ...fields, personalNumber, addressNumber });
  return { number: judgement.integratedAddressNumber ?? '', personalNumber, addressNumber };
}

const search = async (json: object, as: Parameters<StaffPages['request']>[2] = {}) =>
  bodyOf<FoundResidents>(await pages.request('POST', 'resident-searches', { ...as, json }));
const numbersFound = async (json: object) =>
  (await search(json)).residents.map(({ integratedAddressNumber }) => integratedAddressNumber);

beforeAll(async () => {
  store = await openStore(72);
  pages = await openStaffPages(store, addResidentSearchRoute);
});

describe('a search finds a resident', () => {
  let hana: Awaited<ReturnType<typeof resident>>;
  beforeAll(async () => {
    hana = await resident({
      name: '髙橋　花子',
      nameKana: 'タカハシ　ハナコ',
      birthDate: '平成2年4月1日',
      address: '架空市見本町二丁目1番地2号',
    });
    await resident({ name: '高山 次郎', birthDate: '1975-02-03', address: '架空市本町9-9-9' });
  });

  test.each([
    ['the name as another system writes it', { name: '高橋花子' }],
    ['the start of the name', { name: '髙橋' }],
    ['a part of the name', { name: '花子', nameMatch: 'part' }],
    ['the reading in hiragana', { name: 'たかはし' }],
    ['a part of the reading, half-width', { name: 'ﾊﾅｺ', nameMatch: 'part' }],
    ['the birth date in another calendar', { name: '高', birthDate: '1990/4/1' }],
    ['the birth date alone', { birthDate: 'H2.4.1' }],
    ['the address in another notation', { address: '見本町2-1-2' }],
    ['the whole address', { address: '架空市見本町2-1-2', addressMatch: 'start' }],
    ['name and address together', { name: '高橋', address: '見本町' }],
  ])('by %s', async (_by, json) => {
    expect(await numbersFound(json)).toEqual([hana.number]);
  });

  test('by an address number of one system or of any, and by the integrated address number', async () => {
    const { addressNumber, number } = hana;
    expect(await numbersFound({ addressNumber })).toEqual([number]);
    expect(await numbersFound({ addressNumber, numberSystem: '01' })).toEqual([number]);
    expect(await numbersFound({ addressNumber, numberSystem: '02' })).toEqual([]);
    expect(await numbersFound({ integratedAddressNumber: number })).toEqual([number]);
    expect(await numbersFound({ integratedAddressNumber: number, name: '高山' })).toEqual([]);
  });

  test('and shows what is known', async () => {
    const { residents } = await search({ integratedAddressNumber: hana.number });
    expect(residents).toMatchObject([
      {
        historySeq: 1,
        current: true,
        codeRequestStatus: 'REQUESTING',
        stage: 'NUMBERED',
        protected: false,
        masked: false,
        name: '髙橋　花子',
        birthDateText: '平成2年4月1日',
        birthDate: '1990-04-01',
        address: '架空市見本町二丁目1番地2号',
      },
    ]);
  });
});

test('a rare character is found by the common one, by any width, and shown as it is stored', async () => {
  const name = '葛\u{e0100}西　𠮷彦';
  const { number } = await resident({ name, nameKana: 'ｶｻｲ　ﾖｼﾋｺ' });
  for (const json of [
    { name: '葛西' },
    { name: '吉彦', nameMatch: 'part' },
    { name: 'カサイ' },
    { name: 'かさい　よし' },
  ]) {
    const { residents } = await search(json);
    expect({ json, residents }).toMatchObject({ json, residents: [{ integratedAddressNumber: number, name }] });
  }
});

test('former names and addresses are found only when they are asked for', async () => {
  const first = await resident({ name: '旧姓 桃子', address: '架空市旧町1-1' });
  await resident({
    personalNumber: first.personalNumber,
    addressNumber: first.addressNumber,
    name: '旧姓 桃子',
    address: '架空市新町7-7',
    operatedAt: '2026-03-03T10:00:00+09:00',
  });
  expect(await numbersFound({ address: '旧町1-1' })).toEqual([]);
  const { residents } = await search({ address: '旧町1-1', includeHistory: true });
  expect(residents).toMatchObject([
    { integratedAddressNumber: first.number, historySeq: 1, current: false, address: '架空市旧町1-1' },
  ]);
});

test('a birth date that is not wholly known is found as it was written', async () => {
  const { number } = await resident({ name: '不詳 一', birthDate: '昭和10年不詳' });
  expect(await numbersFound({ birthDate: '昭和10年不詳' })).toEqual([number]);
});

test('pages leave nobody out and show nobody twice', async () => {
  const expected: string[] = [];
  for (let at = 0; at < 7; at += 1)
    expected.push((await resident({ name: `頁 ${['一', '二'][at % 2] ?? ''}郎` })).number);
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page: FoundResidents = await search({ name: '頁', limit: 3, ...(after !== null && { after }) });
    found.push(...page.residents.map(({ integratedAddressNumber }) => integratedAddressNumber ?? ''));
    after = page.next;
  } while (after !== null);
  expect(found.toSorted()).toEqual(expected.toSorted());
});

describe('a search that is to be sorted', () => {
  const people = [
    { name: '並川 い', nameKana: 'ナミカワ イ', birthDate: '1990-01-01', address: '架空市並町5-5' },
    { name: '並木 ろ', nameKana: 'ナミキ ロ', birthDate: '1960-01-01', address: '架空市並町1-1' },
    { name: '並木 は', nameKana: 'ナミキ ハ', birthDate: '1975-01-01', address: '架空市並町3-3' },
    { name: '並ぶ に', birthDate: '1980-01-01', address: '架空市並町4-4' },
  ];
  beforeAll(async () => {
    for (const person of people) await resident(person);
    await resident({ name: '並 支援', birthDate: '1970-01-01', address: '架空市並町2-2', nonDisclosure: true });
  });
  const namesBy = async (json: object, as: Parameters<StaffPages['request']>[2] = {}): Promise<(string | null)[]> => {
    const names: (string | null)[] = [];
    let after: string | null = null;
    do {
      const page: FoundResidents = await search(
        { name: '並', limit: 2, ...json, ...(after !== null && { after }) },
        as,
      );
      expect(page.total).toEqual(after === null ? { count: 5, more: false } : null);
      expect(page.sorted).toBe(true);
      names.push(...page.residents.map(({ name }) => name));
      after = page.next;
    } while (after !== null);
    return names;
  };

  test('counts them, and has them page by page in that order; who may not be seen comes last', async () => {
    const [i, ro, ha, ni] = people.map(({ name }) => name);
    expect(await namesBy({ sort: 'reading' })).toEqual([i, ha, ro, ni, null]);
    expect(await namesBy({ sort: 'reading', order: 'descending' })).toEqual([ni, ro, ha, i, null]);
    expect(await namesBy({ sort: 'birthDate' })).toEqual([ro, ha, ni, i, null]);
    expect(await namesBy({ sort: 'address', order: 'descending' })).toEqual([i, ni, ha, ro, null]);
    expect(await namesBy({ sort: 'address' }, { as: ['supervisor'] })).toEqual([ro, '並 支援', ha, ni, i]);
  });

  test('says so where nobody is found, and takes no place of another search', async () => {
    expect(await search({ name: '誰もいない', sort: 'reading' })).toMatchObject({
      residents: [],
      total: { count: 0, more: false },
    });
    const { next } = await search({ name: '並', sort: 'reading', limit: 1 });
    const json = { name: '誰もいない', sort: 'reading', after: next };
    expect(await fieldsIn(await pages.request('POST', 'resident-searches', { json }))).toEqual({
      after: 'WRONG_FORMAT',
    });
  });

  test('of more than a thousand has the first ones as they are found, and says that there are more', async () => {
    const { number } = await resident({ name: '千 人目' });
    await store.see`
      insert into address_information select (jsonb_populate_record(a, jsonb_build_object(
        'history_seq', nth, 'inbox_id', null, 'staff_id', 'somebody'))).*
      from address_information a, generate_series(2, 1001) as nth where a.integrated_address_number = ${number}`;
    const json = { name: '千', sort: 'birthDate', includeHistory: true, limit: 2 };
    const page = await search(json);
    expect(page).toMatchObject({ sorted: false, total: { count: 1_000, more: true } });
    expect(page.residents.map(({ historySeq }) => historySeq)).toEqual([1, 2]);
    expect((await search({ ...json, after: page.next })).residents.map(({ historySeq }) => historySeq)).toEqual([3, 4]);
  });
});

test('an address that few of three thousand namesakes have is found, in the order of the names', async () => {
  const { number } = await resident({ name: '参千 人目', nameKana: 'サンゼン ニンメ', address: '架空市並町5-5' });
  await store.see`
    insert into address_information select (jsonb_populate_record(a, jsonb_build_object('history_seq', nth, 'inbox_id', null,
      'staff_id', 'somebody', 'address_key', case when nth in (2, 3500, 3600) then '架空市稀町5-5' else a.address_key end))).*
    from address_information a, generate_series(2, 3600) as nth where a.integrated_address_number = ${number}`;
  const seqsOf = async (json: object) => (await search(json)).residents.map(({ historySeq }) => historySeq);
  for (const name of ['参千', 'さんぜん']) {
    const json = { name, address: '稀町', includeHistory: true };
    expect(await seqsOf(json)).toEqual([2, 3500, 3600]);
    expect(await seqsOf({ ...json, sort: 'address' })).toEqual([2, 3500, 3600]);
    const { next } = await search({ ...json, limit: 1 });
    expect(await seqsOf({ ...json, limit: 1, after: next })).toEqual([3500]);
    expect(await seqsOf({ ...json, address: '並町', limit: 3 })).toEqual([1, 3, 4]);
  }
});

describe('a resident under protection', () => {
  let hidden: Awaited<ReturnType<typeof resident>>;
  beforeAll(async () => {
    hidden = await resident({
      name: '支援 桜子',
      address: '架空市秘密町3-3',
      birthDate: '1988-08-08',
      nonDisclosure: true,
    });
    // Another backbone knows nothing of the protection.
    await resident({
      personalNumber: hidden.personalNumber,
      addressNumber: store.people.addressNumber(),
      name: '支援 桜子',
      address: '架空市秘密町3-3',
      birthDate: '1988-08-08',
      numberSystem: '02',
    });
  });

  test('is masked, for every field', async () => {
    const { residents } = await search({ name: '支援' });
    expect(residents).toMatchObject([
      { integratedAddressNumber: hidden.number, protected: true, masked: true, name: null, nameKana: null },
    ]);
    expect(residents).toMatchObject([{ birthDate: null, birthDateText: null, sex: null, address: null }]);
  });

  test('is not found by an address, which would tell it', async () => {
    expect(await numbersFound({ address: '秘密町' })).toEqual([]);
    expect(await numbersFound({ name: '支援', address: '秘密町', includeHistory: true })).toEqual([]);
  });

  test('is seen by who has the right', async () => {
    const { residents } = await search({ address: '秘密町' }, { as: ['supervisor'] });
    expect(residents).toMatchObject([{ protected: true, masked: false, address: '架空市秘密町3-3' }]);
  });

  test('is no place to begin behind: the neighbours in the order of addresses would tell where they live', async () => {
    await resident({ name: '隣人 太郎', address: '架空市秘密町3-4' });
    const [found] = (await search({ name: '支援' })).residents;
    const after = `${found?.personId ?? ''}_${String(found?.historySeq)}`;
    const behind = (json: object, as: Role[] = ['clerk']) =>
      pages.request('POST', 'resident-searches', { as, json: { ...json, after } });
    for (const json of [
      { address: '架空市', addressMatch: 'start' },
      { address: '町', includeHistory: true },
      // A cursor of another list: the neighbours in the order of names would tell the name.
      { name: '隣' },
      { birthDate: '1990-01-01' },
    ]) {
      expect({ json, fields: await fieldsIn(await behind(json)) }).toEqual({ json, fields: { after: 'WRONG_FORMAT' } });
    }
    const seen = bodyOf<FoundResidents>(
      await behind({ address: '架空市秘密町', addressMatch: 'start' }, ['supervisor']),
    );
    expect((await seen).residents).toMatchObject([{ name: '隣人 太郎' }]);
  });
});

test('a number is found without its leading zeros, and a birth date by its era code', async () => {
  const known = await resident({ name: '零　始', birthDate: '昭和45年6月7日', addressNumber: '000000000048151' });
  const short = known.number.replace(/^0+/u, '');
  expect((await search({ integratedAddressNumber: short })).residents).toMatchObject([{ name: '零　始' }]);
  expect((await search({ addressNumber: '48151' })).residents).toMatchObject([{ name: '零　始' }]);
  expect((await search({ name: '零', birthDate: '3450607' })).residents).toMatchObject([{ name: '零　始' }]);
});

describe('a search by the personal number', () => {
  test('needs a right of its own and a reason, and finds by the index', async () => {
    const { personalNumber, number } = await resident({ name: '番号 検索' });
    await problemIn(
      await pages.request('POST', 'resident-searches', { json: { personalNumber, reason: '窓口での確認' } }),
      403,
      'FORBIDDEN',
    );
    const bySupervisor = (json: object) => pages.request('POST', 'resident-searches', { as: ['supervisor'], json });
    expect(await fieldsIn(await bySupervisor({ personalNumber }))).toEqual({ reason: 'MISSING' });
    expect(await fieldsIn(await bySupervisor({ personalNumber, reason: '確認' }))).toEqual({ reason: 'WRONG_FORMAT' });
    expect(await fieldsIn(await bySupervisor({ personalNumber: '123456789012', reason: '窓口での確認' }))).toEqual({
      personalNumber: 'CHECK_DIGIT',
    });
    const { residents } = await search({ personalNumber, reason: '窓口での確認' }, { as: ['supervisor'] });
    expect(residents).toMatchObject([{ integratedAddressNumber: number }]);
    const found = (await pages.audited()).at(-1);
    expect(found).toMatchObject({ action: 'residents.search.found', subject: number, reason: '窓口での確認' });
  });
});

describe('somebody without an integrated number', () => {
  /** Under an address number that is another's already, so the identity is in doubt and there is no row of table 33. */
  async function heldOne(fields: Partial<Fields> & { nameKana?: string; nonDisclosure?: boolean }) {
    const { addressNumber } = await resident({ name: '先客　一' });
    const personalNumber = store.people.personalNumber();
    const { personId, judgement } = await receive(store, { ...fields, personalNumber, addressNumber });
    expect(judgement).toMatchObject({ result: 'held', integratedAddressNumber: null });
    return { personId, personalNumber, addressNumber };
  }

  test('is found while waiting for a personal number, with the id of the detail', async () => {
    const addressNumber = store.people.addressNumber();
    const { personId } = await receive(store, { addressNumber, name: '待機　桃', birthDate: '2026-02-28' });
    for (const json of [{ name: '待機' }, { birthDate: '令和8年2月28日' }, { addressNumber, numberSystem: '01' }]) {
      const { residents } = await search(json);
      expect(residents).toMatchObject([
        { personId, integratedAddressNumber: null, stage: 'AWAITING_PN', name: '待機　桃', historySeq: 1 },
      ]);
    }
  });

  test('is found while the identity is in doubt, by whatever the transfer says', async () => {
    const held = await heldOne({
      name: '𠮷田　凜',
      nameKana: 'ヨシダ　リン',
      birthDate: '平成3年5月5日',
      address: '架空市疑問町三丁目4番5号',
    });
    const found = async (json: object) => (await search(json)).residents.map(({ personId }) => personId);
    const by = [
      { name: '𠮷田' },
      { name: '吉田' },
      { name: 'よしだ' },
      { name: 'ﾘﾝ', nameMatch: 'part' },
      { birthDate: 'H3.5.5' },
      { address: '疑問町3-4-5' },
      { name: '𠮷田', birthDate: '1991-05-05', address: '疑問町' },
    ];
    for (const json of by) expect({ json, found: await found(json) }).toEqual({ json, found: [held.personId] });
    expect(await found({ addressNumber: held.addressNumber })).toContain(held.personId);
    expect(await found({ name: '𠮷田', birthDate: '1991-05-06' })).toEqual([]);
    const { residents } = await search({ name: '𠮷田' });
    expect(residents).toMatchObject([
      {
        integratedAddressNumber: null,
        historySeq: null,
        stage: 'HELD',
        codeRequestStatus: 'NOT_REQUESTED',
        name: '𠮷田　凜',
      },
    ]);
    const json = { personalNumber: held.personalNumber, reason: '窓口での確認' };
    expect((await search(json, { as: ['supervisor'] })).residents).toMatchObject([{ personId: held.personId }]);
  });

  test('is masked under protection, and not found by an address then', async () => {
    await heldOne({ name: '秘匿　薫', address: '架空市隠町1-1', nonDisclosure: true });
    const [found] = (await search({ name: '秘匿' })).residents;
    expect(found).toMatchObject({ protected: true, masked: true, name: null, address: null });
    expect((await search({ address: '隠町' })).residents).toEqual([]);
    expect((await search({ address: '隠町' }, { as: ['supervisor'] })).residents).toMatchObject([{ name: '秘匿　薫' }]);
  });

  test('is masked where any of the transfers says so: another backbone knows nothing of it', async () => {
    const held = await heldOne({ name: '秘匿　環', address: '架空市陰町2-2', nonDisclosure: true });
    const { addressNumber } = await resident({ name: '先客　二', numberSystem: '02' });
    const { personId, judgement } = await receive(store, {
      name: '秘匿　環',
      address: '架空市陰町2-2',
      numberSystem: '02',
      personalNumber: held.personalNumber,
      addressNumber,
    });
    expect([personId, judgement.result]).toEqual([held.personId, 'held']);
    expect((await search({ address: '陰町' })).residents).toEqual([]);
    const [found] = (await search({ name: '秘匿　環' })).residents;
    expect(found).toMatchObject({ protected: true, masked: true, name: null, address: null });
  });

  test('hides a known resident too, until staff have decided whose the transfer is', async () => {
    const known = await resident({ name: '疑義　光', address: '架空市迷町3-3' });
    const another = { name: '別人　影', birthDate: '1950-01-02', nonDisclosure: true };
    const { personalNumber } = known;
    const { judgement } = await receive(store, {
      ...another,
      personalNumber,
      addressNumber: store.people.addressNumber(),
    });
    expect(judgement.result).toBe('held');
    expect((await search({ name: '疑義' })).residents).toMatchObject([{ protected: true, masked: true, name: null }]);
    expect((await search({ address: '迷町' })).residents).toEqual([]);
    expect((await search({ name: '疑義' }, { as: ['supervisor'] })).residents).toMatchObject([{ masked: false }]);
  });

  test('comes after all others, and pages leave nobody out', async () => {
    const expected: string[] = [];
    for (let nth = 0; nth < 4; nth += 1) {
      const { personId } = await receive(store, {
        name: `巻　${String(nth)}`,
        personalNumber: store.people.personalNumber(),
        addressNumber: store.people.addressNumber(),
      });
      expected.push(personId);
    }
    for (let nth = 0; nth < 3; nth += 1) expected.push((await heldOne({ name: `巻　疑${String(nth)}` })).personId);
    for (const limit of [1, 2, 3, 4, 5, 7, 100]) {
      const seen: string[] = [];
      for (let after: string | null = null, more = true; more;) {
        const page: FoundResidents = await search({ name: '巻', limit, ...(after !== null && { after }) });
        expect(page.residents.length).toBeGreaterThan(0);
        seen.push(...page.residents.map(({ personId }) => personId));
        after = page.next;
        more = after !== null;
      }
      expect({ limit, seen }).toEqual({ limit, seen: expected });
    }
  });
});

test('a search is audited with the names of its fields and the reason, and never with what stood in them', async () => {
  const before = (await pages.audited()).length;
  await search({ name: '髙橋', birthDate: 'H2.4.1', reason: '窓口での問い合わせ' });
  const [entry] = (await pages.audited()).slice(before);
  expect(entry).toEqual({
    staff_id: 'staff-7',
    action: 'residents.search',
    subject: 'name,birthDate',
    reason: '窓口での問い合わせ',
  });
});

test('what cannot be searched is refused with the field and the rule', async () => {
  const refusal = async (json: object) => fieldsIn(await pages.request('POST', 'resident-searches', { json }));
  expect(await refusal({})).toEqual({ '': 'MISSING' });
  expect(await refusal({ name: ' ・ ' })).toEqual({ name: 'EMPTY' });
  expect(await refusal({ birthDate: '平成40年1月1日' })).toEqual({ birthDate: 'OUTSIDE_ERA' });
  expect(await refusal({ numberSystem: '01' })).toEqual({ addressNumber: 'MISSING' });
  expect(await refusal({ name: '符号', limit: 101 })).toEqual({ limit: 'OUT_OF_RANGE' });
  expect(await refusal({ name: '符号', after: 'x' })).toEqual({ after: 'WRONG_FORMAT' });
  expect(await refusal({ name: '符号', after: '00000000-0000-4000-8000-000000000000_1' })).toEqual({
    after: 'WRONG_FORMAT',
  });
  await problemIn(
    await pages.request('POST', 'resident-searches', { as: ['auditor'], json: { name: '符号' } }),
    403,
    'FORBIDDEN',
  );
});

describe('a search finds a resident whose name or birth date is written in another way', () => {
  test.each([
    ['ゑみ', 'エミ', { name: 'ゑみ' }],
    ['ジョン', 'ヨハネ', { name: 'ジョン' }],
    ['ジョン', 'ヨハネ', { name: 'よはね' }],
    ['見本　みつゑ', 'ミホン　ミツエ', { name: 'みつゑ', nameMatch: 'part' }],
    ['架空　響', 'カクウ　キヨウコ', { name: 'かくうきょうこ' }],
    ['架空　勲', 'カクウ　イサオ', { name: 'イサオ', nameMatch: 'part' }],
    ['阿部　勇', 'アベ　イサム', { name: 'いさむ', nameMatch: 'part' }],
    ['大野', 'オーノ　マナブ', { name: 'おおの' }],
    ['WOOD JOHN PAUL', 'ウッド　ジョン　ポール', { name: 'John Paul Wood' }],
    ['O’BRIEN ANNE-MARIE', 'オブライエン', { name: "O'Brien, Anne Marie" }],
    ['⻄村　廣', 'ニシムラ　ヒロシ', { name: '西村広' }],
    ['見本　太郎', 'ミホン\u200bタロウ', { name: 'みほんたろう' }],
  ])('%s (%s)', async (name, nameKana, json) => {
    const { number } = await resident({ name, nameKana });
    expect(await numbersFound(json)).toContain(number);
  });

  test('once, where both name and reading have what is looked for, and page by page', async () => {
    const names = ['架空　ミミ', '架空　みみ', '見本　メメ'];
    const numbers: string[] = [];
    for (const name of names) numbers.push((await resident({ name, nameKana: 'ミミ' })).number);
    const seen: (string | null)[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page = await search({ name: 'ミミ', nameMatch: 'part', limit: 1, ...(after !== undefined && { after }) });
      seen.push(...page.residents.map(({ integratedAddressNumber }) => integratedAddressNumber));
      after = page.next;
    }
    expect(seen).toHaveLength(numbers.length);
    expect(new Set(seen)).toEqual(new Set(numbers));
  });

  test('by the known parts of a birth date', async () => {
    const { number } = await resident({ name: '架空　古', birthDate: '昭和15年月日不詳' });
    for (const birthDate of ['S15.00.00', '19400000', '昭和１５年月日不詳', '昭和15年頃']) {
      expect(await numbersFound({ birthDate })).toEqual([number]);
    }
    expect(await numbersFound({ birthDate: '昭和15年1月日不詳' })).toEqual([]);
  });
});

test('a resident whose keys are of an earlier version is found by them, and by the present ones once they are made anew', async () => {
  const { number, personalNumber } = await resident({
    name: '旧鍵　ゑみ',
    nameKana: 'キュウカギ　エミ',
    birthDate: '昭和14年月日不詳',
    address: '架空市見本町3丁1-26',
  });
  await resident({ name: '旧鍵　二', personalNumber, birthDate: '1990-04-01' });
  await store.see.begin(async (tx) => {
    await tx`
      update address_information set key_version = 1, kana_name_key = null, birth_date_key = null,
        name_key = '旧鍵ヱミ', name_kana_key = 'キュウカギエミ', address_key = '架空市見本町3丁1-26'
      where integrated_address_number = ${number}`;
    await tx`
      update inbox set payload = payload - 'keyVersion' - 'nameKanaKey' - 'birthDateKey' || '{"nameKey": "旧鍵二"}'
      where state = 'HELD' and payload ->> 'name' = '旧鍵　二'`;
  });
  const before = [
    { name: '旧鍵ゑ' },
    { name: 'きゅうかぎ' },
    { birthDate: '昭和14年月日不詳' },
    { address: '見本町3丁1-26', addressMatch: 'part' },
  ];
  for (const json of before) expect(await numbersFound(json)).toEqual([number]);
  const after = [{ name: 'キユウカギ' }, { birthDate: '19390000' }, { address: '見本町3-1-26', addressMatch: 'part' }];
  for (const json of after) expect(await numbersFound(json)).toEqual([]);

  expect(await remakeKeys(store.db, municipality, { limit: 1 })).toBe(2);
  expect(await remakeKeys(store.db, municipality, { limit: 1 })).toBe(0);
  for (const json of [...before, ...after]) expect(await numbersFound(json)).toEqual([number]);
  const [held] = await store.see<{ key: string; version: number }[]>`
    select payload ->> 'nameKanaKey' as key, (payload ->> 'keyVersion')::int as version from inbox
    where state = 'HELD' and payload ->> 'name' = '旧鍵　二'`;
  expect(held).toEqual({ key: '旧鍵二', version: 2 });
});
