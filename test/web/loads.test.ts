import { beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectText, keepPicture, openWeb, type WebTest } from './support.ts';

let web: WebTest;
beforeAll(async () => {
  web = await openWeb(205);
});

const heading = 'personalNumber,numberSystem,addressNumber,name,birthDate,sex,address,dataType';
const lineOf = (personalNumber: string): string =>
  `${personalNumber},01,${web.api.store.people.addressNumber()},符号 花子,平成2年4月1日,female,架空市見本町1丁目2番3号,JM`;
const fileOf = (lines: readonly string[]) => ({
  name: '住民.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([heading, ...lines, ''].join('\n')),
});

test.each(['ja', 'en'] as const)('the page is accessible (%s)', async (language) => {
  const page = await web.visit({ path: '/131016/loads', roles: ['supervisor'], language });
  await page.getByRole('heading', { level: 2 }).nth(1).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: language === 'ja' ? '検査する' : 'Check' }).click();
  await page.getByRole('alert').waitFor();
  await expectAccessible(page);
  await keepPicture(page, `loads-${language}`);
});

test('a file is checked: what is wrong in it is told by field and rule, and the lines are had for a reason', async () => {
  const page = await web.visit({ path: '/131016/loads', roles: ['supervisor'] });
  const { people } = web.api.store;
  await page
    .locator('input[type=file]')
    .setInputFiles(fileOf([lineOf(people.personalNumber()), lineOf('123456789012'), lineOf(people.personalNumber())]));
  await page.getByRole('button', { name: '検査する' }).click();
  await page.getByRole('heading', { level: 1, name: '住民.csv' }).waitFor();
  const [input] = web.api.loads.engine.started;
  if (!input) throw new Error('the load was not started');
  expect(input.dryRun).toBe(true);
  await web.api.loads.run(input);
  await expectText(page, '検査済');
  await page.getByRole('cell', { name: 'personalNumber' }).first().waitFor({ timeout: 15_000 });
  await expectAccessible(page);
  await keepPicture(page, 'load-checked-ja');

  await page.getByRole('button', { name: '誤りの行をダウンロード' }).click();
  await page.getByLabel('理由').fill('住民課で直す');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'ダウンロード', exact: true }).click();
  expect((await downloading).suggestedFilename()).toBe('bad-lines-住民.csv');
});

test('a load is paused, and cancelled only after asking', async () => {
  const page = await web.visit({ path: '/131016/loads', roles: ['supervisor'] });
  const { people } = web.api.store;
  await page.locator('input[type=file]').setInputFiles(fileOf([lineOf(people.personalNumber())]));
  await page.getByLabel('検査だけ行い、登録しない').uncheck();
  await page.getByRole('button', { name: '登録する' }).click();
  await page.getByRole('button', { name: '一時停止' }).click();
  await expect.poll(() => web.api.loads.engine.asked.some((each) => each.startsWith('pause by'))).toBe(true);
  await page.getByRole('button', { name: '中止' }).click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  expect(web.api.loads.engine.asked.some((each) => each.startsWith('cancel'))).toBe(false);
  await page.getByRole('button', { name: '中止' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '中止' }).click();
  await expect.poll(() => web.api.loads.engine.asked.some((each) => each.startsWith('cancel by'))).toBe(true);
});
