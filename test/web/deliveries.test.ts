/** File delivery: who has what, two people of a release, a rollout wave by wave, and the keys that sign. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openKeyVault } from '../../deliveries/keys.ts';
import { createPublisher } from '../../deliveries/publisher.ts';
import type { DeliveryState } from '../../domain/deliveries/names.ts';
import { nation, prefectureOf } from '../../domain/organisations.ts';
import { addTarget, calendarFile } from '../api/deliveries/support.ts';
import { city, otherCity } from '../api/support.ts';
import { addServer } from '../support/operation-data.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

const prefecture = prefectureOf(city);
const otherPrefecture = prefectureOf(otherCity);
const targets = [prefecture, city, otherPrefecture, otherCity];
const path = `/organisations/${nation}/deliveries`;

let web: WebTest;
let rollout: string;
beforeAll(async () => {
  web = await openWeb(402);
  const { see } = web.api.store;
  for (const organisation of [nation, ...targets]) await addServer(see, organisation);
  await addRelease('national-calendar', 1, 'calendar');
  await addRelease('municipality-codes', 1, 'code-table');
  const latest = await addRelease('national-calendar', 2, 'calendar');
  const holding = (version: number, days: number, previous: number | null) => ({
    version,
    sha256: 'a'.repeat(64),
    appliedAt: new Date(Date.now() - days * 86_400_000).toISOString(),
    previous,
  });
  const codes = holding(1, 40, null);
  for (const organisation of targets.slice(1)) {
    await addTarget(web.api, organisation, { 'national-calendar': holding(1, 40, null), 'municipality-codes': codes });
  }
  await addTarget(web.api, prefecture, { 'national-calendar': holding(2, 1, 1), 'municipality-codes': codes });
  rollout = await addRollout(latest, [
    [prefecture, 0, 'applied'],
    [city, 1, 'downloading'],
    [otherPrefecture, 1, 'pending'],
    [otherCity, 2, 'waiting'],
  ]);
  const vault = openKeyVault(join(web.api.deliveryFolder, 'keys'), web.api.store.keys);
  await createPublisher({ folder: web.api.deliveryFolder, vault }).publish([]);
});

async function addRelease(name: string, version: number, kind: string): Promise<string> {
  const [row] = await web.api.store.see<{ release: string }[]>`
    insert into releases (name, version, kind, length_bytes, sha256, state, reason, proposed_by, decided_by, decided_at, decision_reason)
    values (${name}, ${version}, ${kind}, 2345678, ${'b'.repeat(64)}, 'published', '年末年始の休日の追加', 's-8', 's-9', now(), '内容を確かめた')
    returning release`;
  return row?.release ?? '';
}

async function addRollout(
  release: string,
  rows: [organisation: string, wave: number, state: DeliveryState][],
): Promise<string> {
  const { see } = web.api.store;
  const waves = [5, 50, 100].map((share, at) => ({ share, atLeastMinutes: at * 30 }));
  const [row] = await see<{ rollout: string }[]>`
    insert into rollouts (release, state, wave, waves, apply_after, started_by)
    values (${release}, 'running', 1, ${see.json(waves)}, now() + interval '3 hours', 's-8') returning rollout`;
  for (const [organisation, wave, state] of rows) {
    await see`
      insert into deliveries (rollout, organisation, wave, state, bytes, seen_at)
      values (${row?.rollout ?? ''}, ${organisation}, ${wave}, ${state}, ${state === 'downloading' ? 1_172_839 : 0}, now())`;
  }
  return row?.rollout ?? '';
}

const pages = [
  { name: 'deliveries', to: '' },
  { name: 'deliveries-rollouts', to: '/rollouts' },
  { name: 'deliveries-releases', to: '/releases' },
  { name: 'deliveries-keys', to: '/keys' },
];

describe.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 320 },
] as const)('in $language at $width px', ({ language, width }) => {
  test.each([...pages, { name: 'deliveries-rollout', to: 'rollout' }])(
    '$name is accessible and stays inside the page',
    async ({ name, to }) => {
      const address = to === 'rollout' ? `${path}/rollouts/${rollout}` : `${path}${to}`;
      const viewport = { width, height: 900 };
      const page = await web.visit({
        path: address,
        organisation: nation,
        roles: ['administrator'],
        language,
        viewport,
      });
      await page.getByRole('table').first().waitFor();
      await expectAccessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await keepPicture(page, name);
      const folder = process.env['FUGO_WEB_LOOK'];
      if (folder !== undefined)
        await page.screenshot({ path: join(folder, `${name}-${language}-${String(width)}.png`), fullPage: true });
    },
  );
});

describe('who has what', () => {
  test('names what is older first, with what is on its way; only those on demand', async () => {
    const page = await web.visit({ path: '/', organisation: nation, roles: ['manager'] });
    await page.getByRole('navigation').first().getByRole('link', { name: 'ファイル配信' }).click();
    const table = page.getByRole('table', { name: '団体ごとの版' });
    await table.waitFor();
    const rows = table.getByRole('row');
    expect(await rows.count()).toBe(5);
    await table
      .getByRole('row', { name: new RegExp(city, 'u') })
      .getByText('受取中')
      .waitFor();
    expect(await rows.last().getByText('東京都').count()).toBe(1);
    await page.getByLabel('最新でない団体だけを表示').check();
    await expect.poll(() => rows.count()).toBe(4);
    // Who only plans switches nothing back.
    expect(await page.getByRole('button', { name: /^切り戻す: /u }).count()).toBe(0);
    await table.getByRole('link', { name: '見本市' }).first().click();
    await page.waitForURL(/organisations\/\d{6}\/deliveries$/u);
    await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(2);
  });

  test('is a prefecture’s own part there, and its administrator switches back by keyboard with a reason', async () => {
    const address = `/organisations/${prefecture}/deliveries`;
    const page = await web.visit({ path: address, organisation: prefecture, roles: ['administrator'] });
    const table = page.getByRole('table', { name: '団体ごとの版' });
    await table.waitFor();
    expect(await table.getByText(otherCity).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^切り戻す: /u }).count()).toBe(1);
    await tabTo(page, /^切り戻す: .*national-calendar$/u);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
    await expectText(page, /第2版から第1版に、すぐに切り戻します。/u);
    await tabTo(page, '切り戻す');
    await page.keyboard.press('Enter');
    await expectText(page, '理由を入力してください。');
    await page.getByLabel(/^理由/u).fill('祝日の判定が違うため');
    await page.keyboard.press('Enter');
    await expectText(page, 'national-calendarを第1版に切り戻しました。');
    expect(web.api.engine.asked).toContain(`switchBackDelivery ${prefecture} national-calendar`);
  });
});

describe('a release', () => {
  test('is proposed with its file, and decided by somebody else alone', async () => {
    const address = `${path}/releases`;
    const page = await web.visit({ path: address, organisation: nation, roles: ['manager'] });
    await page.getByRole('table').waitFor();
    await tabTo(page, '配布物を申請');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await expectAccessible(page);
    await page.getByLabel(/^理由/u).fill('来年の祝日のため');
    await dialog.getByRole('button', { name: '申請する' }).click();
    await expectText(page, 'ファイルを選んでください。');
    await expectText(page, '名前は半角の小文字、数字、ハイフンの63文字までにしてください。');
    const buffer = Buffer.from(calendarFile('18:00'));
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'calendar.json', mimeType: 'application/json', buffer });
    await dialog.getByLabel(/^名前/u).fill('national-calendar');
    // What has this name is a calendar for ever.
    expect(await dialog.getByLabel('種類').isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: '申請する' }).click();
    await expectText(page, '申請しました。もう一人の承認を待っています。');
    const row = page.getByRole('row', { name: /第3版/u });
    await row.getByText('承認待ち').waitFor();
    await row.getByText('自分の申請は、自分では決められません。').waitFor();
    expect(await row.getByRole('button').count()).toBe(0);

    const other = await web.visit({ path: address, organisation: nation, roles: ['administrator'] });
    await other
      .getByRole('row', { name: /第3版/u })
      .getByRole('button', { name: /承認する$/u })
      .click();
    await expectAccessible(other);
    await other.getByLabel(/^理由/u).fill('祝日の一覧と照らした');
    await other.getByRole('dialog').getByRole('button', { name: '承認する' }).click();
    await expectText(other, '承認しました。署名して公開します。');
    await other.getByRole('row', { name: /第3版/u }).getByText('公開済').waitFor();
  });

  test('goes out in waves that its start says; a wrong field is named and has the focus', async () => {
    const page = await web.visit({ path: `${path}/releases`, organisation: nation, roles: ['administrator'] });
    await page.getByRole('button', { name: 'municipality-codes 第1版: 配信を始める' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await expectAccessible(page);
    await dialog.getByLabel('団体を選ぶ').check();
    await dialog.getByLabel(/^団体コード/u).fill(`${city} 12`);
    await dialog.getByLabel(/^段階 /u).fill('50 20');
    await dialog.getByRole('button', { name: '始める' }).click();
    await expectText(page, '団体コードは6桁の数字で、1件以上にしてください。');
    expect(await page.evaluate('document.activeElement.id')).toBe('start-organisations');
    await dialog.getByLabel(/^団体コード/u).fill(`${city}、${otherCity}`);
    await dialog.getByLabel(/^段階 /u).fill('50 100');
    await dialog.getByRole('button', { name: '始める' }).click();
    await page.waitForURL(/deliveries\/rollouts\/[-0-9a-f]{36}$/u);
    await page.getByRole('heading', { level: 1, name: 'municipality-codes 第1版の配信' }).waitFor();
    expect(await page.getByRole('table', { name: '団体ごとの状況' }).getByRole('row').count()).toBe(3);
    const [row] = await web.api.store.see`
      select waves from rollouts o join releases r using (release) where r.name = 'municipality-codes'`;
    expect(row?.['waves']).toEqual([
      { share: 50, atLeastMinutes: 0 },
      { share: 100, atLeastMinutes: 60 },
    ]);
  });
});

describe('a rollout', () => {
  test('shows its waves as they go on, without anybody reloading, and is held with a reason', async () => {
    const address = `${path}/rollouts/${rollout}`;
    const page = await web.visit({ path: address, organisation: nation, roles: ['administrator'] });
    const waves = page.getByRole('region', { name: '段階' }).getByRole('listitem');
    await page.getByText('先行配信').first().waitFor();
    await expectText(page, '受取中 1');
    const { see } = web.api.store;
    await see`update deliveries set state = 'failed', error = 'DISK_FULL' where rollout = ${rollout} and organisation = ${city}`;
    await expectText(page, 'ディスクの空きが足りない');
    expect(await waves.first().isVisible()).toBe(true);
    await tabTo(page, '保留する');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
    await page.getByLabel(/^理由/u).fill('空き容量を調べるため');
    await page.keyboard.press('Enter');
    await expectText(page, '「保留する」の指示を出しました。まもなく行われます。');
    expect(await page.getByRole('button', { name: '打ち切る' }).count()).toBe(0);
    // What the workflow does then.
    await see`update rollouts set state = 'held', held_reason = 'STAFF', staff_order = null where rollout = ${rollout}`;
    await expectText(page, 'この配信は保留されています');
    await expectText(page, '担当者が保留しました。');
    await page.getByRole('button', { name: '続ける' }).waitFor();
  });

  test('is read and not ordered by whoever receives it', async () => {
    const address = `/organisations/${city}/deliveries/rollouts/${rollout}`;
    const page = await web.visit({ path: address, roles: ['administrator'] });
    const table = page.getByRole('table', { name: '団体ごとの状況' });
    await table.waitFor();
    expect(await table.getByText(otherCity).count()).toBe(0);
    expect(await page.getByRole('button', { name: '続ける' }).count()).toBe(0);
  });
});

test('the keys are replaced by the nation, with a reason', async () => {
  const page = await web.visit({ path: `${path}/keys`, organisation: nation, roles: ['manager'] });
  await page.getByRole('table', { name: '鍵', exact: true }).waitFor();
  await tabTo(page, '鍵を替える');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await page.getByLabel('役割').selectOption('snapshot');
  await page.getByLabel(/^理由/u).fill('担当者が替わったため');
  await page.keyboard.press('Enter');
  await expectText(page, '鍵を替えています。');
  expect(web.api.engine.asked).toContain('rotateDeliveryKey snapshot');
});
