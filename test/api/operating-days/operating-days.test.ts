/** Who sees operating days, who orders what of one that stands still, and in whose name. */
import { beforeAll, describe, expect, test } from 'vitest';
import { DailyStatistics, OperatingDays, OperatingDayWithSteps } from '../../../contracts/api/operating-days.ts';
import { tokyoDateOf } from '../../../domain/calendar/civil-date.ts';
import { newStep, planSteps, type Day } from '../../../domain/operating-day.ts';
import { nation, prefectureOf, tierOf } from '../../../domain/organisations.ts';
import { insertDay } from '../../../storage/operating-days/rows.ts';
import { takeStep } from '../../../storage/operating-days/steps.ts';
import { receive } from '../../storage/support.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';
import { city, openApi, otherCity, problemIn, type ApiTest } from '../support.ts';

const prefecture = prefectureOf(city);
const day = '2026-12-01';
const opensAt = Date.parse(`${day}T09:00:00+09:00`);
const hour = 60 * 60_000;
let api: ApiTest;
let operator: SignedIn;
let ofNation: SignedIn;

beforeAll(async () => {
  api = await openApi(314);
  for (const organisation of [nation, prefecture, city, otherCity]) await plan(organisation, day);
  await plan(city, '2026-11-30');
  operator = await newcomer(api, ['administrator'], { organisation: city });
  ofNation = await newcomer(api, ['administrator'], { organisation: nation });
  await api.store.see`
    insert into daily_statistics (organisation, day, new_requests, requested, confirmed, errors, seconds_to_code_p50,
      seconds_to_code_p95, seconds_to_code_mean, seconds_to_code_histogram)
    values (${city}, ${day}, 12, 11, 10, 1, 61.25, 120, 70, '{"68": 8, "75": 2}'),
      (${otherCity}, ${day}, 2, 2, 2, 0, 600, 900, 600, '{"92": 1, "96": 1}')`;
});

async function plan(organisation: string, date: string): Promise<void> {
  const moments = {
    startsAt: opensAt - hour / 2,
    opensAt,
    closesAt: opensAt + 8 * hour,
    dailyEndsAt: opensAt + 11 * hour,
  };
  const planned: Day = {
    organisation,
    day: date,
    state: 'planned',
    moments,
    steps: planSteps(tierOf(organisation), moments).map(newStep),
  };
  await api.store.db.transaction((tx) => insertDay(tx, planned, { rehearsal: false }));
}

/** Nobody could begin it in time, so it has failed. */
const halt = (organisation: string) => takeStep(api.store.db, { organisation, day }, opensAt + 8 * hour);

const path = (organisation: string, ...rest: string[]) =>
  ['', 'v1', 'organisations', organisation, 'operating-days', ...rest].join('/');
const order = ({ browser }: SignedIn, organisation: string, what: string, reason = 'サーバを確かめた') =>
  browser.send('POST', path(organisation, day, what), { json: { reason } });

describe('the days', () => {
  test('are listed with the latest first, and one is shown with its steps', async () => {
    const listed = await operator.browser.send('GET', `${path(city)}?from=2026-11-01&to=2026-12-31`);
    const { days } = OperatingDays.parse(await listed.json());
    expect(days.map((each) => [each.day, each.state])).toEqual([
      [day, 'planned'],
      ['2026-11-30', 'planned'],
    ]);
    const shown = await operator.browser.send('GET', path(city, day));
    const { steps, opensAt: opens } = OperatingDayWithSteps.parse(await shown.json());
    expect(opens).toBe(new Date(opensAt).toISOString());
    expect(steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'tell-calendar waiting',
      'start waiting',
      'stop waiting',
      'statistics waiting',
      'backup waiting',
    ]);
  });

  test('of those above are seen, those of neighbours are not', async () => {
    expect((await operator.browser.send('GET', path(prefecture, day))).status).toBe(200);
    expect((await operator.browser.send('GET', path(nation, day))).status).toBe(200);
    await problemIn(await operator.browser.send('GET', path(otherCity, day)), 403, 'FORBIDDEN');
    await problemIn(await operator.browser.send('GET', path(city, '2026-12-02')), 404, 'UNKNOWN_OPERATING_DAY');
    await problemIn(await operator.browser.send('GET', path(city, '2026-12-32')), 422, 'INVALID_INPUT');
    const backwards = await operator.browser.send('GET', `${path(city)}?from=2026-12-02&to=2026-12-01`);
    await problemIn(backwards, 422, 'INVALID_INPUT');
  });
});

