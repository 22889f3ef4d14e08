/** 延長: asked for by one organisation, agreed to by the named others. */
import { beforeAll, describe, expect, test } from 'vitest';
import { CalendarDays, HourException, HourExceptions } from '../../../contracts/api/calendars.ts';
import { tokyoIsoOf } from '../../../domain/calendar/civil-date.ts';
import { commonNationalCalendar } from '../../../domain/calendar/parts.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { findMunicipality } from '../../../storage/settings/municipalities.ts';
import { personAfter } from '../../storage/support.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';
import { city, fieldsIn, openApi, otherCity, problemIn, type ApiTest } from '../support.ts';
import { calendarPath, exceptionPath, peopleOf, prefecture, type People } from './calendar-support.ts';

const thirdCity = '141003';
let api: ApiTest;
let people: People;
let others: SignedIn;
let third: SignedIn;
beforeAll(async () => {
  api = await openApi(113);
  const json = { name: '第三市', nameEn: 'Third City', route: 'JUKI_SYSTEM', participants: {} };
  await api.request('PUT', `/v1/municipalities/${thirdCity}`, { as: api.clients.administrator, json });
  people = await peopleOf(api);
  others = await newcomer(api, ['administrator'], { organisation: otherCity });
  third = await newcomer(api, ['administrator'], { organisation: thirdCity });
});

const hour = 3_600_000;
const inHours = (hours: number): string => `${tokyoIsoOf(Date.now() + hours * hour).slice(0, 16)}+09:00`;
const copy = () => ({
  kind: 'wide-area-copy',
  from: inHours(24),
  to: inHours(26),
  reason: '転入の集中',
  municipalities: [otherCity],
});
const identity = () => ({ kind: 'identity-confirmation', from: inHours(24), to: inHours(26), reason: '本人確認' });
const send = (by: SignedIn, path: string, json: object = {}) => by.browser.send('POST', path, { json });

async function ask(json: object, by = people.administrator): Promise<HourException> {
  const answer = await send(by, exceptionPath(city), json);
  expect(answer.status).toBe(201);
  return HourException.parse(await answer.json());
}
const act = (by: SignedIn, organisation: string, { exceptionId }: HourException, what: string, json: object = {}) =>
  send(by, exceptionPath(organisation, `/${exceptionId}/${what}`), json);
async function stateAfter(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  expect(response.status).toBe(200);
  return HourException.parse(await response.json()).state;
}
async function listed(by: SignedIn, organisation: string): Promise<Map<string, HourException>> {
  const answer = await by.browser.send('GET', exceptionPath(organisation));
  const { exceptions } = HourExceptions.parse(await answer.json());
  return new Map(exceptions.map((each) => [each.exceptionId, each]));
}

