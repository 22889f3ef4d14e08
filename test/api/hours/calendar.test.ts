/** The calendar and its owners, as people of each tier meet it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { CalendarChange, CalendarDays, OrganisationCalendar } from '../../../contracts/api/calendars.ts';
import { Municipality } from '../../../contracts/api/administration.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import { nation } from '../../../domain/organisations.ts';
import { findMunicipality } from '../../../storage/settings/municipalities.ts';
import { personAfter } from '../../storage/support.ts';
import type { SignedIn } from '../sign-in/staff-support.ts';
import { city, fieldsIn, openApi, otherCity, problemIn, type ApiTest } from '../support.ts';
import { calendarPath, peopleOf, prefecture, type People } from './calendar-support.ts';

let api: ApiTest;
let people: People;
beforeAll(async () => {
  api = await openApi(112);
  people = await peopleOf(api);
});

async function calendarOf(organisation: string, by: SignedIn = people.operator): Promise<OrganisationCalendar> {
  const answer = await by.browser.send('GET', calendarPath(organisation));
  expect(answer.status).toBe(200);
  return OrganisationCalendar.parse(await answer.json());
}
const change = (by: SignedIn, organisation: string, json: object): Promise<Response> =>
  by.browser.send('POST', calendarPath(organisation, '/changes'), { json: { reason: '計画の変更', ...json } });
const decide = (by: SignedIn, changeId: string, what: string, json: object = {}): Promise<Response> =>
  by.browser.send('POST', calendarPath(nation, `/changes/${changeId}/${what}`), { json });

async function propose(setting: object): Promise<string> {
  const { version } = await calendarOf(nation);
  const answer = await change(people.planner, nation, { setting, basedOn: version });
  expect(answer.status).toBe(202);
  return CalendarChange.parse(await answer.json()).changeId;
}
async function setNation(setting: object): Promise<void> {
  const answer = await decide(people.approver, await propose(setting), 'approve');
  expect(answer.status).toBe(200);
}
async function days(organisation: string, from: string, to = from): Promise<CalendarDays['days']> {
  const answer = await people.operator.browser.send('GET', calendarPath(organisation, `/days?from=${from}&to=${to}`));
  return CalendarDays.parse(await answer.json()).days;
}

describe('the nation’s part', () => {
  test('is the ministry’s hours until it is set', async () => {
    const calendar = await calendarOf(nation);
    expect(calendar).toMatchObject({ tier: 'nation', version: 0, setting: commonNationalCalendar, waiting: null });
  });

  test('takes effect when a second person approves it, and never by the proposer', async () => {
    const before = await calendarOf(nation);
    const setting = { ...commonNationalCalendar, closes: '18:00' };
    const changeId = await propose(setting);
    expect((await calendarOf(nation)).setting).toEqual(before.setting);
    expect((await calendarOf(nation, people.planner)).waiting).toMatchObject({ changeId, own: true, decision: null });
    await problemIn(await decide(people.planner, changeId, 'approve'), 403, 'OWN_UPDATE');
    await problemIn(await decide(people.operator, changeId, 'approve'), 403, 'FORBIDDEN');
    await problemIn(await change(people.approver, nation, { setting, basedOn: 0 }), 409, 'CALENDAR_CHANGE_WAITING');

    expect((await decide(people.approver, changeId, 'approve')).status).toBe(200);
    expect(await calendarOf(nation)).toMatchObject({ version: before.version + 1, setting, waiting: null });
    expect((await calendarOf(city, people.clerk)).combined.hours).toMatchObject({ closes: '18:00' });
    await problemIn(
      await decide(people.approver, changeId, 'reject', { reason: '遅い' }),
      409,
      'CALENDAR_CHANGE_DECIDED',
    );
  });

  test('a change from an older version is refused, and so is one that changes nothing', async () => {
    const { version, setting } = await calendarOf(nation);
    await problemIn(await change(people.planner, nation, { setting, basedOn: version }), 409, 'CALENDAR_UNCHANGED');
    const other = { ...setting, closes: '17:30' };
    await problemIn(await change(people.planner, nation, { setting: other, basedOn: 0 }), 409, 'CALENDAR_CHANGED');
  });

  test('is rejected with a reason, or withdrawn by the proposer alone', async () => {
    const rejected = await propose({ ...commonNationalCalendar, closes: '19:00' });
    expect(await fieldsIn(await decide(people.approver, rejected, 'reject'))).toEqual({ reason: 'MISSING' });
    expect((await decide(people.approver, rejected, 'reject', { reason: '長すぎる' })).status).toBe(200);
    const withdrawn = await propose({ ...commonNationalCalendar, closes: '19:00' });
    await problemIn(await decide(people.approver, withdrawn, 'withdraw'), 403, 'FORBIDDEN');
    expect((await decide(people.planner, withdrawn, 'withdraw')).status).toBe(200);
    const answer = await people.clerk.browser.send('GET', calendarPath(nation, '/changes'));
    const { changes } = (await answer.json()) as { changes: CalendarChange[] };
    expect(changes.slice(0, 3).map(({ decision }) => decision)).toEqual(['withdrawn', 'rejected', 'approved']);
    expect(changes[1]).toMatchObject({ decisionReason: '長すぎる', proposedBy: { name: '見本 職員' } });
  });

  test.each([
    [{ enforced: undefined }, 'setting.enforced', 'MISSING'],
    [{ closes: '08:00' }, 'setting.closes', 'CLOSES_BEFORE_OPENING'],
    [{ dailyProcessingMinutes: 600 }, 'setting.dailyProcessingMinutes', 'NO_ROOM_BEFORE_START'],
    [{ requestBand: 'night' }, 'setting.requestBand', 'NOT_LISTED'],
    [{ colour: 'red' }, 'setting.colour', 'UNKNOWN_FIELD'],
    [
      { overrides: [{ date: '2026-02-30', kind: 'open', reason: 'x' }] },
      'setting.overrides[0].date',
      'NOT_A_CALENDAR_DATE',
    ],
  ])('%j is refused by field and rule', async (part, field, rule) => {
    const setting = { ...commonNationalCalendar, ...part };
    const answer = await change(people.planner, nation, { setting, basedOn: 0 });
    expect(await fieldsIn(answer)).toEqual({ [field]: rule });
  });

  test('a personal number in a reason is refused, and nothing is proposed', async () => {
    const setting = { ...commonNationalCalendar, closes: '19:00' };
    const answer = await change(people.planner, nation, { setting, basedOn: 1, reason: '123456789018 の件' });
    expect(await fieldsIn(answer)).toEqual({ reason: 'PERSONAL_NUMBER_INSIDE' });
    expect((await calendarOf(nation)).waiting).toBeNull();
  });

  test('whoever waits for the hours in any municipality looks again, and the log of the nation says what changed', async () => {
    const { see } = api.store;
    const { personId } = await personAfter(api.store, 'file');
    await see`update persons set stage = 'WAITING_FOR_HOURS', opens_at = now() + interval '1 day',
      due_at = now() + interval '1 day' where person_id = ${personId}`;
    await setNation({ ...commonNationalCalendar, closes: '17:30' });
    const [row] = await see`select due_at <= now() as due from persons where person_id = ${personId}`;
    expect(row).toEqual({ due: true });
    const log = await see`
      select action, subject, reason, staff_id from audit_log
      where municipality = 'nation' and action in ('calendar.propose', 'calendar.approve') order by seq desc limit 2`;
    expect(log[1]).toMatchObject({
      action: 'calendar.propose',
      subject: 'closes',
      reason: '計画の変更',
      staff_id: people.planner.staffId,
    });
    expect(log[0]).toMatchObject({ action: 'calendar.approve', staff_id: people.approver.staffId });
  });
});

describe('a prefecture’s part', () => {
  const ends = [{ date: '2026-04-01', closes: '15:00', reason: '機器の更新' }];

  test('takes effect at once, lengthens online operation, and ends one day early for its municipalities', async () => {
    await setNation(commonNationalCalendar);
    const setting = { onlineCloses: '20:00', onlineEnds: ends };
    const answer = await change(people.prefectural, prefecture, { setting, basedOn: 0 });
    expect(answer.status).toBe(200);
    expect(CalendarChange.parse(await answer.json())).toMatchObject({ decision: 'approved', own: true });
    const [early, usual] = await days(city, '2026-04-01', '2026-04-02');
    expect(early?.counter.map(({ to }) => `${to.at} ${to.owner} ${to.reason ?? ''}`)).toEqual([
      '2026-04-01T15:00+09:00 prefecture 機器の更新',
    ]);
    expect(usual?.online[0]?.to).toMatchObject({ at: '2026-04-02T20:00+09:00', owner: 'prefecture' });
    expect(usual?.counter[0]?.to).toMatchObject({ at: '2026-04-02T17:00+09:00', owner: 'nation' });
    expect(usual?.daily).toMatchObject({
      from: { at: '2026-04-02T20:00+09:00' },
      to: { at: '2026-04-02T23:00+09:00' },
    });
    expect((await days(otherCity, '2026-04-01'))[0]?.counter[0]?.to.at).toBe('2026-04-01T17:00+09:00');
    const stored = await findMunicipality(api.store.db, city);
    expect(stored?.hours).toMatchObject({ closes: '17:00', prefecture: { closes: '20:00' }, ends });
  });

  test('may not end before the common close, and belongs to nobody else', async () => {
    const setting = { onlineCloses: '16:00', onlineEnds: [] };
    const refused = await change(people.prefectural, prefecture, { setting, basedOn: 1 });
    expect(await fieldsIn(refused)).toEqual({ 'setting.onlineCloses': 'BEFORE_COMMON_CLOSE' });
    for (const somebody of [people.planner, people.municipal]) {
      await problemIn(await change(somebody, prefecture, { setting, basedOn: 1 }), 403, 'FORBIDDEN');
    }
    await problemIn(await change(people.prefectural, nation, { setting, basedOn: 1 }), 403, 'FORBIDDEN');
  });
});

describe('a municipality’s part', () => {
  test('is shortened at once by its own people, with a history', async () => {
    const { version } = await calendarOf(city, people.municipal);
    const setting = { opens: '10:00', overrides: [{ date: '2026-04-03', kind: 'closed', reason: '庁舎の停電' }] };
    expect((await change(people.municipal, city, { setting, basedOn: version })).status).toBe(200);
    const [day, closed] = await days(city, '2026-04-02', '2026-04-03');
    expect(day?.counter[0]?.from).toMatchObject({ at: '2026-04-02T10:00+09:00', owner: 'municipality' });
    expect(closed).toMatchObject({
      online: [],
      daily: null,
      closedBecause: { owner: 'municipality', ja: '庁舎の停電' },
    });
    const hours = await people.clerk.browser.send('GET', `/v1/municipalities/${city}/hours`);
    expect(await hours.json()).toMatchObject({ opens: '10:00', closes: '17:00', version: version + 1, enforced: true });
  });

  test('never opens a day, keeps no hours at all or grants itself an exception, whichever way it asks', async () => {
    const open = { overrides: [{ date: '2026-04-04', kind: 'open', reason: 'x' }] };
    const refusals: [object, Record<string, string>][] = [
      [open, { 'setting.overrides[0].kind': 'NOT_LISTED' }],
      [{ overrides: [], enforced: false }, { 'setting.enforced': 'UNKNOWN_FIELD' }],
      [{ overrides: [], exceptions: [] }, { 'setting.exceptions': 'UNKNOWN_FIELD' }],
      [{ overrides: [], closes: '18:00' }, { 'setting.closes': 'OUTSIDE_COMMON_HOURS' }],
      [{ overrides: [], closingMarginMinutes: 0 }, { 'setting.closingMarginMinutes': 'MARGIN_BELOW_COMMON' }],
    ];
    for (const [setting, fields] of refusals) {
      expect(await fieldsIn(await change(people.administrator, city, { setting, basedOn: 0 }))).toEqual(fields);
    }
    const hours = { opens: '09:00', closes: '17:00', closingMarginMinutes: 10, overrides: [], reason: 'x' };
    const overrides = open.overrides;
    const put = (json: object) =>
      api.request('PUT', 'hours', { as: api.clients.operator, json: { ...hours, ...json } });
    expect(await fieldsIn(await put({ enforced: false }))).toEqual({ enforced: 'UNKNOWN_FIELD' });
    expect(await fieldsIn(await put({ overrides }))).toEqual({ 'overrides[0].kind': 'NOT_LISTED' });
    expect(await fieldsIn(await put({ exceptions: [] }))).toEqual({ exceptions: 'UNKNOWN_FIELD' });
    await problemIn(await put({ basedOn: 0 }), 409, 'CALENDAR_CHANGED');
  });

  test('the installation’s administrator alone registers one that keeps no hours, for demonstrations', async () => {
    const register = (hours: object) =>
      api.request('PUT', '/v1/municipalities/141003', {
        as: api.clients.administrator,
        json: { name: '実演市', nameEn: 'Demo City', route: 'JUKI_SYSTEM', participants: {}, hours },
      });
    const demo = Municipality.parse(await (await register({ enforced: false })).json());
    expect(demo.hours.enforced).toBe(false);
    expect((await calendarOf('141003')).combined.hours.enforced).toBe(false);
    const kept = Municipality.parse(await (await register({ closes: '16:00' })).json());
    expect(kept.hours).toMatchObject({ enforced: true, closes: '16:00' });
  });
});

test.each(['from=2026-04-02&to=2026-04-01', 'from=2026-01-01&to=2028-12-31'])(
  'a period of no use is refused: %s',
  async (query) => {
    const answer = await people.operator.browser.send('GET', calendarPath(nation, `/days?${query}`));
    expect(await fieldsIn(answer)).toEqual({ to: 'OUT_OF_RANGE' });
  },
);
