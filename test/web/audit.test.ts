import { text as textOf } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import { writeAudit } from '../../storage/audit/log.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

let web: WebTest;
const subject = '000000000000019';

beforeAll(async () => {
  web = await openWeb(208);
  for (const each of [1, 2, 3]) {
    await writeAudit(web.api.store.api, '131016', {
      clientId: 'staff-web',
      staffId: `staff-${String(each)}`,
      action: each === 3 ? 'residents:view-personal-number' : 'residents.detail',
      subject,
      outcome: each === 3 ? 'refused' : 'allowed',
      reason: each === 1 ? '窓口での照会' : null,
    });
  }
});

test.each([
  { language: 'ja', width: 1280 },
  { language: 'en', width: 1280 },
  { language: 'ja', width: 768 },
] as const)('the log and its check are accessible ($language, $width px)', async ({ language, width }) => {
  const viewport = { width, height: 900 };
  const page = await web.visit({ path: '/organisations/131016/audit', roles: ['auditor'], language, viewport });
  await page.getByRole('row').nth(3).waitFor();
  await page.getByRole('button', { name: language === 'ja' ? '検査する' : 'Check the chain' }).click();
  await page.getByLabel(language === 'ja' ? 'ハッシュ' : 'Hash').waitFor();
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await keepPicture(page, 'audit');
});

test('the log is searched by keyboard; the search stands in the address and goes on page by page', async () => {
  const page = await web.visit({ path: '/organisations/131016/audit', roles: ['auditor'] });
  await page.getByRole('row').nth(3).waitFor();
  await page.route('**/audit?**', (route) =>
    route.continue({ url: route.request().url().replace('limit=100', 'limit=2') }),
  );
  await tabTo(page, '対象');
  await page.keyboard.type(subject);
  await page.keyboard.press('Enter');
  await expectText(page, '2件を表示しています。続きがあります');
  await page.getByRole('button', { name: 'さらに表示' }).click();
  await expectText(page, '3件を表示しています');
  const rows = await page.getByRole('row').allTextContents();
  expect(rows[1]).toMatch(/staff-3.*個人番号の表示residents:view-personal-number.*拒否/u);
  expect(rows[3]).toMatch(/staff-1.*住民の表示residents\.detail.*許可窓口での照会/u);
  expect(new URL(page.url()).searchParams.get('subject')).toBe(subject);
  await page.reload();
  await expectText(page, '2件を表示しています。続きがあります');
  expect(await page.getByLabel('対象', { exact: true }).inputValue()).toBe(subject);

  await page.getByLabel('操作', { exact: true }).selectOption('住民の表示');
  await page.getByRole('button', { name: '検索', exact: true }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('action')).toBe('residents.detail');
  await expectText(page, '2件を表示しています');
  await page.getByLabel('操作', { exact: true }).selectOption('すべての操作');

  await page.getByLabel('結果').selectOption('拒否');
  await page.getByRole('button', { name: '検索', exact: true }).click();
  await expectText(page, '1件を表示しています');
  await page.getByLabel('この日から').fill('2099-01-01');
  await page.getByRole('button', { name: '検索', exact: true }).click();
  await expectText(page, '該当する記録はありません。');
  await page.getByRole('button', { name: '条件を消す' }).click();
  await page.getByRole('cell', { name: '監査ログの検索' }).first().waitFor();
  expect(new URL(page.url()).search).toBe('');
});

test('a member of staff is chosen by name, and what was found is taken away as a file', async () => {
  await web.api.store
    .see`insert into staff (staff_id, name, email) values ('staff-3', '符号 探子', 'three@mihon.example')`;
  const page = await web.visit({ path: '/organisations/131016/audit', roles: ['auditor'] });
  await page.getByLabel('職員', { exact: true }).selectOption('符号 探子');
  await page.getByRole('button', { name: '検索', exact: true }).click();
  await expectText(page, '1件を表示しています');
  await page.getByRole('cell', { name: '符号 探子' }).waitFor();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV(UTF-8)' }).click();
  const text = await textOf(await (await downloading).createReadStream());
  expect(text.trimEnd().split('\r\n')).toHaveLength(2);
  expect(text).toContain('"staff-3","符号 探子","staff-web","residents:view-personal-number"');
});

test('the chain is checked in words, and a changed entry is named', async () => {
  const { store } = web.api;
  const page = await web.visit({ path: '/organisations/131016/audit', roles: ['auditor'] });
  await page.getByRole('button', { name: '検査する' }).click();
  await expectText(page, /^[\d,]+件すべてが、書かれたときのままです。$/u);
  expect(await page.getByLabel('ハッシュ').inputValue()).toMatch(/^[0-9a-f]{64}$/u);
  const [changed] = await store.see<{ seq: number }[]>`
    select seq from audit_log where municipality = '131016' and staff_id = 'staff-2'`;
  await store.see`alter table audit_log disable trigger user`;
  await store.see`update audit_log set outcome = 'refused' where municipality = '131016' and staff_id = 'staff-2'`;
  await store.see`alter table audit_log enable trigger user`;
  await page.getByRole('button', { name: '検査する' }).click();
  await expectText(page, `${String(changed?.seq)}番の記録が、書かれた後に変えられています。`);
  await expectAccessible(page);
});
