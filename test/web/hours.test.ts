/** The calendar of each tier: its three bands with their owners, its changes, and what others are asked for. */
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commonNationalCalendar } from '../../domain/calendar/parts.ts';
import { nation, prefectureOf } from '../../domain/organisations.ts';
import { changeCalendar } from '../../storage/hours/changes.ts';
import type { CalendarPart } from '../../storage/hours/calendars.ts';
import { city, otherCity } from '../api/support.ts';
import { expectAccessible, expectText, keepPicture, openWeb, tabTo, type WebTest } from './support.ts';

const prefecture = prefectureOf(city);
let web: WebTest;
beforeAll(async () => {
  web = await openWeb(208);
  await set(prefecture, {
    onlineCloses: '20:00',
    onlineEnds: [{ date: '2026-05-07', closes: '15:00', reason: '機器の更新' }],
  });
});
let made = 0;
/** As somebody else who changes it meanwhile; the reason makes each change another one. */
async function set(organisation: string, setting: CalendarPart): Promise<void> {
  made += 1;
  const change = { organisation, setting, basedOn: undefined, reason: `準備 ${String(made)}`, by: 'c-1' };
  await changeCalendar(web.api.store.api, change);
}
const may: CalendarPart = { overrides: [{ date: '2026-05-08', kind: 'closed', reason: '庁舎の停電' }] };
beforeEach(() => set(city, may));

const stored = async (organisation = city): Promise<CalendarPart | undefined> => {
  const [row] = await web.api.store.see<{ setting: CalendarPart }[]>`
    select setting from calendars where organisation = ${organisation}`;
  return row?.setting;
};
const open = (path: string, options: Parameters<WebTest['visit']>[0] = {}): Promise<Page> =>
  web.visit({ path: `/${city}/hours${path}`, roles: ['administrator'], ...options });
const openOf = (organisation: string, role: 'manager' | 'administrator', path = ''): Promise<Page> =>
  web.visit({ path: `/organisations/${organisation}/hours${path}`, organisation, roles: [role] });
const lastChange = async () => {
  const rows = await web.api.store.see`
    select subject, reason from audit_log where action = 'calendar.change' and municipality = ${city}
    order by seq desc limit 1`;
  return rows[0];
};

test.each([
  { language: 'ja', width: 1280, organisation: city },
  { language: 'en', width: 1280, organisation: city },
  { language: 'ja', width: 768, organisation: prefecture },
  { language: 'en', width: 768, organisation: nation },
] as const)(
  'the page is accessible ($language, $width px, $organisation)',
  async ({ language, width, organisation }) => {
    const page = await web.visit({
      path:
        organisation === city ? `/${city}/hours?month=2026-05` : `/organisations/${organisation}/hours?month=2026-05`,
      organisation,
      roles: ['manager'],
      language,
      viewport: { width, height: 900 },
    });
    await page
      .getByRole('cell', { name: /09:00–/u })
      .first()
      .waitFor();
    await page.getByRole('button', { name: /ファイルを読み込む|Read a file/u }).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    if (organisation === city) await keepPicture(page, 'hours');
  },
);

test('a month shows three bands a day and holidays by name, and a day whose word each end is', async () => {
  const page = await open('?month=2026-05', { roles: ['clerk'] });
  const table = page.getByRole('table', { name: '2026年5月の運用日' });
  const cell = (text: RegExp) => table.getByRole('cell', { name: text });
  await cell(/^3 憲法記念日$/u).waitFor();
  const others = [
    /^7 オンライン 09:00–15:00 ?窓口 09:00–15:00 ?日次 15:00–18:00$/u,
    /^8 庁舎の停電$/u,
    /^11 オンライン 09:00–20:00 ?窓口 09:00–17:00 ?日次 20:00–23:00$/u,
  ];
  for (const text of others) expect({ text, count: await cell(text).count() }).toEqual({ text, count: 1 });
  expect(await page.getByRole('button', { name: '追加' }).count()).toBe(0);
  await page.getByLabel('時間帯を見る日').fill('2026-05-07');
  const bands = page.getByRole('table', { name: /5月7日.*の時間帯/u });
  await bands.getByRole('row', { name: /^オンライン運用 09:00 全国 15:00 都道府県 \(機器の更新\)$/u }).waitFor();
  await bands.getByRole('row', { name: /^日次処理 15:00 都道府県 \(機器の更新\) 18:00 全国$/u }).waitFor();
  await page.getByRole('link', { name: '次の月' }).click();
  await page.getByRole('table', { name: '2026年6月の運用日' }).waitFor();
  expect(new URL(page.url()).searchParams.get('month')).toBe('2026-06');
  await page.getByLabel('和暦').click();
  await page.getByRole('table', { name: '令和8年6月の運用日' }).waitFor();
});