describe('a day that stands still', () => {
  test('is resumed once, in the own name and with the reason; the workflow is told', async () => {
    await problemIn(await order(operator, city, 'resume'), 409, 'DAY_NOT_HALTED');
    await halt(city);
    // The municipality's own fault is told at the top only, so its day was abandoned with the others; it may be resumed.
    expect((await order(operator, city, 'resume')).status).toBe(202);
    await problemIn(await order(operator, city, 'resume'), 409, 'DAY_ORDER_PENDING');
    const [row] = await api.store.see`
      select staff_order, ordered_by, order_reason from operating_days where organisation = ${city} and day = ${day}`;
    expect(row).toEqual({ staff_order: 'resume', ordered_by: operator.staffId, order_reason: 'サーバを確かめた' });
    const [entry] = await api.store.see`
      select staff_id, outcome, reason from audit_log where action = 'operating-days.resume' and municipality = ${city}
      order by seq desc limit 1`;
    expect(entry).toEqual({ staff_id: operator.staffId, outcome: 'allowed', reason: 'サーバを確かめた' });
    await api.drain();
    expect(api.engine.asked).toContain(`nudgeDay ${city} ${day}`);
  });

  test('is the own organisation’s or the nation’s to order, and nobody’s without a reason', async () => {
    await halt(nation);
    await problemIn(await order(operator, nation, 'abandon'), 403, 'FORBIDDEN');
    const ofPrefecture = await newcomer(api, ['administrator'], { organisation: prefecture });
    await problemIn(await order(ofPrefecture, city, 'abandon'), 403, 'FORBIDDEN');
    const manager = await newcomer(api, ['manager'], { organisation: nation });
    await problemIn(await order(manager, nation, 'abandon'), 403, 'FORBIDDEN');
    await problemIn(await order(ofNation, nation, 'abandon', ''), 422, 'INVALID_INPUT');
    expect((await order(ofNation, nation, 'abandon')).status).toBe(202);
    await halt(prefecture);
    expect((await order(ofNation, prefecture, 'resume')).status).toBe(202);
  });
});

test('statistics are read by those who may, of the own municipality or of all below, also as a file', async () => {
  const query = `?from=${day}&to=${day}`;
  const read = async ({ browser }: SignedIn, organisation: string) => {
    const answer = await browser.send('GET', `/v1/organisations/${organisation}/statistics${query}`);
    return DailyStatistics.parse(await answer.json()).statistics.map(({ municipality }) => municipality);
  };
  expect(await read(operator, city)).toEqual([city]);
  expect(await read(ofNation, nation)).toEqual([city, otherCity]);
  expect(await read(ofNation, prefecture)).toEqual([city]);
  const clerk = await newcomer(api, ['clerk'], { organisation: city });
  expect(await read(clerk, city)).toEqual([city]);
  await problemIn(
    await clerk.browser.send('GET', `/v1/organisations/${otherCity}/statistics${query}`),
    403,
    'FORBIDDEN',
  );
  const auditor = await newcomer(api, ['auditor'], { organisation: city });
  await problemIn(await auditor.browser.send('GET', `/v1/organisations/${city}/statistics${query}`), 403, 'FORBIDDEN');
  const rowsOf = async ({ browser }: SignedIn, organisation: string) => {
    const file = await browser.send('GET', `/v1/organisations/${organisation}/statistics.csv${query}`);
    return (await file.text()).trim().split('\r\n').slice(1);
  };
  const own = `"${city}","12","11","10","1","70.0","61.3","120.0"`;
  expect(await rowsOf(operator, city)).toEqual([`"${day}",${own}`, `"${day}/${day}",${own}`]);
  // Of the twelve people of the country ten took a minute or two; the slowest municipality took ten.
  expect((await rowsOf(ofNation, nation)).at(-1)).toBe(
    `"${day}/${day}","nation","14","13","12","1","158.3","62.2","741.0"`,
  );
});

test('today is as it stands now, also where daily processing has not made it, for whoever looks from above', async () => {
  const today = tokyoDateOf(Date.now());
  const person = { personalNumber: api.store.people.personalNumber(), addressNumber: api.store.people.addressNumber() };
  await receive(api.store, person, city);
  for (const organisation of [prefecture, nation]) {
    const address = `/v1/organisations/${organisation}/statistics?from=${today}&to=${today}`;
    const found = DailyStatistics.parse(await (await ofNation.browser.send('GET', address)).json());
    expect(found.statistics.find((row) => row.municipality === city)).toMatchObject({ day: today, newRequests: 1 });
    expect([found.days[0]?.newRequests, found.period.newRequests]).toEqual([1, 1]);
  }
});

test('a rehearsal is the national body’s alone', async () => {
  const rehearse = ({ browser }: SignedIn, organisation: string) =>
    browser.send('POST', `/v1/organisations/${organisation}/rehearsals`, { json: {} });
  await problemIn(await rehearse(operator, city), 422, 'INVALID_INPUT');
  const planned = await rehearse(ofNation, nation);
  expect([planned.status, await planned.json()]).toEqual([202, { day: '2026-11-30' }]);
  api.engine.away = true;
  await problemIn(await rehearse(ofNation, nation), 503, 'ENGINE_AWAY');
  api.engine.away = false;
});
