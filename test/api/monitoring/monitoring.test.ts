/** Incidents, silences, targets, recipients and alarms of others, by people of each tier and by programs. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  CheckTargets,
  IncidentDetail,
  Incidents,
  Recipients,
  Silence,
  Silences,
  StoredRecipient,
} from '../../../contracts/api/monitoring.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { openDatabase } from '../../../storage/database/database.ts';
import { listAlarmsToFollow } from '../../../storage/monitoring/alarms.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';
import { city, fieldsIn, openApi, otherCity, problemIn, register, type ApiTest } from '../support.ts';

const prefecture = prefectureOf(city);
let api: ApiTest;
let people: Record<'city' | 'clerk' | 'otherCity' | 'prefecture' | 'nation' | 'callCentre', SignedIn>;
/** The numbers of an incident of each tier. */
const numbers: Record<string, number> = {};

beforeAll(async () => {
  api = await openApi(71);
  people = {
    city: await newcomer(api, ['administrator']),
    clerk: await newcomer(api, ['clerk']),
    otherCity: await newcomer(api, ['administrator'], { organisation: otherCity }),
    prefecture: await newcomer(api, ['manager'], { organisation: prefecture }),
    nation: await newcomer(api, ['administrator'], { organisation: nation }),
    callCentre: await newcomer(api, ['call-centre'], { organisation: nation }),
  };
  const { see } = api.store;
  for (const organisation of [nation, prefecture, city, otherCity]) {
    const target = `server/${organisation}`;
    await see`insert into check_targets (target, organisation, kind, address, name, name_en)
      values (${target}, ${organisation}, 'server', 'http://secret.example', 'サーバ', 'server')`;
    await see`insert into check_states (target, organisation, state, since, checked_at, detail)
      values (${target}, ${organisation}, 'down', now(), now(), 'TIMEOUT')`;
    const [row] = await see<{ incident: string }[]>`
      insert into incidents (fingerprint, organisation, target, severity, cause, opened_at)
      values (${`target/${target}`}, ${organisation}, ${target}, 'critical', 'TIMEOUT', now()) returning incident`;
    numbers[organisation] = Number(row?.incident);
  }
  await see`insert into incident_requests (incident, organisation, person_id)
    values (${numbers[nation] ?? 0}, ${city}, gen_random_uuid()), (${numbers[nation] ?? 0}, ${otherCity}, gen_random_uuid())`;
});

const at = (organisation: string, rest: string): string => `/v1/organisations/${organisation}/${rest}`;
const get = async ({ browser }: SignedIn, path: string) => browser.send('GET', path);
const listedBy = async (who: SignedIn, organisation: string, query = '') => {
  const answer = await get(who, at(organisation, `incidents${query}`));
  return Incidents.parse(await answer.json()).incidents.map((incident) => incident.organisation);
};

