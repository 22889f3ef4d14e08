/** Calendars as files, through the API: what goes out comes in again, and a file alone changes nothing. */
import holidayJp from '@holiday-jp/holiday_jp';
import { beforeAll, describe, expect, test } from 'vitest';
import { CalendarProposal, OrganisationCalendar } from '../../../contracts/api/calendars.ts';
import { nation } from '../../../domain/organisations.ts';
import { encode } from '../../../load-files/encode.ts';
import type { SignedIn } from '../sign-in/staff-support.ts';
import { city, fieldsIn, openApi, problemIn, publicUrl, type ApiTest } from '../support.ts';
import { calendarPath, peopleOf, prefecture, type People } from './calendar-support.ts';

let api: ApiTest;
let people: People;
beforeAll(async () => {
  api = await openApi(114);
  people = await peopleOf(api);
});

const year = 'from=2026-01-01&to=2026-12-31';
function importFile(
  by: SignedIn,
  organisation: string,
  query: string,
  body: string | Uint8Array<ArrayBuffer>,
  type = 'text/calendar',
) {
  return api.app.request(calendarPath(organisation, `/imports?${query}`), {
    method: 'POST',
    headers: {
      cookie: [...by.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      origin: publicUrl,
      'content-type': type,
    },
    body,
  });
}
async function proposalOf(answer: Response): Promise<CalendarProposal> {
  expect(answer.status).toBe(200);
  return CalendarProposal.parse(await answer.json());
}
const file = (...events: string[][]): string =>
  ['BEGIN:VCALENDAR', ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']), 'END:VCALENDAR', ''].join(
    '\r\n',
  );

describe('a calendar file', () => {
  test('of another program is looked at, sent as a change with a reason, and then taken out again as it is', async () => {
    const body = file(
      ['UID:1', 'DTSTART;VALUE=DATE:20260814', 'SUMMARY:夏季の休庁'],
      ['UID:2', 'DTSTART;TZID=Asia/Tokyo:20260815T100000', 'DTEND;TZID=Asia/Tokyo:20260815T110000', 'SUMMARY:会議'],
    );
    const proposal = await proposalOf(await importFile(people.municipal, city, `${year}&kind=ical`, body));
    expect(proposal).toMatchObject({
      added: [{ date: '2026-08-14', kind: 'closed', reason: '夏季の休庁' }],
      changed: [],
      removed: [],
      ignored: { events: 1 },
    });
    const path = calendarPath(city);
    const standing = OrganisationCalendar.parse(await (await people.municipal.browser.send('GET', path)).json());
    expect(standing.setting).toEqual({ overrides: [] });

    const { setting, basedOn } = proposal;
    const json = { setting, basedOn, reason: '夏季の休庁' };
    expect((await people.municipal.browser.send('POST', `${path}/changes`, { json })).status).toBe(200);
    const exported = await people.clerk.browser.send('GET', `${path}/file?${year}`);
    expect(exported.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await exported.text();
    expect(text).toContain('UID:day-2026-08-14@131016.fugo');
    const again = await importFile(people.municipal, city, `${year}&kind=ical&replace=yes`, text);
    expect(await proposalOf(again)).toMatchObject({ added: [], changed: [], removed: [], setting });
    const emptied = await importFile(people.municipal, city, `${year}&kind=ical&replace=yes`, file());
    expect(await proposalOf(emptied)).toMatchObject({ removed: [{ date: '2026-08-14' }], setting: { overrides: [] } });
  });

  test('gives a prefecture its one-day ends, and a municipality no open day', async () => {
    const body = file(
      [
        'UID:1',
        'X-FUGO-KIND:online-end',
        'DTSTART;TZID=Asia/Tokyo:20260401T000000',
        'DTEND;TZID=Asia/Tokyo:20260401T150000',
        'SUMMARY:更新',
      ],
      ['UID:2', 'X-FUGO-KIND:open', 'DTSTART;VALUE=DATE:20260404', 'SUMMARY:開庁'],
    );
    const ends = await proposalOf(await importFile(people.prefectural, prefecture, `${year}&kind=ical`, body));
    expect(ends.setting).toEqual({
      onlineCloses: '17:00',
      onlineEnds: [{ date: '2026-04-01', closes: '15:00', reason: '更新' }],
    });
    const own = await proposalOf(await importFile(people.municipal, city, `${year}&kind=ical`, body));
    expect(own).toMatchObject({ added: [], ignored: { days: 2 } });
  });

  test('that is hostile or wrong is refused, and the event is named', async () => {
    const send = (body: string | Uint8Array<ArrayBuffer>) =>
      importFile(people.municipal, city, `${year}&kind=ical`, body);
    await problemIn(await send(new Uint8Array(10 * 1024 * 1024)), 413, 'TOO_LARGE');
    expect(await fieldsIn(await send('hello'))).toEqual({ file: 'NOT_A_CALENDAR_FILE' });
    const foreign = file(['UID:1', 'DTSTART;TZID=Mars/Olympus:20260401T100000', 'SUMMARY:x']);
    expect(await fieldsIn(await send(foreign))).toEqual({ 'events[1].dtstart': 'UNKNOWN_TIME_ZONE' });
    const json = await importFile(people.municipal, city, `${year}&kind=ical`, '{}', 'application/json');
    await problemIn(json, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });
});

describe('the Cabinet Office’s list', () => {
  const listOf = (names: (date: string, name: string) => string | null): Uint8Array<ArrayBuffer> => {
    const lines = Object.values(holidayJp.holidays).flatMap(({ date, name }) => {
      const shown = date.startsWith('2026') ? names(date, name) : null;
      return shown === null ? [] : [`${date.split('-').map(Number).join('/')},${shown}`];
    });
    const encoded = encode(`国民の祝日・休日月日,名称\r\n${lines.join('\r\n')}\r\n2026/6/1,特別の休日\r\n`, 'cp932');
    if (!encoded.isWhole) throw new Error('not in Shift_JIS');
    return new Uint8Array(encoded.bytes);
  };

  test('becomes overrides of the national calendar that a second person approves', async () => {
    const body = listOf((_date, name) => name);
    const proposal = await proposalOf(
      await importFile(people.planner, nation, `${year}&kind=holidays`, body, 'text/csv'),
    );
    expect(proposal).toMatchObject({
      added: [{ date: '2026-06-01', kind: 'closed', reason: '特別の休日' }],
      ignored: { partialYears: [] },
    });
    const { setting, basedOn } = proposal;
    const json = { setting, basedOn, reason: '内閣府の一覧' };
    const answer = await people.planner.browser.send('POST', calendarPath(nation, '/changes'), { json });
    expect(answer.status).toBe(202);
  });

  test('is no municipality’s to bring, and each wrong line is named', async () => {
    const body = listOf((_date, name) => name);
    const refused = await importFile(people.municipal, city, `${year}&kind=holidays`, body, 'text/csv');
    expect(await fieldsIn(refused)).toEqual({ kind: 'NATION_ONLY' });
    const broken = listOf((date, name) => (date === '2026-01-12' ? `${name},x` : name));
    const answer = await importFile(people.planner, nation, `${year}&kind=holidays`, broken, 'text/csv');
    expect(await fieldsIn(answer)).toEqual({ 'lines[3]': 'NOT_TWO_COLUMNS' });
  });
});
