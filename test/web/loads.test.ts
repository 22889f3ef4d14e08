import { beforeAll, expect, test } from 'vitest';
import { japaneseHeadings } from '../../contracts/load-fields.ts';
import { encode } from '../../load-files/encode.ts';
import { listNextChunks } from '../../storage/loads/loads.ts';
import { parkSet } from '../../storage/requests/steps.ts';
import { readMessages } from '../support/messages.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

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
  await page.getByRole('rowheader', { name: '個人番号 (personalNumber)' }).first().waitFor({ timeout: 120_000 });
  await expectAccessible(page);
  await keepPicture(page, 'load-checked', { bothLanguages: true });

  await page.getByRole('button', { name: '誤りの行をダウンロード' }).click();
  await page.getByLabel('理由').fill('住民課で直す');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'ダウンロード', exact: true }).click();
  expect((await downloading).suggestedFilename()).toBe('bad-lines-住民.csv');

  // The good ones are loaded from the file that lies there already.
  const uploads: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && /\/loads(\?|$)/u.test(request.url())) uploads.push(request.url());
  });
  await expectText(page, /^正しい2行を登録できます。誤りの1行は登録されません。/u);
  await tabTo(page, 'このファイルを登録する');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'このファイルを登録する' }).click();
  await expectText(page, 'ファイルを読み、1行ずつ検査しています。');
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1');
  const started = web.api.loads.engine.started.at(-1);
  if (!started || started.loadId === input.loadId) throw new Error('no other load was started');
  expect(started.dryRun).toBe(false);
  expect(uploads).toEqual([]);
  await web.api.loads.run(started);
  await expectText(page, '住民を登録し、符号を依頼しています。');
  await page.goto(`${web.address}/131016/loads/${input.loadId}`);
  await page.getByRole('button', { name: 'このファイルを登録する' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'このファイルを登録する' }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  expect(await page.getByLabel('同じ内容を登録済みでも、もう一度登録する').isVisible()).toBe(true);
});

test('a column is called on the page as the heading of a file may call it', async () => {
  const named = Object.entries(await readMessages()).filter(([key]) => key.startsWith('loads.field.'));
  expect(Object.fromEntries(named.map(([key, { ja }]) => [key.slice('loads.field.'.length), ja]))).toEqual(
    japaneseHeadings,
  );
});

test('the columns of another system are chosen once, and kept for the next file', async () => {
  const page = await web.visit({ path: '/131016/loads', roles: ['supervisor'] });
  const { people } = web.api.store;
  const theirs = '宛名コード,備考,漢字氏名,氏名（カナ）,生年月日,性別,住所';
  const row = (): string => `${people.addressNumber()},何か,符号　花子,フゴウ　ハナコ,1990-04-01,女,本町1`;
  const choose = (name: string, buffer: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await choose('他.csv', Buffer.from(`\ufeff${theirs}\r\n${row()}\r\n`));
  await expectText(page, '次の列は、どの項目か決まっていません: 「宛名コード」「備考」「漢字氏名」「氏名(カナ)」');
  expect(await page.getByLabel('氏名(カナ)').inputValue()).toBe('nameKana');
  expect(await page.getByLabel('備考').inputValue()).toBe('');
  await page.getByLabel('備考').selectOption('住所');
  await page.getByRole('button', { name: '検査する' }).click();
  const alert = page.getByRole('alert');
  await alert.getByRole('link', { name: '「宛名コード」がどの項目かを選んでください。' }).waitFor();
  await alert.getByRole('link', { name: '「住所」の列が2つあります。' }).waitFor();
  await alert.getByRole('link', { name: '「氏名」の列がありません。' }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('宛名コード').selectOption('宛名番号');
  await page.getByLabel('漢字氏名').selectOption('氏名');
  await page.getByLabel('備考').selectOption('選んでください');
  await page.getByRole('button', { name: '選んでいない列は読まない' }).click();
  await page.getByLabel('ファイル全体の番号体系').fill('01');
  await keepPicture(page, 'load-columns', { bothLanguages: true });
  await page.getByRole('button', { name: '検査する' }).click();
  await page.getByRole('heading', { level: 1, name: '他.csv' }).waitFor();
  const lines = async (): Promise<{ name: string; address: string }[]> => {
    const input = web.api.loads.engine.started.at(-1);
    if (!input) throw new Error('the load was not started');
    await web.api.loads.run(input);
    return web.api.store.see`select name, name_kana, address from load_lines where load_id = ${input.loadId}`;
  };
  expect(await lines()).toEqual([{ name: '符号　花子', name_kana: 'フゴウ　ハナコ', address: '本町1' }]);

  await page.goto(`${web.address}/131016/loads`);
  await page.getByLabel('文字コード').selectOption('cp932');
  const encoded = encode(`${theirs}\n${row()}\n${row()}\n`, 'cp932');
  await choose('次.csv', Buffer.from(encoded.isWhole ? encoded.bytes : []));
  await expectText(page, '前の登録で選ばれた列の対応を使います。');
  expect(await page.getByLabel('漢字氏名').inputValue()).toBe('name');
  await page.getByLabel('ファイル全体の番号体系').fill('01');
  await page.getByRole('button', { name: '検査する' }).click();
  await page.getByRole('heading', { level: 1, name: '次.csv' }).waitFor();
  expect(await lines()).toHaveLength(2);

  await page.goto(`${web.address}/131016/loads`);
  await choose('なし.csv', Buffer.from(`${row()}\n`));
  await expectText(page, /^1行目が見出しではなく住民のようです。/u);
});

test('a large file says how much of it has left, and may be stopped', async () => {
  const page = await web.visit({ path: '/131016/loads', roles: ['supervisor'] });
  // As over a slow line: the server takes nothing until it is let.
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const conditions = { offline: false, latency: 0, downloadThroughput: -1 };
  await session.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: 20_000 });
  await page.locator('input[type=file]').setInputFiles({
    name: '大きい.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`${heading}\n`.padEnd(180_000, 'x')),
  });
  await page.getByRole('button', { name: '検査する' }).click();
  await expectText(page, /^\d+ kBのうち\d+ kBを送信しました|^180 kBのうち/u);
  await expectAccessible(page);
  const before = web.api.loads.engine.started.length;
  await page.getByRole('button', { name: '送信をやめる' }).click();
  await expectText(page, '送信をやめました。何も登録されていません。');
  await session.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: -1 });
  expect(web.api.loads.engine.started).toHaveLength(before);
});