test('today is marked, and whether the hours are open is said with what comes next', async () => {
  const page = await open('', { roles: ['auditor'] });
  await page.locator('td[aria-current=date]').waitFor();
  await expectText(page, /^(運用中。|時間外。|まもなく終了)/u);
});

test('the times are changed by keyboard, with a reason; what breaks a rule is said at its field', async () => {
  const page = await open('?month=2026-05');
  await tabTo(page, '時間を変更');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('開始').fill('10:00');
  await dialog.getByLabel('終了', { exact: false }).first().fill('18:00');
  await dialog.getByLabel('理由').fill('閉庁時間の変更');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').waitFor();
  expect(await dialog.getByRole('alert').textContent()).toContain('共通運用時間の外です。');
  await expectAccessible(page);
  await dialog.getByRole('alert').getByRole('link').click();
  expect(await page.evaluate('document.activeElement.id')).toBe('hours-closes');
  await dialog.getByLabel('終了', { exact: false }).first().fill('16:00');
  await dialog.getByLabel('理由').focus();
  await page.keyboard.press('Enter');
  await expectText(page, /^保存しました。/u);
  expect(await stored()).toEqual({ opens: '10:00', closes: '16:00', ...may });
  expect(await lastChange()).toEqual({ subject: 'closes,opens', reason: '閉庁時間の変更' });
  await page.getByRole('cell', { name: /^11 オンライン 09:00–20:00 ?窓口 10:00–16:00/u }).waitFor();
  await page
    .getByRole('table', { name: '変更の履歴' })
    .getByRole('row', { name: /閉庁時間の変更 有効/u })
    .waitFor();
});

test('a special day is added and removed, each with a reason', async () => {
  const page = await open('?month=2026-05');
  await page.getByRole('button', { name: '特別な日を追加' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('日付').fill('2026-05-08');
  await dialog.getByLabel('理由').fill('重ねた登録');
  await dialog.getByRole('button', { name: '保存' }).click();
  expect(await dialog.getByRole('alert').textContent()).toContain('同じ日付が2度あります。');
  await dialog.getByLabel('日付').fill('2026-05-11');
  // Key by key: what was found wrong does not take the focus again.
  await dialog.getByLabel('理由').fill('');
  await dialog.getByLabel('理由').pressSequentially('closed day');
  expect(await dialog.getByLabel('理由').inputValue()).toBe('closed day');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expectText(page, /^保存しました。/u);
  await page.getByRole('cell', { name: /^11 closed day$/u }).waitFor();
  await page.getByRole('button', { name: '削除 2026年5月8日' }).click();
  await dialog.getByLabel('理由').fill('停電の中止');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '削除' }).click();
  await expect.poll(stored).toMatchObject({ overrides: [{ date: '2026-05-11' }] });
  expect(await lastChange()).toEqual({ subject: 'overrides', reason: '停電の中止' });
  await page.getByRole('button', { name: '削除 2026年5月8日' }).waitFor({ state: 'detached' });
  await expect
    .poll(() => page.evaluate(`document.activeElement.getAttribute('aria-label')`))
    .toBe('削除 2026年5月11日');
});

test('somebody else’s change of another part stays', async () => {
  const page = await open('?month=2026-05');
  await page.getByRole('button', { name: '特別な日を追加' }).click();
  await set(city, { ...may, closes: '16:30' });
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('日付').fill('2026-05-12');
  await dialog.getByLabel('理由').fill('設備点検');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expectText(page, /^保存しました。/u);
  expect(await stored()).toMatchObject({ closes: '16:30', overrides: [{}, { date: '2026-05-12' }] });
});

