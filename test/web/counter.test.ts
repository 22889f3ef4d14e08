import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { businessTables, type BusinessNumberSystem } from '../../contracts/participants/backbone-tables.ts';
import { createBusinessOfLines, createSpecimen } from '../../fictitious/business.ts';
import { generateLines } from '../../fictitious/lines.ts';
import { createNames } from '../../fictitious/names.ts';
import type { BackboneName } from '../../simulators/backbone/tables.ts';
import { city, register } from '../api/support.ts';
import { eventually } from '../support/participant-net.ts';
import { formOf, startCounters, type Counters } from './counter-programs.ts';
import { expectAccessible, expectText, openWeb, type WebTest } from './support.ts';

const systems: readonly (readonly [BusinessNumberSystem, BackboneName])[] = [
  ['01', 'juki-system'],
  ['02', 'tax-system'],
  ['03', 'nhi-system'],
  ['04', 'welfare-system'],
];
let web: WebTest;
let counters: Counters;
const urls = new Map<BackboneName, string>();
const urlOf = (name: BackboneName): string => urls.get(name) ?? '';

beforeAll(async () => {
  web = await openWeb(1617);
  const clients = await Promise.all(
    systems.map(async ([numberSystem]) => ({
      municipality: city,
      numberSystem,
      ...(await register(web.api.store, city, 'backbone', [numberSystem])),
    })),
  );
  counters = await startCounters(clients);
  await Promise.all(systems.map(async ([, name]) => urls.set(name, await counters.start(name, web.address))));
});
afterAll(() => counters.stop());

async function open(page: Page, name: BackboneName): Promise<void> {
  await page.goto(`${urlOf(name)}/counter`);
  await page.getByLabel('担当者の氏名').fill('窓口 一郎');
  await page.getByRole('button', { name: '業務メニューへ' }).click();
}

test('a clerk enters a resident at the Juki counter, and staff find the resident by one more press', async () => {
  const page = await web.visit({ path: '/', roles: ['clerk'] });
  await open(page, 'juki-system');
  await page.getByRole('link', { name: '宛名の新規登録' }).click();
  await page.getByRole('link', { name: '架空の住民を入力する' }).click();
  const name = await page.getByLabel(/^氏名必須/u).inputValue();
  // The check digit is judged while it is typed.
  const number = page.getByLabel('個人番号', { exact: true });
  const personalNumber = await number.inputValue();
  await number.fill('123456789012');
  await expectText(page, '検査用数字が合いません。');
  await number.fill(personalNumber);
  await page.getByRole('button', { name: '登録して送る' }).click();
  await expectText(page, /統合宛名番号を受け取り/u);

  // S16: table 21 has the number, the household, and no personal number to be read.
  const [row] = await counters.tables('juki-system')`select * from household_info order by updated_at desc limit 1`;
  expect(row).toMatchObject({ resident_kind: '住民', integrated_number: expect.stringMatching(/^\d{15}$/u) as string });
  expect(JSON.stringify(row)).not.toContain(personalNumber);

  await page.getByRole('link', { name: '職員画面でこの住民を見る' }).click();
  await page.waitForURL(`${web.address}/${city}/residents/*`);
  await expectText(page, name);
});

