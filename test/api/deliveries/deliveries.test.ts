/** File delivery: two people publish, waves go out, servers say what they have, and each organisation sees its own part. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  DeliveryBoard,
  DeliveryKeys,
  Release,
  Releases,
  Rollout,
  Rollouts,
  RolloutWithDeliveries,
} from '../../../contracts/api/deliveries.ts';
import { ReceiptTaken, type ReceiptStatement } from '../../../contracts/deliveries.ts';
import { openKeyVault } from '../../../deliveries/keys.ts';
import { createPublisher } from '../../../deliveries/publisher.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { addServer } from '../../support/operation-data.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';
import { city, fieldsIn, openApi, otherCity, problemIn, unknownCity, type ApiTest } from '../support.ts';
import { addTarget, calendarFile, ofNation, propose, signReceipt } from './support.ts';

const prefecture = prefectureOf(city);
const otherPrefecture = prefectureOf(otherCity);
const tonight = '2026-12-01T18:00:00+09:00';

let api: ApiTest;
let proposer: SignedIn;
let approver: SignedIn;
let ofPrefecture: SignedIn;
let ofCity: SignedIn;
beforeAll(async () => {
  api = await openApi(401);
  proposer = await newcomer(api, ['manager'], { organisation: nation });
  approver = await newcomer(api, ['administrator'], { organisation: nation });
  ofPrefecture = await newcomer(api, ['administrator'], { organisation: prefecture });
  ofCity = await newcomer(api, ['administrator'], { organisation: city });
});

const decide = ({ browser }: SignedIn, release: string, what: string, reason = '内容を確かめた') =>
  browser.send('POST', ofNation(`releases/${release}/${what}`), { json: { reason } });

let versions = 0;
/** One more version of a program, published by two people. */
async function publish(name = 'cs-program'): Promise<Release> {
  versions += 1;
  const body = new TextEncoder().encode(`version ${String(versions)} of ${name}`);
  const { release } = Release.parse(await (await propose(proposer, { name, kind: 'program', body })).json());
  const answer = await decide(approver, release, 'approve');
  expect(answer.status).toBe(200);
  return Release.parse(await answer.json());
}