describe('incidents', () => {
  test('are seen up and down the tiers, and never at a neighbour', async () => {
    expect((await listedBy(people.nation, nation)).toSorted()).toEqual(
      [city, otherCity, prefecture, nation].toSorted(),
    );
    expect((await listedBy(people.prefecture, prefecture)).toSorted()).toEqual([city, prefecture, nation].toSorted());
    expect((await listedBy(people.city, city)).toSorted()).toEqual([city, prefecture, nation].toSorted());
    expect((await get(people.city, at(otherCity, 'incidents'))).status).toBe(403);
    expect((await get(people.clerk, at(city, 'incidents'))).status).toBe(403);
    expect(await listedBy(people.nation, nation, '?only=own')).toEqual([nation]);
    const page = await listedBy(people.nation, nation, '?limit=2');
    expect(page).toHaveLength(2);
    expect(await listedBy(people.nation, nation, '?state=closed')).toEqual([]);
  });

  test('say how many requests they affect, and only to their municipality which ones', async () => {
    const read = async (who: SignedIn, organisation: string) =>
      IncidentDetail.parse(await (await get(who, at(organisation, `incidents/${numbers[nation]}`))).json());
    const ofCity = await read(people.city, city);
    expect(ofCity.affected).toEqual([{ municipality: city, requests: 1 }]);
    expect(ofCity.requests.map(({ municipality }) => municipality)).toEqual([city]);
    const ofNation = await read(people.nation, nation);
    expect(ofNation.affected.map(({ municipality }) => municipality)).toEqual([city, otherCity].toSorted());
    expect(ofNation.requests).toEqual([]);
    expect((await read(people.prefecture, prefecture)).affected).toEqual([{ municipality: city, requests: 1 }]);
  });

  test('are acknowledged by one person, by name, and the first one stays', async () => {
    const path = at(city, `incidents/${numbers[city]}/acknowledgement`);
    for (const who of [people.callCentre, people.prefecture, people.clerk, people.otherCity]) {
      expect((await who.browser.send('POST', path)).status).toBe(403);
    }
    const first = await people.city.browser.send('POST', path);
    expect(first.status).toBe(200);
    expect(IncidentDetail.parse(await first.json()).acknowledgedBy).toEqual({
      id: people.city.staffId,
      name: '見本 職員',
    });
    // The national body works on everybody's; who was first stays.
    const second = await people.nation.browser.send('POST', path);
    expect(second.status).toBe(200);
    expect(IncidentDetail.parse(await second.json()).acknowledgedBy?.id).toBe(people.city.staffId);
    const entries = await api.store.see`
      select staff_id from audit_log where action = 'incidents.acknowledge' and outcome = 'allowed' and municipality = ${city}`;
    expect(entries).toHaveLength(2);
    const unknown = await people.city.browser.send('POST', at(city, 'incidents/999999/acknowledgement'));
    expect(unknown.status).toBe(404);
    // Seen by the city, and not the city's to work on.
    expect(
      (await people.city.browser.send('POST', at(city, `incidents/${numbers[nation]}/acknowledgement`))).status,
    ).toBe(404);
  });

  test('that close at the moment when somebody acknowledges them are acknowledged before, or over', async () => {
    const rows = await api.store.see<{ incident: string }[]>`
      insert into incidents (fingerprint, organisation, severity, cause, opened_at)
      select 'race/' || n, ${city}, 'critical', 'TIMEOUT', now() from generate_series(1, 20) n returning incident`;
    const outcomes = await Promise.all(
      rows.map(async ({ incident }) => {
        const [answer] = await Promise.all([
          people.city.browser.send('POST', at(city, `incidents/${incident}/acknowledgement`)),
          api.store.see`update incidents set closed_at = now() where incident = ${incident}`,
        ]);
        const [row] = await api.store.see<{ acknowledged: boolean; closed: boolean }[]>`
          select acknowledged_at is not null as acknowledged, closed_at is not null as closed
          from incidents where incident = ${incident}`;
        return { status: answer.status, ...row };
      }),
    );
    for (const { status, acknowledged, closed } of outcomes) {
      expect([closed, status]).toEqual([true, acknowledged === true ? 200 : 409]);
    }
    const late = at(city, `incidents/${rows[0]?.incident ?? ''}/acknowledgement`);
    await api.store
      .see`update incidents set acknowledged_at = null, acknowledged_by = null where fingerprint = 'race/1'`;
    await problemIn(await people.city.browser.send('POST', late), 409, 'INCIDENT_CLOSED');
    await api.store.see`delete from incidents where fingerprint like 'race/%'`;
  });

  test('carry notes, which hold no personal number', async () => {
    const path = at(prefecture, `incidents/${numbers[prefecture]}/notes`);
    const send = (text: string) => people.prefecture.browser.send('POST', path, { json: { text } });
    const noted = await send('回線を切り替えた。');
    expect(noted.status).toBe(201);
    expect(IncidentDetail.parse(await noted.json()).notes).toMatchObject([
      { text: '回線を切り替えた。', by: { id: people.prefecture.staffId } },
    ]);
    const refused = await send(`番号は ${api.store.people.personalNumber()}`);
    expect(refused.status).toBe(422);
  });
});

