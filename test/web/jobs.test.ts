/** Job nets: what stands now, the plan with its reasons, a day's jobs, what staff order, and the definition as a file. */
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { findClosure } from '../../domain/calendar/holidays.ts';
import { nation, prefectureOf } from '../../domain/organisations.ts';
import { city } from '../api/support.ts';
import { addJobDay, define, newJob, newNet } from '../support/job-data.ts';
import { addServer } from '../support/operation-data.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

const prefecture = prefectureOf(city);
const today = tokyoDateOf(Date.now());
const yesterday = addDays(today, -1);
const openDay =
  Array.from({ length: 14 }, (_, index) => addDays(today, index + 1)).find((day) => findClosure(day) === null) ?? '';
let web: WebTest;

const nightly = newNet('nightly', {
  name: '夜間処理',
  nameEn: 'Nightly',
  at: { after: 'online-end', minutes: 30 },
  jobs: [
    newJob('check', { command: 'integrity-check' }),
    newJob('statistics', { after: ['check'] }),
    newJob('backup', { command: 'backup', after: ['check'], retry: { attempts: 3, pauseSeconds: 60 } }),
    newJob('report', { command: 'report', after: ['statistics', 'backup'] }),
    newJob('clean-up', { command: 'clean-up', after: ['backup'], when: 'failed' }),
  ],
});
const monthly = newNet('monthly', {
  name: '月次集計',
  nameEn: 'Monthly figures',
  at: '19:00',
  days: { dayOfMonth: 'last' },
  closedDay: 'before',
});

beforeAll(async () => {
  web = await openWeb(224);
  const { see, api } = web.api.store;
  for (const organisation of [nation, prefecture, city]) await addServer(see, organisation);
  await define(api, nation, [
    newNet('collect', { name: '全国の収集', nameEn: 'Collection', servers: ['municipalities', 'fugo'] }),
  ]);
  await define(api, prefecture, [nightly]);
  await define(api, city, [nightly, monthly]);
  await addJobDay(see, {
    organisation: city,
    net: 'nightly',
    server: city,
    day: yesterday,
    state: 'halted',
    runs: [
      { job: 'check', state: 'done', counts: { tables: 41 } },
      { job: 'statistics', state: 'done', counts: { rows: 1_204 } },
      { job: 'backup', attempt: 1, state: 'failed', error: 'JOB_FAILED' },
      { job: 'backup', attempt: 2, state: 'failed', error: 'JOB_FAILED' },
      { job: 'backup', attempt: 3, state: 'failed', error: 'TIME_LIMIT' },
      { job: 'clean-up', state: 'done' },
    ],
  });
  for (let back = 2; back < 40; back += 1) {
    const day = addDays(today, -back);
    const closure = findClosure(day);
    await addJobDay(see, {
      organisation: city,
      net: 'nightly',
      server: city,
      day,
      ...(closure
        ? { state: 'not-run', decision: 'skip', reason: `${closure.ja} / ${closure.en}` }
        : { state: 'done' }),
    });
  }
  await addJobDay(see, {
    organisation: prefecture,
    net: 'nightly',
    server: prefecture,
    day: today,
    state: 'running',
    runs: [
      { job: 'check', state: 'done' },
      { job: 'statistics', state: 'commanded' },
    ],
  });
});

const looks = [
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'en', width: 320 },
] as const;
const pages = [
  { name: 'jobs', path: '/jobs', ready: { ja: '夜間処理', en: 'Nightly' } },
  { name: 'job-net', path: `/jobs/nightly/${city}`, ready: { ja: '実行の履歴', en: 'History' } },
  { name: 'job-day', path: `/jobs/nightly/${city}/${yesterday}`, ready: { ja: '始める条件', en: 'Begins' } },
  { name: 'job-definition', path: '/job-definition', ready: { ja: 'これまでの版', en: 'Versions' } },
] as const;

describe.each(looks)('in $language at $width px', ({ language, width }) => {
  test.each(pages)('$path is accessible and stays inside the page', async ({ name, path, ready }) => {
    const viewport = { width, height: 900 };
    const address = `/organisations/${city}${path}`;
    const page = await web.visit({ path: address, roles: ['administrator', 'manager'], language, viewport });
    await page.getByText(ready[language]).first().waitFor();
    await page.getByRole('table').first().waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await keepPicture(page, name);
  });
});