test('the results are had as a file, and the errors of a load stand in the error list under its name', async () => {
  const { api } = web;
  const page = await web.visit({ path: '/131016/loads', roles: ['supervisor'] });
  await page.locator('input[type=file]').setInputFiles(fileOf([lineOf(api.store.people.personalNumber())]));
  await page.getByLabel('検査だけ行い、登録しない').uncheck();
  await page.getByRole('button', { name: '登録する' }).click();
  await page.getByRole('heading', { level: 1, name: '住民.csv' }).waitFor();
  const input = api.loads.engine.started.at(-1);
  if (!input) throw new Error('the load was not started');
  await api.loads.run(input);
  const [chunk] = await listNextChunks(api.store.db, input, { after: 0, limit: 1 });
  await parkSet(api.store.db, {
    municipality: '131016',
    owner: { chunkId: chunk?.chunkId ?? '' },
    attempt: 1,
    step: 'serial',
    code: 'SERIAL_REFUSED',
  });
  await page.getByRole('link', { name: 'この登録のエラーを開く' }).waitFor();
  await keepPicture(page, 'load', { bothLanguages: true });
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: '登録結果(CSV)' }).click();
  expect((await downloading).suggestedFilename()).toBe(`results-${input.loadId}.csv`);
  await page.getByRole('link', { name: 'この登録のエラーを開く' }).click();
  await page.waitForURL(`**/errors?load=${input.loadId}`);
});

test('a clerk watches loads and begins none', async () => {
  const page = await web.visit({ path: '/131016/loads', roles: ['clerk'], viewport: { width: 768, height: 1000 } });
  await page.getByRole('row').nth(1).waitFor();
  expect(await page.locator('input[type=file]').count()).toBe(0);
  await expectAccessible(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(768);
  for (const language of ['ja', 'en'] as const) {
    const pictured = await web.visit({ path: '/131016/loads', roles: ['supervisor'], language });
    await pictured.getByRole('row').nth(1).waitFor();
    await keepPicture(pictured, 'loads');
  }
  await page.getByRole('row').nth(1).getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: '住民.csv' }).waitFor();
  expect(await page.getByRole('button', { name: '中止' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'このファイルを登録する' }).count()).toBe(0);
});

test('a load is paused, and cancelled only after asking', async () => {
  const page = await web.visit({ path: '/131016/loads', roles: ['supervisor'] });
  const { people } = web.api.store;
  await page.locator('input[type=file]').setInputFiles(fileOf([lineOf(people.personalNumber())]));
  await page.getByLabel('検査だけ行い、登録しない').uncheck();
  await page.getByRole('button', { name: '登録する' }).click();
  await page.getByRole('button', { name: '一時停止' }).waitFor();
  let state = 'PAUSED';
  await page.route(/\/v1\/.*\/loads\/[0-9a-f-]{36}$/u, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...((await response.json()) as object), state } });
  });
  await tabTo(page, '一時停止');
  await page.keyboard.press('Enter');
  await expect.poll(() => web.api.loads.engine.asked.some((each) => each.startsWith('pause by'))).toBe(true);
  await page.getByRole('status').getByText('職員が一時停止しました。').waitFor();
  expect(await page.evaluate('document.activeElement.textContent')).toBe('再開');
  state = 'FAILED';
  await page.getByRole('status').getByText('ファイルを読めなかったため').waitFor();
  expect(await page.getByRole('progressbar').count()).toBe(0);
  expect(await page.getByRole('heading', { name: '誤りの内訳' }).count()).toBe(0);
  await expectAccessible(page);
  state = 'PAUSED';
  await page.reload();
  await tabTo(page, '再開');
  state = 'RUNNING';
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '一時停止' }).waitFor();
  expect(await page.evaluate('document.activeElement.textContent')).toBe('一時停止');
  await page.getByRole('button', { name: '中止' }).click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  expect(web.api.loads.engine.asked.some((each) => each.startsWith('cancel'))).toBe(false);
  await page.getByRole('button', { name: '中止' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '中止' }).click();
  await expect.poll(() => web.api.loads.engine.asked.some((each) => each.startsWith('cancel by'))).toBe(true);
});