describe('silences', () => {
  test('are set with a message, seen below, and withdrawn by name', async () => {
    const path = at(prefecture, 'silences');
    const to = new Date(Date.now() + 3_600_000).toISOString();
    const send = (json: object) => people.prefecture.browser.send('POST', path, { json });
    expect((await send({ to })).status).toBe(422);
    expect((await send({ to: '2020-01-01T00:00:00Z', message: '保守' })).status).toBe(422);
    expect((await send({ to, message: '保守', target: `server/${city}` })).status).toBe(422);
    const set = await send({ to, message: '定期保守', target: `server/${prefecture}` });
    expect(set.status).toBe(201);
    const { silenceId, setBy } = Silence.parse(await set.json());
    expect(setBy).toEqual({ id: people.prefecture.staffId, name: '見本 職員' });
    const seen = Silences.parse(await (await get(people.city, at(city, 'silences'))).json());
    expect(seen.silences.map((each) => each.message)).toContain('定期保守');
    const remove = (who: SignedIn) => who.browser.send('DELETE', `${path}/${silenceId}`);
    expect((await remove(people.city)).status).toBe(403);
    expect((await remove(people.nation)).status).toBe(204);
    expect((await remove(people.prefecture)).status).toBe(404);
  });
});

describe('targets', () => {
  test('are listed with their state and without their address', async () => {
    const answer = await get(people.clerk, at(city, 'targets'));
    const text = await answer.text();
    expect(text).not.toContain('secret.example');
    const { targets } = CheckTargets.parse(JSON.parse(text));
    expect(targets.find(({ target }) => target === `server/${city}`)).toMatchObject({
      state: 'down',
      cause: 'TIMEOUT',
    });
    expect(targets.some(({ organisation }) => organisation === otherCity)).toBe(false);
  });

  test('are registered by the installation’s administrator, with an address of their kind', async () => {
    const path = at(city, 'targets/router-1');
    const put = (json: object, as = api.clients.administrator) => api.request('PUT', path, { as, json });
    const router = { kind: 'tcp', address: '10.1.2.3:22', name: 'ルーター', nameEn: 'Router' };
    expect((await put(router, api.clients.operator)).status).toBe(403);
    expect((await put({ ...router, address: '--help' })).status).toBe(422);
    expect((await put({ ...router, kind: 'http' })).status).toBe(422);
    expect((await put({ ...router, parent: 'nothing' })).status).toBe(422);
    expect((await put({ ...router, parent: `server/${city}` })).status).toBe(200);
    const other = await api.request('PUT', at(otherCity, 'targets/router-1'), {
      as: api.clients.administrator,
      json: router,
    });
    expect(other.status).toBe(422);
    const remove = () => api.request('DELETE', path, { as: api.clients.administrator });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
  });
});

describe('recipients', () => {
  test('are named by those who work on incidents, once for an address', async () => {
    const path = at(city, 'recipients');
    const send = (json: object) => people.city.browser.send('POST', path, { json });
    expect((await send({ kind: 'mail', address: 'nobody' })).status).toBe(422);
    expect((await send({ kind: 'webhook', address: 'ftp://x' })).status).toBe(422);
    const first = await send({ kind: 'mail', address: 'watch@city.example' });
    expect(first.status).toBe(201);
    const { recipientId } = StoredRecipient.parse(await first.json());
    const changed = await send({ kind: 'mail', address: 'watch@city.example', afterMinutes: 15 });
    expect(StoredRecipient.parse(await changed.json())).toMatchObject({ recipientId, afterMinutes: 15 });
    const { recipients } = Recipients.parse(await (await get(people.city, path)).json());
    expect(recipients).toHaveLength(1);
    expect((await get(people.callCentre, path)).status).toBe(403);
    expect((await people.city.browser.send('DELETE', `${path}/${recipientId}`)).status).toBe(204);
  });
});