describe('the board of nets', () => {
  test('shows what stands still first, and the nets of those above that run on the own server', async () => {
    const page = await web.visit({ path: '/', roles: ['administrator'] });
    await page.getByRole('navigation').getByRole('link', { name: 'ジョブ', exact: true }).click();
    const halted = page.getByRole('alert').getByRole('link');
    await halted.waitFor();
    expect(await halted.textContent()).toContain('夜間処理 見本市');
    const table = page.getByRole('table', { name: '見本市のジョブネット' });
    expect(await table.getByRole('rowheader').locator('a').allTextContents()).toEqual([
      '月次集計',
      '夜間処理',
      '全国の収集',
    ]);
    const ofNation = table.getByRole('row', { name: /全国の収集/u });
    await ofNation.getByText(/の定義$/u).waitFor();
    // What another has defined is ordered there.
    expect(await ofNation.getByRole('button').count()).toBe(0);
    await halted.click();
    await page.getByRole('heading', { level: 1, name: /^夜間処理/u }).waitFor();
  });

  test('moves by itself while a net runs, and whoever plans orders nothing', async () => {
    const path = `/organisations/${prefecture}/jobs`;
    const page = await web.visit({ path, organisation: prefecture, roles: ['manager'] });
    await expectText(page, /5件中1件$/u);
    expect(await page.getByRole('button', { name: '今すぐ実行' }).count()).toBe(0);
    await page.getByText('自動更新中', { exact: true }).waitFor();
    const { see } = web.api.store;
    await see`update job_runs set state = 'done', ended_at = now() where organisation = ${prefecture} and job = 'statistics'`;
    await expectText(page, /5件中2件$/u);
  });

  test('runs a net by keyboard with a reason, pauses it and ends the pause', async () => {
    const page = await web.visit({ path: `/organisations/${city}/jobs`, roles: ['administrator'] });
    await page.getByRole('table').first().waitFor();
    await tabTo(page, '今すぐ実行: 月次集計');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
    await tabTo(page, '今すぐ実行');
    await page.keyboard.press('Enter');
    await expectText(page, '理由を入力してください。');
    await page.getByLabel(/^理由/u).fill('月末の数値を確かめるため');
    await page.keyboard.press('Enter');
    await expectText(page, /^月次集計の実行を指示しました。/u);
    const row = page.getByRole('row', { name: /月次集計/u });
    await row.getByText(/1件中0件$/u).waitFor();
    await web.api.drain();
    expect(web.api.engine.asked).toContain(`nudgeJobDay ${city} monthly ${city} ${today} 1`);

    for (const [button, reason] of [
      ['一時停止', 'サーバの保守のため'],
      ['一時停止を解く', '保守が終わったため'],
    ] as const) {
      await row.getByRole('button', { name: `${button}: 月次集計` }).click();
      await page.getByLabel(/^理由/u).fill(reason);
      await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    const entries = await web.api.store.see`
      select action, reason from audit_log where subject = ${`monthly ${city}`} order by seq`;
    expect(entries).toMatchObject([
      { action: 'jobs.pause', reason: 'サーバの保守のため' },
      { action: 'jobs.resume', reason: '保守が終わったため' },
    ]);
  });
});

describe('the board of the whole country', () => {
  test('has a row for each server, those that stand still first, which leads to its nets', async () => {
    const { see } = web.api.store;
    const codes = Array.from({ length: 14 }, (_, index) => `13${String(2_201 + index * 10)}`);
    for (const code of codes) {
      await see`
        insert into organisations (organisation, tier, parent, name, name_en)
        values (${code}, 'municipality', ${prefecture}, ${`見本${code}市`}, ${`Mihon ${code}`})`;
      await addServer(see, code);
    }
    const last = codes.at(-1) ?? '';
    await addJobDay(see, { organisation: nation, net: 'collect', server: last, day: yesterday, state: 'halted' });
    const path = `/organisations/${nation}/jobs`;
    const page = await web.visit({ path, organisation: nation, roles: ['administrator'] });
    const table = page.getByRole('table', { name: 'サーバごとのジョブネット' });
    await table.waitFor();
    expect(await table.getByRole('rowheader').count()).toBe(16);
    const first = table.getByRole('rowheader').first().getByRole('link');
    expect(await first.textContent()).toBe(`見本${last}市`);
    await expectAccessible(page);
    await first.click();
    await page.getByRole('table', { name: `見本${last}市のジョブネット` }).waitFor();
    expect(new URL(page.url()).searchParams.get('server')).toContain(last);
  });
});

describe('a net', () => {
  test('has a plan with the reasons of its closed days, and a history that goes further back', async () => {
    const page = await web.visit({ path: `/organisations/${city}/jobs/nightly/${city}`, roles: ['administrator'] });
    await page.getByRole('link', { name: '次の月' }).click();
    const plan = page.getByRole('table', { name: /の予定$/u });
    await plan.getByText('土曜日').first().waitFor();
    const history = page.getByRole('table', { name: '実行の履歴' });
    expect(await history.getByRole('row').count()).toBe(31);
    await page.getByRole('button', { name: 'さらに表示' }).click();
    await expect.poll(() => history.getByRole('row').count()).toBe(40);
    // In the reader's language.
    await history.getByText('土曜日').first().waitFor();
    expect(await history.getByText('Saturday').count()).toBe(0);
  });

  test('leaves out a day, and takes it back', async () => {
    const month = openDay.slice(0, 7);
    const path = `/organisations/${city}/jobs/nightly/${city}?month=${month}`;
    const page = await web.visit({ path, roles: ['administrator'] });
    await page.getByLabel('詳しく見る日').fill(openDay);
    await page.getByRole('button', { name: 'この日は実行しない' }).click();
    await expectAccessible(page);
    await page.getByLabel(/^理由/u).fill('全館停電のため');
    await page.getByRole('dialog').getByRole('button', { name: 'この日は実行しない' }).click();
    await expectText(page, 'この日は実行しないことにしました。');
    await page
      .getByRole('table', { name: /の予定$/u })
      .getByText('全館停電のため')
      .waitFor();
    await page.getByRole('button', { name: '予定に戻す' }).click();
    await page.getByLabel(/^理由/u).fill('停電が延期されたため');
    await page.keyboard.press('Enter');
    await expectText(page, '予定に戻しました。');
    await expect.poll(() => page.getByText('全館停電のため').count()).toBe(0);
  });
});

describe('a day that stands still', () => {
  test('says which job has failed and why, is resumed with a reason, and moves on by itself', async () => {
    const path = `/organisations/${city}/jobs/nightly/${city}/${yesterday}`;
    const page = await web.visit({ path, roles: ['administrator'] });
    const jobs = page.getByRole('table', { name: 'ジョブ' });
    await jobs.getByText('3回目: 制限時間を超えました').waitFor();
    await jobs
      .getByRole('row', { name: /^report/u })
      .getByText('対象外')
      .waitFor();
    await page.getByRole('button', { name: '再開' }).click();
    await page.getByLabel(/^理由/u).fill('保存先を空けたため');
    await page.keyboard.press('Enter');
    await expectText(page, '再開の指示を出しました。まもなく始まります。');
    expect(await page.getByRole('button', { name: '再開' }).count()).toBe(0);

    // What the workflow does then.
    const { see } = web.api.store;
    await see`
      update job_days set state = 'running', staff_order = null, resumed_at = now()
      where organisation = ${city} and net = 'nightly' and day = ${yesterday}`;
    await page.getByRole('heading', { name: 'この日の実行' }).locator('..').getByText('実行中').waitFor();
    const [entry] = await see`select reason from audit_log where action = 'jobs.days.resume'`;
    expect(entry).toEqual({ reason: '保存先を空けたため' });
  });
});

describe('the definition', () => {
  const fileOf = (nets: unknown) => ({
    name: 'jobs.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ nets })),
  });

  test('is compared with a file and changed by it; what is wrong in the file is named', async () => {
    const path = `/organisations/${prefecture}/job-definition`;
    const page = await web.visit({ path, organisation: prefecture, roles: ['manager'] });
    await page.getByRole('button', { name: 'ファイルで変える' }).click();
    const file = page.getByLabel(/^定義ファイル/u);
    await page.getByRole('button', { name: '違いを見る' }).click();
    await expectText(page, 'ファイルを選んでください。');
    await file.setInputFiles(fileOf([{ ...nightly, jobs: [newJob('a', { after: ['b'] })] }]));
    await page.getByRole('button', { name: '違いを見る' }).click();
    await expectText(page, 'このジョブネットにないジョブです。');
    await expectText(page, /nets\[0\]\.jobs\[0\]\.after\[0\]/u);
    await expectAccessible(page);
    await file.setInputFiles(fileOf([{ ...nightly, at: '20:15' }]));
    await page.getByRole('button', { name: '違いを見る' }).click();
    const differences = page.getByRole('table', { name: '今の定義との違い' });
    await differences.waitFor();
    await expectAccessible(page);
    expect(await differences.getByRole('row').nth(1).allTextContents()).toEqual([
      expect.stringMatching(/^nightly\.at変更.*"20:15"$/u),
    ]);

    // Somebody else is faster.
    await define(web.api.store.api, prefecture, [{ ...nightly, name: '夜間の処理' }]);
    await page.getByRole('button', { name: 'この定義を適用' }).click();
    await expectText(page, /^ジョブ定義は、比べた後に変更されています。/u);
    await page.getByRole('button', { name: '今の定義ともう一度比べる' }).click();
    await differences.getByText('nightly.name').waitFor();
    await page.getByRole('button', { name: 'この定義を適用' }).click();
    await expectText(page, '定義を適用しました。予定を作り直しています。');
    await page.getByRole('table', { name: 'ジョブネット' }).getByText('20:15').waitFor();
    expect(await page.getByRole('table', { name: 'これまでの版' }).getByRole('row').count()).toBe(4);
  });
});