describe('an exception', () => {
  test('for own work needs nobody, and opens no road to other servers', async () => {
    const own = await ask({ ...copy(), kind: 'own-work', municipalities: [] });
    expect(own).toMatchObject({ state: 'agreed', agreements: [] });
    const query = `/days?from=${own.from.slice(0, 10)}&to=${own.to.slice(0, 10)}`;
    const answer = await people.municipal.browser.send('GET', calendarPath(city, query));
    const { days } = CalendarDays.parse(await answer.json());
    expect(days.flatMap(({ online, counter }) => [...online, ...counter]).some((band) => band.exceptionId)).toBe(false);
  });

  test('for copies is agreed to by each municipality named, and seen by both sides and those above', async () => {
    const asked = await ask({ ...copy(), municipalities: [otherCity, thirdCity] });
    expect(asked).toMatchObject({ state: 'asked', organisation: city, agreements: [{ decision: null }, {}] });
    expect(await stateAfter(act(others, otherCity, asked, 'agree'))).toBe('asked');
    expect(await stateAfter(act(third, thirdCity, asked, 'agree', { reason: '了解' }))).toBe('agreed');
    const views = [
      await listed(people.clerk, city),
      await listed(others, otherCity),
      await listed(people.prefectural, prefecture),
      await listed(people.operator, nation),
    ];
    for (const view of views) expect(view.get(asked.exceptionId)?.state).toBe('agreed');
    const shown = views[0]?.get(asked.exceptionId);
    expect(shown?.agreements.map(({ organisation, reason }) => [organisation, reason])).toEqual([
      [otherCity, null],
      [thirdCity, '了解'],
    ]);
    // The prefecture of a city that is named is neither side, and the city not above.
    const neighbour = await newcomer(api, ['manager'], { organisation: prefectureOf(otherCity) });
    expect((await listed(neighbour, prefectureOf(otherCity))).has(asked.exceptionId)).toBe(false);
  });

  test('opens the bands of both sides and of the servers above, once it is agreed', async () => {
    const asked = await ask(copy());
    const bandsAt = async (by: SignedIn, organisation: string) => {
      const query = `/days?from=${asked.from.slice(0, 10)}&to=${asked.to.slice(0, 10)}`;
      const answer = await by.browser.send('GET', calendarPath(organisation, query));
      const { days } = CalendarDays.parse(await answer.json());
      return days.flatMap(({ online }) => online).filter(({ exceptionId }) => exceptionId === asked.exceptionId).length;
    };
    const places: [SignedIn, string][] = [
      [people.municipal, city],
      [others, otherCity],
      [people.prefectural, prefecture],
      [people.operator, nation],
    ];
    for (const [by, organisation] of places) expect(await bandsAt(by, organisation)).toBe(0);
    await act(others, otherCity, asked, 'agree');
    for (const [by, organisation] of places) {
      // Where the regular hours cover it all, it adds nothing; the test runs at every hour of the day.
      const expected = (await bandsAt(people.operator, nation)) > 0;
      expect({ organisation, open: (await bandsAt(by, organisation)) > 0 }).toEqual({ organisation, open: expected });
    }
  });

  test('for identity confirmation is agreed to by the prefecture', async () => {
    const asked = await ask(identity());
    expect(asked.agreements).toMatchObject([{ organisation: prefecture }]);
    await problemIn(await act(others, otherCity, asked, 'agree'), 404, 'UNKNOWN_EXCEPTION');
    expect(await stateAfter(act(people.prefectural, prefecture, asked, 'agree'))).toBe('agreed');
  });

  test('is refused for all by one side, with a reason', async () => {
    const asked = await ask({ ...copy(), municipalities: [otherCity, thirdCity] });
    await act(third, thirdCity, asked, 'agree');
    expect(await fieldsIn(await act(others, otherCity, asked, 'refuse'))).toEqual({ reason: 'MISSING' });
    expect(await stateAfter(act(others, otherCity, asked, 'refuse', { reason: '閉庁日' }))).toBe('refused');
    await problemIn(await act(others, otherCity, asked, 'agree'), 409, 'EXCEPTION_DECIDED');
  });

  test('nobody agrees for the own organisation, for another, or to what they asked for themselves', async () => {
    const asked = await ask(copy());
    await problemIn(await act(people.administrator, city, asked, 'agree'), 404, 'UNKNOWN_EXCEPTION');
    await problemIn(await act(people.administrator, otherCity, asked, 'agree'), 403, 'FORBIDDEN');
    await problemIn(await act(people.clerk, city, asked, 'withdraw'), 403, 'FORBIDDEN');
    // Somebody who works for both sides asked for it.
    const json = { email: people.administrator.email, name: '見本 職員', roles: ['administrator'] };
    const path = `/v1/organisations/${otherCity}/staff`;
    expect((await api.request('POST', path, { as: api.clients.administrator, json })).status).toBeLessThan(300);
    await problemIn(await act(people.administrator, otherCity, asked, 'agree'), 403, 'OWN_UPDATE');
  });

  test('is withdrawn by the side that asked, also after it was agreed to', async () => {
    const asked = await ask(copy());
    await act(others, otherCity, asked, 'agree');
    await problemIn(await act(others, otherCity, asked, 'withdraw'), 404, 'UNKNOWN_EXCEPTION');
    expect(await stateAfter(act(people.municipal, city, asked, 'withdraw', { reason: '不要' }))).toBe('withdrawn');
    await problemIn(await act(people.municipal, city, asked, 'withdraw'), 409, 'EXCEPTION_DECIDED');
  });

  test('that nobody answered before it began is expired', async () => {
    const asked = await ask(copy());
    api.clock.ahead = 25 * hour;
    try {
      expect((await listed(people.clerk, city)).get(asked.exceptionId)?.state).toBe('expired');
      await problemIn(await act(others, otherCity, asked, 'agree'), 409, 'EXCEPTION_DECIDED');
    } finally {
      api.clock.ahead = 0;
    }
  });

  test.each([
    [{ from: inHours(-1) }, 'from', 'IN_THE_PAST'],
    [{ municipalities: [] }, 'municipalities', 'EMPTY'],
    [{ municipalities: [city] }, 'municipalities[0]', 'OWN_ORGANISATION'],
    [{ municipalities: ['010006'] }, 'municipalities[0]', 'NOT_REGISTERED'],
    [{ municipalities: ['131017'] }, 'municipalities[0]', 'CHECK_DIGIT'],
    [{ kind: 'night' }, 'kind', 'NOT_LISTED'],
    [{ reason: '100000871090 の方' }, 'reason', 'PERSONAL_NUMBER_INSIDE'],
  ])('%j is refused by field and rule', async (change, field, rule) => {
    const answer = await send(people.administrator, exceptionPath(city), { ...copy(), ...change });
    expect(await fieldsIn(answer)).toEqual({ [field]: rule });
  });

  test('is asked for by municipalities alone', async () => {
    const answer = await send(people.prefectural, exceptionPath(prefecture), copy());
    expect(await fieldsIn(answer)).toEqual({ organisation: 'MUNICIPALITY_ONLY' });
  });
});

describe('code requests', () => {
  const exceptionsOf = async () => (await findMunicipality(api.store.db, city))?.hours.exceptions ?? [];

  test('use an agreed exception when the nation’s calendar says so, and whoever waits looks again', async () => {
    const { see } = api.store;
    const { personId } = await personAfter(api.store, 'file');
    const rest = () =>
      see`update persons set stage = 'WAITING_FOR_HOURS', opens_at = now() + interval '9 days',
        due_at = now() + interval '9 days' where person_id = ${personId}`;
    const isDue = async () => (await see`select due_at <= now() as due from persons where person_id = ${personId}`)[0];
    const asked = await ask({ ...identity(), from: inHours(100), to: inHours(101) });
    await rest();
    await act(people.prefectural, prefecture, asked, 'agree');
    expect(await isDue()).toEqual({ due: true });
    expect(await exceptionsOf()).toEqual([]);

    const setting = { ...commonNationalCalendar, requestsMayUseExceptions: true };
    const proposed = await send(people.planner, calendarPath(nation, '/changes'), {
      setting,
      basedOn: 0,
      reason: '試行',
    });
    const { changeId } = (await proposed.json()) as { changeId: string };
    await send(people.approver, calendarPath(nation, `/changes/${changeId}/approve`));
    expect(await exceptionsOf()).toContainEqual({
      from: asked.from,
      to: asked.to,
      approver: prefecture,
      reason: '本人確認',
    });
    await rest();
    await act(people.municipal, city, asked, 'withdraw');
    expect(await isDue()).toEqual({ due: true });
    expect((await exceptionsOf()).map(({ from }) => from)).not.toContain(asked.from);
  });
});