test('the four backbones keep the number and their own business of one resident (S16, S120)', async () => {
  const { resident, personalNumber } = createSpecimen(1617, '01');
  const { name, birthDate, sex, address } = resident;
  const numbers = new Set<unknown>();
  for (const [numberSystem, system] of systems) {
    const { business } = createSpecimen(1617, numberSystem);
    const input = { personalNumber, name, birthDate, sex, address, business };
    const response = await fetch(`${urlOf(system)}/v1/municipalities/${city}/residents`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    const answer = (await response.json()) as { result: string; addressNumber: string };
    expect(answer.result).toBe(numberSystem === '01' ? 'numbered' : 'joined');
    const { table, items } = businessTables[numberSystem];
    const sql = counters.tables(system);
    const [row] = await sql`select * from ${sql(table)} where address_number = ${answer.addressNumber}`;
    expect(String(row?.[items[0]])).toBe(business[items[0]]);
    numbers.add(row?.['integrated_number']);
  }
  expect([...numbers]).toEqual([expect.stringMatching(/^\d{15}$/u)]);
  // For who is known the personal number alone is enough (seed P:308).
  const page = await web.visit({ path: '/' });
  await open(page, 'tax-system');
  await page.getByRole('link', { name: '個人番号だけで登録' }).click();
  await page.getByLabel(/^個人番号/u).fill(personalNumber);
  await page.getByRole('button', { name: '登録して送る' }).click();
  await expectText(page, /宛名情報が更新されました/u);
  await page.getByRole('link', { name: 'この住民の登録内容' }).click();
  await page.getByRole('link', { name: '異動を入力' }).click();
  await page.getByLabel('所得情報だけ').check();
  await page.getByRole('button', { name: '登録して送る' }).click();
  await expectText(page, '業務情報が更新されました。');
});

test('a backbone knows the residents of a generated file with its own business, and sends fugo nothing of it', async () => {
  const names = createNames(() => true);
  const contents = { seed: 9, count: 40, town: '見本市', names, importedShare: 0, datesInDigits: false };
  const businessOf = createBusinessOfLines(contents.seed);
  const lines = [...generateLines({ ...contents, numberSystems: ['03'] })].map((line) => {
    const { name, nameKana, birthDate, sex, address } = line.resident;
    const { addressNumber, personalNumber = '' } = line.record;
    const addressInfo = { name, nameKana, birthDate, sex, address };
    return { addressNumber, personalNumber, addressInfo, business: businessOf(line) };
  });
  const put = (body: unknown) =>
    fetch(`${urlOf('nhi-system')}/v1/municipalities/${city}/residents`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const sql = counters.tables('nhi-system');
  const sentBefore = await sql`select 1 from transfers`;
  // Put twice, they are there once.
  for (const answer of [await put({ lines }), await put({ lines })]) {
    expect([answer.status, await answer.json()]).toEqual([200, { stored: lines.length }]);
  }
  const [someone] = lines;
  if (!someone) throw new Error('The file has nobody.');
  const { insured_number, insured_kind } = someone.business;
  const rows = await sql`
    select insured_number, insured_kind from national_health_insurance_info
    where address_number = ${someone.addressNumber}`;
  expect([...rows]).toEqual([{ insured_number, insured_kind }]);
  expect(await sql`select 1 from transfers`).toHaveLength(sentBefore.length);
  const strange = await put({ lines: [{ ...someone, business: { shoe_size: '27' } }] });
  expect(await strange.json()).toMatchObject({ field: 'lines.0.business.shoe_size' });

  // At the counter the personal number alone is enough, and what it knows is shown.
  const page = await web.visit({ path: '/' });
  await open(page, 'nhi-system');
  await page.goto(`${urlOf('nhi-system')}/counter/residents/${someone.addressNumber}`);
  await expectText(page, insured_number ?? '');
  await page.goto(`${urlOf('nhi-system')}/counter`);
  await page.getByRole('link', { name: '個人番号だけで登録' }).click();
  await page.getByLabel(/^個人番号/u).fill(someone.personalNumber);
  await page.getByRole('button', { name: '登録して送る' }).click();
  await expectText(page, /統合宛名番号を受け取り/u);
  const [told] = await web.api.store.see`
    select business_item1 from business_information join address_numbers using (municipality, person_id)
    where address_number = ${someone.addressNumber}`;
  expect(told).toEqual({ business_item1: insured_kind });
});

describe('one form', () => {
  const fields = (personalNumber = '') => ({
    personalNumber,
    name: '見本 二郎',
    birthDate: '1980-05-06',
    sex: 'male',
    address: '見本市1-2-3',
    resident_kind: '住民',
  });
  const rowsOf = (transferId: string) => web.api.store.see`select 1 from inbox where transfer_id = ${transferId}`;

  test('is one transfer, however often and at once it is sent, and other content under it is refused', async () => {
    const { personalNumber } = createSpecimen(2, '01');
    const form = formOf(urlOf('juki-system'), city, fields(personalNumber));
    const answers = await Promise.all([1, 2, 3].map(() => form.send('/counter/new', form.formId)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
    expect(await rowsOf(`01-${form.formId}`)).toHaveLength(1);
    const other = formOf(urlOf('juki-system'), city, { ...fields(personalNumber), address: '別の町' });
    expect((await other.send('/counter/new', form.formId)).status).toBe(409);
    const elsewhere = await form.send('/counter/new', other.formId, 'http://elsewhere.example');
    expect(elsewhere.status).toBe(403);
  });

  test('is kept while fugo is away and the counter is killed, and arrives once', async () => {
    await counters.start('juki-system', 'http://127.0.0.1:9');
    const page = await web.visit({ path: '/' });
    await open(page, 'juki-system');
    const { personalNumber } = createSpecimen(3, '01');
    const form = formOf(urlOf('juki-system'), city, fields(personalNumber));
    const { headers } = await form.send('/counter/new', form.formId);
    await page.goto(`${urlOf('juki-system')}${headers.get('location') ?? ''}`);
    await expectText(page, /fugoから回答がありません/u);
    await expectAccessible(page);
    await counters.kill('juki-system');
    await counters.start('juki-system', web.address);
    // The page looks for the answer by itself.
    await expectText(page, /統合宛名番号を受け取り/u);
    await form.send('/counter/new', form.formId);
    await eventually(async () => (await rowsOf(`01-${form.formId}`)).length === 1);
  });
});

describe.each(['ja', 'en'] as const)('every page of the counter in %s', (language) => {
  test('is accessible and fits a narrow screen', async () => {
    const page = await web.visit({ path: '/' });
    await open(page, 'welfare-system');
    if (language === 'en') await page.getByRole('button', { name: 'English' }).click();
    for (const path of ['', '/new', '/new?specimen=1', '/number', '/residents', '/entries', '/notices']) {
      await page.goto(`${urlOf('welfare-system')}/counter${path}`);
      await expectAccessible(page);
      for (const width of [320, 768, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      }
    }
    await page.goto(`${urlOf('welfare-system')}/counter/new`);
    await page.locator('button[type=submit]').click();
    await page.locator('[role=alert]').waitFor();
    await expectAccessible(page);
  });
});