test('the nation’s change waits for another person, who sees what would become another', async () => {
  const page = await openOf(nation, 'manager');
  await page.getByRole('button', { name: '時間を変更' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('終了', { exact: false }).first().fill('18:00');
  await dialog.getByLabel('理由').fill('年度末の試行');
  await dialog.getByRole('button', { name: '承認を求める' }).click();
  await expectText(page, /^承認待ちになりました。/u);
  await page.getByText('自分の申請です。').waitFor();
  expect(await page.getByRole('button', { name: '承認する' }).count()).toBe(0);

  await web.api.store.see`
    update calendar_changes set decision = 'withdrawn', decided_by = 's-9', decided_at = now() where decision is null`;
  await set(nation, { ...commonNationalCalendar, closes: '17:30' });
  const other = await openOf(nation, 'manager');
  const differences = other.getByRole('table', { name: '変わるところ' });
  await differences.getByRole('row', { name: /^終了 17:00 17:30$/u }).waitFor();
  await expectAccessible(other);
  await other.getByRole('button', { name: '承認する' }).click();
  await other.getByRole('dialog').getByLabel('理由').fill('確認済み');
  await other.getByRole('dialog').getByRole('button', { name: '承認する' }).click();
  await expectText(other, /^記録しました。/u);
  expect(await stored(nation)).toMatchObject({ closes: '17:30' });
  await other.getByRole('heading', { name: '承認待ちの変更' }).waitFor({ state: 'detached' });
});

test('an exception is asked for in Japan’s time wherever the browser is, and the other side agrees', async () => {
  const page = await open('', { language: 'en' });
  await page.getByRole('button', { name: 'Ask for an exception' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('From').fill('2099-05-07T19:00');
  await dialog.getByLabel('To (').fill('2099-05-07T18:00');
  await dialog.getByLabel('Reason').fill('Moving season');
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  expect(await dialog.getByRole('alert').getByRole('link').allTextContents()).toEqual([
    'The end is not after the start.',
    'The value is empty.',
  ]);
  await expectAccessible(page);
  await dialog.getByLabel('To (').fill('2099-05-07T20:30');
  await dialog.getByLabel('Municipalities', { exact: false }).fill(otherCity);
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await expectText(page, /^Recorded\./u);
  const [row] = await web.api.store.see`select from_at, agreeing from hour_exceptions order by asked_at desc limit 1`;
  expect(row).toEqual({ from_at: new Date('2099-05-07T19:00:00+09:00'), agreeing: [otherCity] });

  const other = await web.visit({ path: `/${otherCity}/hours`, organisation: otherCity, roles: ['administrator'] });
  await tabTo(other, /^同意する 2099/u);
  await other.keyboard.press('Enter');
  await other.getByRole('dialog').getByLabel('理由').fill('窓口を開けます');
  await expectAccessible(other);
  await other.getByRole('dialog').getByRole('button', { name: '同意する' }).click();
  await expectText(other, /^記録しました。/u);
  await other
    .getByRole('table', { name: '延長' })
    .getByRole('row', { name: /同意済み/u })
    .waitFor();
  await page.getByRole('button', { name: /^Withdraw/u }).click();
  await dialog.getByLabel('Reason').fill('Not needed');
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await page
    .getByRole('table', { name: 'Exceptions' })
    .getByRole('row', { name: /withdrawn/u })
    .waitFor();
});

test('a file is looked at before it changes anything, and one that is wrong names the event', async () => {
  const page = await open('');
  await page.getByRole('button', { name: 'ファイルを読み込む' }).click();
  const dialog = page.getByRole('dialog');
  const [year] = new Date().toISOString().split('-');
  const date = `${String(Number(year) + 1)}0105`;
  const fileOf = (start: string) => ({
    name: 'a.ics',
    mimeType: 'text/calendar',
    buffer: Buffer.from(
      [
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        `DTSTART${start}`,
        'SUMMARY:仕事始め',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    ),
  });
  await dialog.getByLabel('ファイル').setInputFiles(fileOf(';TZID=Mars/Olympus:20260101T000000'));
  await dialog.getByRole('button', { name: '変わる日を見る' }).click();
  await dialog.getByText('events[1].dtstart: 扱えないタイムゾーンです', { exact: false }).waitFor();
  await expectAccessible(page);
  await dialog.getByLabel('ファイル').setInputFiles(fileOf(`;VALUE=DATE:${date}`));
  await dialog.getByRole('button', { name: '変わる日を見る' }).click();
  await dialog.getByRole('row', { name: /なし 休み \(仕事始め\)/u }).waitFor();
  expect(await stored()).toEqual(may);
  await dialog.getByLabel('理由').fill('年始の休庁');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expectText(page, /^保存しました。/u);
  expect(await stored()).toMatchObject({ overrides: [{}, { reason: '仕事始め' }] });
});