describe('alarms of others', () => {
  const webhook = (changes: object = {}, labels: Record<string, string> = {}) => ({
    version: '4',
    groupKey: '{}:{}',
    status: 'firing',
    receiver: 'fugo',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example',
    truncatedAlerts: 0,
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'HighLoad', severity: 'critical', ...labels },
        annotations: {},
        startsAt: '2026-11-30T00:00:00Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: '',
        fingerprint: 'c1a2b3',
        ...changes,
      },
    ],
  });

  test('come from a client with a scope of its own, and are followed once', async () => {
    const watcher = await register(api.store, city, 'watcher', []);
    const send = (json: object, as = watcher) => api.request('POST', '/v1/alarms', { as, json });
    for (const as of [api.clients.backbone, api.clients.operator]) expect((await send(webhook(), as)).status).toBe(403);
    expect((await people.city.browser.send('POST', '/v1/alarms', { json: webhook() })).status).toBe(403);
    expect((await send({ ...webhook(), version: '3' })).status).toBe(422);
    expect((await send(webhook({}, { organisation: otherCity }))).status).toBe(422);
    for (let repeated = 0; repeated < 2; repeated += 1) {
      const answer = await send(webhook());
      expect([answer.status, await answer.json()]).toEqual([200, { taken: 1 }]);
    }
    const { db, close } = openDatabase(api.store.database.monitorUrl, { max: 1, name: 'test-monitor' });
    const [alarm, ...others] = await listAlarmsToFollow(db);
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({ organisation: city, severity: 'critical', cause: 'HighLoad', firing: true });
    // Resolved before anybody opened an incident, there is nothing to follow.
    await send(webhook({ status: 'resolved', endsAt: '2026-11-30T01:00:00Z' }));
    expect(await listAlarmsToFollow(db)).toEqual([]);
    // The administrator's client speaks for any organisation.
    await send(webhook({ fingerprint: 'of-prefecture' }, { organisation: prefecture }), api.clients.administrator);
    expect((await listAlarmsToFollow(db)).map(({ organisation }) => organisation)).toEqual([prefecture]);
    await close();
  });

  test.each([
    ['no labels', { labels: undefined }, { 'alerts[0].labels': 'MISSING' }],
    ['a label that is no text', { labels: { alertname: 7 } }, { 'alerts[0].labels.alertname': 'NOT_TEXT' }],
    ['no fingerprint', { fingerprint: undefined }, { 'alerts[0].fingerprint': 'MISSING' }],
    ['a fingerprint that is none', { fingerprint: "'; drop" }, { 'alerts[0].fingerprint': 'WRONG_FORMAT' }],
    ['another status', { status: 'burning' }, { 'alerts[0].status': 'NOT_LISTED' }],
    ['a beginning that is no moment', { startsAt: 'yesterday' }, { 'alerts[0].startsAt': 'WRONG_FORMAT' }],
    ['a beginning before all years', { startsAt: '0000-01-01T00:00:00Z' }, { 'alerts[0].startsAt': 'WRONG_FORMAT' }],
    ['an end after all years', { endsAt: '9999-12-31T23:59:59-14:00' }, { 'alerts[0].endsAt': 'WRONG_FORMAT' }],
  ])('with %s are refused whole, by field and rule', async (_, changes, fields) => {
    const answer = await api.request('POST', '/v1/alarms', { as: api.clients.administrator, json: webhook(changes) });
    expect(await fieldsIn(answer)).toEqual(fields);
  });

  test('are taken by the thousand, and refused as too large above the limit that is said', async () => {
    const send = (alerts: unknown[]) =>
      api.request('POST', '/v1/alarms', { as: api.clients.administrator, json: { ...webhook(), alerts } });
    const labels = Object.fromEntries(['instance', 'job', 'device', 'zone'].map((name) => [name, `${name}-1`]));
    const many = (count: number, more: object = {}) => {
      const [one] = webhook(
        { annotations: { summary: '負荷が高い', runbook_url: 'http://x.example/r' }, ...more },
        labels,
      ).alerts;
      return Array.from({ length: count }, (__, index) => ({ ...one, fingerprint: `many-${String(index)}` }));
    };
    expect(await (await send(many(2_000))).json()).toEqual({ taken: 2_000 });
    const [stored] = await api.store.see`select count(*)::int as count from alarms where status = 'firing'`;
    expect(stored).toEqual({ count: expect.any(Number) });
    expect(await (await send(many(2_000, { status: 'resolved' }))).json()).toEqual({ taken: 2_000 });
    await problemIn(await send(many(2_001)), 413, 'TOO_LARGE');
    await problemIn(await send(many(2_000, { annotations: { summary: 'x'.repeat(2_000) } })), 413, 'TOO_LARGE');
    const [left] = await api.store.see`select count(*)::int as count from alarms where status = 'firing'`;
    expect((stored?.['count'] as number) - (left?.['count'] as number)).toBe(2_000);
    await api.store.see`delete from alarms`;
  });

  test('that were resolved are not opened again by a late repetition, and are by a new beginning', async () => {
    const status = async (changes: object): Promise<unknown> => {
      const json = webhook({ fingerprint: 'late', ...changes });
      expect((await api.request('POST', '/v1/alarms', { as: api.clients.administrator, json })).status).toBe(200);
      const [row] = await api.store.see`select status from alarms`;
      return row?.['status'];
    };
    const [first, end, again] = ['2026-11-30T00:00:00Z', '2026-11-30T01:00:00Z', '2026-11-30T02:00:00Z'];
    expect(await status({ startsAt: first })).toBe('firing');
    expect(await status({ startsAt: first, status: 'resolved', endsAt: end })).toBe('resolved');
    for (const startsAt of ['2026-11-29T00:00:00Z', first, '2026-11-30T00:30:00Z', end]) {
      expect([startsAt, await status({ startsAt })]).toEqual([startsAt, 'resolved']);
      expect(await status({ startsAt, endsAt: '2026-11-30T00:30:00Z' })).toBe('resolved');
    }
    expect(await status({ startsAt: again })).toBe('firing');
    // What ended before does not end what began since.
    expect(await status({ startsAt: first, status: 'resolved', endsAt: end })).toBe('firing');
    expect(await status({ startsAt: again, status: 'resolved', endsAt: again })).toBe('resolved');
    // An Alertmanager that had lost sight of its Prometheus for a while says the old beginning again, and means it.
    await api.store.see`update alarms set received_at = received_at - interval '5 minutes'`;
    expect(await status({ startsAt: again })).toBe('firing');
    await api.store.see`delete from alarms`;
  });

  test('never keep a personal number, and a clock that is ahead keeps nothing out', async () => {
    const number = api.store.people.personalNumber();
    const send = async (changes: object, labels: Record<string, string> = {}) => {
      const json = webhook({ fingerprint: 'ahead', ...changes }, labels);
      expect((await api.request('POST', '/v1/alarms', { as: api.clients.administrator, json })).status).toBe(200);
    };
    const annotations = { summary: `${number} is late` };
    await send({ startsAt: '9999-01-01T00:00:00Z', annotations }, { [number]: 'x', who: number, alertname: ' ' });
    const rows = await api.store.see`select * from alarms`;
    expect(JSON.stringify(rows)).not.toContain(number);
    expect(api.logged()).not.toContain(number);
    await send({ startsAt: new Date().toISOString(), endsAt: new Date().toISOString(), status: 'resolved' });
    const [after] = await api.store.see`select status from alarms`;
    expect(after).toEqual({ status: 'resolved' });
  });
});