describe('a release', () => {
  test('is published by a second person, and each act stands in the audit log', async () => {
    const answer = await propose(proposer);
    expect(answer.status).toBe(201);
    const proposed = Release.parse(await answer.json());
    expect(proposed).toMatchObject({ name: 'national-calendar', version: 1, kind: 'calendar', state: 'proposed' });
    expect(proposed.proposedBy).toEqual({ id: proposer.staffId, name: '見本 職員' });
    await problemIn(await decide(proposer, proposed.release, 'approve'), 403, 'OWN_RELEASE');
    api.engine.asked.length = 0;
    const approved = await decide(approver, proposed.release, 'approve');
    expect(Release.parse(await approved.json())).toMatchObject({
      state: 'published',
      decidedBy: { id: approver.staffId },
      decisionReason: '内容を確かめた',
    });
    await api.drain();
    expect(api.engine.asked).toEqual(['startPublication']);
    await problemIn(await decide(approver, proposed.release, 'refuse'), 409, 'RELEASE_DECIDED');
    const entries = await api.store.see`
      select action, staff_id, subject, outcome from audit_log
      where municipality = ${nation} and action like 'releases.%' order by seq`;
    expect(entries.slice(0, 3).map(({ action, staff_id: staff }) => [action as string, staff as string])).toEqual([
      ['releases.propose', proposer.staffId],
      ['releases.approve', proposer.staffId],
      ['releases.approve', approver.staffId],
    ]);
  });

  test('has a name and a kind for ever, content that servers can use, and a reason', async () => {
    await problemIn(await propose(proposer), 409, 'RELEASE_KNOWN');
    const otherKind = await propose(proposer, { kind: 'program', body: calendarFile('18:00') });
    expect(await fieldsIn(otherKind)).toEqual({ kind: 'OTHER_KIND' });
    const unsound = await propose(proposer, { body: new TextEncoder().encode('{"hours": 24}') });
    expect(await fieldsIn(unsound)).toEqual({ file: 'NOT_OF_THIS_KIND' });
    const empty = await propose(proposer, { kind: 'program', name: 'empty', body: new Uint8Array() });
    expect(await fieldsIn(empty)).toEqual({ file: 'EMPTY' });
    expect(await fieldsIn(await propose(proposer, { name: 'No Name', reason: '' }))).toEqual({
      name: 'WRONG_FORMAT',
      reason: 'EMPTY',
    });
    const path = `${ofNation('releases')}?name=a&kind=program&reason=x`;
    await problemIn(await proposer.browser.send('POST', path, { json: {} }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    const long = { body: new Uint8Array([1]), headers: { 'content-length': String(2 ** 31) } };
    await problemIn(await proposer.browser.send('POST', path, long), 413, 'TOO_LARGE');
  });

  test('that was refused is never published, and the next of its name counts on', async () => {
    const proposed = Release.parse(
      await (await propose(proposer, { name: 'notice', kind: 'program', body: new Uint8Array([1]) })).json(),
    );
    const refused = await decide(approver, proposed.release, 'refuse', '版が違う');
    expect(Release.parse(await refused.json())).toMatchObject({ state: 'refused', decisionReason: '版が違う' });
    const next = await propose(proposer, { name: 'notice', kind: 'program', body: new Uint8Array([1]) });
    expect(Release.parse(await next.json()).version).toBe(2);
    await problemIn(await decide(approver, randomUUID(), 'approve'), 404, 'UNKNOWN_RELEASE');
  });

  test('is withdrawn in favour of the version before it, or of one that is published', async () => {
    const [first, second] = [await publish('withdrawn'), await publish('withdrawn')];
    const path = ofNation(`releases/${second.release}/withdraw`);
    const wrong = { json: { reason: '誤りが見つかったため', replacedBy: 7 } };
    expect(await fieldsIn(await approver.browser.send('POST', path, wrong))).toEqual({ replacedBy: 'NOT_PUBLISHED' });
    const answer = await approver.browser.send('POST', path, { json: { reason: '誤りが見つかったため' } });
    expect(Release.parse(await answer.json())).toMatchObject({ state: 'withdrawn', replacedBy: first.version });
    await problemIn(
      await approver.browser.send('POST', path, { json: { reason: 'もう一度' } }),
      409,
      'RELEASE_NOT_PUBLISHED',
    );
  });

  test('is read by those who may see deliveries in every tier, and proposed by the nation alone', async () => {
    for (const [member, organisation] of [
      [ofPrefecture, prefecture],
      [ofCity, city],
    ] as const) {
      const list = await member.browser.send('GET', `/v1/organisations/${organisation}/releases`);
      expect(Releases.parse(await list.json()).releases.length).toBeGreaterThan(2);
      const query = new URLSearchParams({ name: 'x', kind: 'program', reason: 'x' }).toString();
      const own = await member.browser.send('POST', `/v1/organisations/${organisation}/releases?${query}`, {
        body: new Uint8Array([1]),
      });
      await problemIn(own, 403, 'FORBIDDEN');
      await problemIn(await propose(member), 403, 'FORBIDDEN');
    }
    const clerk = await newcomer(api, ['clerk'], { organisation: city });
    await problemIn(await clerk.browser.send('GET', `/v1/organisations/${city}/releases`), 403, 'FORBIDDEN');
  });
});

describe('a rollout', () => {
  let release: Release;
  let rollout: Rollout;
  const start = ({ browser }: SignedIn, more: object = {}) =>
    browser.send('POST', ofNation('rollouts'), { json: { release: release.release, applyAfter: tonight, ...more } });
  const order = (what: string, id = rollout.rollout) =>
    proposer.browser.send('POST', ofNation(`rollouts/${id}/${what}`), { json: { reason: '障害の確認のため' } });
  beforeAll(async () => {
    release = await publish();
  });

  test('needs somebody to deliver to, codes that are registered, and waves that rise to all', async () => {
    expect(await fieldsIn(await start(proposer))).toEqual({ organisations: 'NO_TARGETS' });
    for (const organisation of [nation, prefecture, city, otherPrefecture, otherCity]) {
      await addServer(api.store.see, organisation);
    }
    const wrong = await start(proposer, {
      organisations: [city, unknownCity, '131017'],
      canary: [unknownCity],
      waves: [
        { share: 50, atLeastMinutes: 0 },
        { share: 20, atLeastMinutes: 0 },
      ],
    });
    expect(await fieldsIn(wrong)).toEqual({
      'organisations[1]': 'NOT_REGISTERED',
      'organisations[2]': 'CHECK_DIGIT',
      'canary[0]': 'NOT_REGISTERED',
      waves: 'WAVES_DO_NOT_RISE',
    });
    expect(await fieldsIn(await start(proposer, { applyAfter: 'tomorrow' }))).toEqual({ applyAfter: 'WRONG_FORMAT' });
    expect(await fieldsIn(await start(proposer, { group: 'nobody' }))).toEqual({ organisations: 'NO_TARGETS' });
    await problemIn(await start(proposer, { release: randomUUID() }), 404, 'UNKNOWN_RELEASE');
    await problemIn(await start(ofPrefecture), 403, 'FORBIDDEN');
  });

  test('begins with the canary that was named, and its workflow is told', async () => {
    api.engine.asked.length = 0;
    const answer = await start(proposer, { canary: [otherCity] });
    expect(answer.status).toBe(201);
    rollout = Rollout.parse(await answer.json());
    expect(rollout).toMatchObject({ state: 'running', wave: 0, applyAfter: new Date(tonight).toISOString() });
    expect(rollout.counts.waiting).toBe(4);
    await api.drain();
    expect(api.engine.asked).toEqual([`nudgeRollout ${rollout.rollout}`]);
    await problemIn(await start(approver), 409, 'ROLLOUT_UNDER_WAY');
    const found = await proposer.browser.send('GET', ofNation(`rollouts/${rollout.rollout}`));
    const { deliveries } = RolloutWithDeliveries.parse(await found.json());
    expect(deliveries.filter(({ wave }) => wave === 0).map(({ organisation }) => organisation)).toEqual([otherCity]);
  });

  test('is seen by each organisation as far as it sees the others', async () => {
    const seenBy = async ({ browser }: SignedIn, organisation: string): Promise<string[]> => {
      const path = `/v1/organisations/${organisation}/rollouts/${rollout.rollout}`;
      const answer = await browser.send('GET', path);
      return RolloutWithDeliveries.parse(await answer.json()).deliveries.map((each) => each.organisation);
    };
    expect((await seenBy(ofPrefecture, prefecture)).toSorted()).toEqual([prefecture, city].toSorted());
    expect((await seenBy(ofCity, city)).toSorted()).toEqual([prefecture, city].toSorted());
    const list = await ofCity.browser.send('GET', `/v1/organisations/${city}/rollouts`);
    expect(Rollouts.parse(await list.json()).rollouts[0]?.counts.waiting).toBe(2);
    const missing = await ofCity.browser.send('GET', `/v1/organisations/${city}/rollouts/${randomUUID()}`);
    await problemIn(missing, 404, 'UNKNOWN_ROLLOUT');
  });

  test('obeys staff by its workflow: held, let go on, abandoned, and nothing after that', async () => {
    await problemIn(await order('go-on'), 409, 'ROLLOUT_NOT_IN_STATE');
    const held = await order('hold');
    expect(held.status).toBe(202);
    expect(Rollout.parse(await held.json())).toMatchObject({ order: 'hold', orderReason: '障害の確認のため' });
    // What the workflow does then.
    await api.store.see`
      update rollouts set state = 'held', held_reason = ${`FAILED ${otherCity}`}, staff_order = null where rollout = ${rollout.rollout}`;
    await problemIn(await order('hold'), 409, 'ROLLOUT_NOT_IN_STATE');
    expect((await order('go-on')).status).toBe(202);
    // Who has failed is told to whoever sees them, and to nobody else.
    const seen = await ofCity.browser.send('GET', `/v1/organisations/${city}/rollouts/${rollout.rollout}`);
    const text = await seen.text();
    expect([text.includes('FAILED'), text.includes(otherCity)]).toEqual([true, false]);
    expect((await order('abandon')).status).toBe(202);
    await api.store.see`
      update rollouts set state = 'abandoned', staff_order = null, ended_at = now() where rollout = ${rollout.rollout}`;
    await problemIn(await order('hold'), 409, 'ROLLOUT_OVER');
    await problemIn(await order('hold', randomUUID()), 404, 'UNKNOWN_ROLLOUT');
    const refused = await ofPrefecture.browser.send('POST', ofNation(`rollouts/${rollout.rollout}/hold`), {
      json: { reason: 'x' },
    });
    await problemIn(refused, 403, 'FORBIDDEN');
  });
});

describe('the board', () => {
  const read = async ({ browser }: SignedIn, organisation: string): Promise<DeliveryBoard> =>
    DeliveryBoard.parse(await (await browser.send('GET', `/v1/organisations/${organisation}/deliveries`)).json());

  test('shows an organisation itself and those below', async () => {
    const holding = { version: 1, sha256: 'a'.repeat(64), appliedAt: '2026-11-29T09:00:00Z', previous: null };
    await addTarget(api, city, { 'national-calendar': holding });
    const whose = async (member: SignedIn, organisation: string): Promise<string[]> =>
      (await read(member, organisation)).targets.map((each) => each.organisation).toSorted();
    expect(await whose(proposer, nation)).toEqual([prefecture, city, otherPrefecture, otherCity].toSorted());
    expect(await whose(proposer, prefecture)).toEqual([prefecture, city].toSorted());
    expect(await whose(ofPrefecture, prefecture)).toEqual([prefecture, city].toSorted());
    expect(await whose(ofCity, city)).toEqual([city]);
    await problemIn(await ofCity.browser.send('GET', `/v1/organisations/${otherCity}/deliveries`), 403, 'FORBIDDEN');
    const { files, targets } = await read(ofCity, city);
    expect(files).toContainEqual({ name: 'national-calendar', kind: 'calendar', latest: 1 });
    expect(targets[0]?.holdings['national-calendar']).toEqual(holding);
  });

  test('leads back to the version before, at the own server and for the nation at any', async () => {
    const back = ({ browser }: SignedIn, organisation: string) =>
      browser.send('POST', `/v1/organisations/${organisation}/deliveries/back`, {
        json: { name: 'national-calendar', reason: '表示が崩れるため' },
      });
    api.engine.asked.length = 0;
    const answer = await back(ofCity, city);
    expect([answer.status, await answer.json()]).toEqual([200, { name: 'national-calendar', version: 1 }]);
    expect((await back(approver, otherCity)).status).toBe(200);
    expect(api.engine.asked).toEqual([
      `switchBackDelivery ${city} national-calendar`,
      `switchBackDelivery ${otherCity} national-calendar`,
    ]);
    await problemIn(await back(ofPrefecture, city), 403, 'FORBIDDEN');
    await problemIn(await back(proposer, nation), 403, 'FORBIDDEN');
    const { switchBackDelivery } = api.engine;
    api.engine.switchBackDelivery = () => Promise.resolve({ kind: 'nothingBefore' });
    await problemIn(await back(ofCity, city), 409, 'NOTHING_BEFORE');
    api.engine.switchBackDelivery = () => Promise.resolve({ kind: 'unreachable' });
    await problemIn(await back(ofCity, city), 503, 'SERVER_AWAY');
    api.engine.switchBackDelivery = switchBackDelivery;
    const [entry] = await api.store.see`
      select staff_id, reason from audit_log where municipality = ${otherCity} and action = 'deliveries.back'`;
    expect(entry).toEqual({ staff_id: approver.staffId, reason: '表示が崩れるため' });
  });
});

describe('a receipt', () => {
  const post = (receipt: unknown) =>
    api.app.request('/v1/deliveries/receipts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(receipt),
    });

  test('is taken by its signature alone, once, and moves what is on its way', async () => {
    const release = await publish('receipts');
    const json = { release: release.release, applyAfter: tonight, organisations: [city] };
    const started = await proposer.browser.send('POST', ofNation('rollouts'), { json });
    const { rollout } = Rollout.parse(await started.json());
    await api.store.see`update deliveries set state = 'pending' where rollout = ${rollout}`;
    const key = await addTarget(api, city);
    const statement: ReceiptStatement = {
      organisation: city,
      no: 1,
      rollout,
      name: release.name,
      version: release.version,
      sha256: release.sha256,
      state: 'applied',
      bytes: release.lengthBytes,
      error: null,
      at: '2026-12-01T09:10:00Z',
      holdings: {
        [release.name]: { version: 1, sha256: release.sha256, appliedAt: '2026-12-01T09:10:00Z', previous: null },
      },
    };
    api.engine.asked.length = 0;
    const taken = await post(signReceipt(key, statement));
    expect([taken.status, ReceiptTaken.parse(await taken.json())]).toEqual([202, { no: 1 }]);
    await api.drain();
    expect(api.engine.asked).toEqual([`nudgeRollout ${rollout}`]);
    // An older one that is sent again says nothing new.
    expect((await post(signReceipt(key, { ...statement, state: 'failed' }))).status).toBe(202);
    const [row] = await api.store.see`select state from deliveries where rollout = ${rollout}`;
    expect(row).toEqual({ state: 'applied' });

    const stranger = generateKeyPairSync('ed25519').privateKey;
    await problemIn(await post(signReceipt(stranger, { ...statement, no: 2 })), 403, 'RECEIPT_REFUSED');
    await problemIn(
      await post(signReceipt(key, { ...statement, no: 2, organisation: otherCity })),
      403,
      'RECEIPT_REFUSED',
    );
    expect(await fieldsIn(await post({ statement: 'no JSON', signature: 'AAAA' }))).toEqual({
      statement: 'WRONG_FORMAT',
    });
    expect(await fieldsIn(await post({ statement: '{}' }))).toEqual({ signature: 'MISSING' });
  });
});

describe('the keys', () => {
  const keys = async ({ browser }: SignedIn, organisation: string): Promise<DeliveryKeys> =>
    DeliveryKeys.parse(await (await browser.send('GET', `/v1/organisations/${organisation}/deliveries/keys`)).json());

  test('are none before anything was signed; then each role has its own, with an end', async () => {
    expect(await keys(ofCity, city)).toEqual({ keys: [], metadata: [] });
    const vault = openKeyVault(join(api.deliveryFolder, 'keys'), api.store.keys);
    await createPublisher({ folder: api.deliveryFolder, vault }).publish([]);
    const found = await keys(ofCity, city);
    expect(found.keys.map(({ role }) => role).toSorted()).toEqual(
      ['root', 'root', 'root', 'targets', 'targets', 'snapshot', 'timestamp'].toSorted(),
    );
    expect(found.metadata.find(({ role }) => role === 'targets')).toMatchObject({ threshold: 2, soon: false });
    expect(JSON.stringify(found)).not.toContain('sealed');
  });

  test('are signed with anew and replaced by the nation, with a reason', async () => {
    const sign = ({ browser }: SignedIn, what: string, json: object) =>
      browser.send('POST', ofNation(`deliveries/keys/${what}`), { json });
    api.engine.asked.length = 0;
    expect((await sign(approver, 'resign', { reason: '期限が近いため' })).status).toBe(200);
    expect((await sign(approver, 'rotate', { role: 'timestamp', reason: '期限が近いため' })).status).toBe(200);
    expect(api.engine.asked).toEqual(['signDeliveries', 'rotateDeliveryKey timestamp']);
    expect(await fieldsIn(await sign(approver, 'rotate', { role: 'none', reason: 'x' }))).toEqual({
      role: 'NOT_LISTED',
    });
    await problemIn(await sign(ofPrefecture, 'resign', { reason: 'x' }), 403, 'FORBIDDEN');
    api.engine.away = true;
    await problemIn(await sign(approver, 'resign', { reason: 'x' }), 503, 'ENGINE_AWAY');
    api.engine.away = false;
  });
});
