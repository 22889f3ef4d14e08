/** Backups are asked for by administrators and seen by those who plan; the supervisor makes them. */
import { beforeAll, expect, test } from 'vitest';
import { Backup, Backups } from '../../../contracts/api/backups.ts';
import { nation, prefectureOf } from '../../../domain/organisations.ts';
import { newcomer, type SignedIn } from '../sign-in/staff-support.ts';
import { city, openApi, type ApiTest } from '../support.ts';

const prefecture = prefectureOf(city);
let api: ApiTest;
let administrator: SignedIn;
beforeAll(async () => {
  api = await openApi(68);
  administrator = await newcomer(api, ['administrator'], { organisation: prefecture });
  await api.store.see`
    insert into backups (state, day, asked_by, asked_at, started_at, ended_at, folder, bytes, verified_at, verification)
    values ('done', '2026-11-27', 'operating-day', now() - interval '2 days', now() - interval '2 days',
      now() - interval '2 days', '20261127', 235000000, now() - interval '1 day', ${api.store.see.json({ indexes: 167 })}),
      ('failed', '2026-11-28', 'operating-day', now() - interval '1 day', now() - interval '1 day',
      now() - interval '1 day', null, null, null, null)`;
});

const list = async ({ browser }: SignedIn, organisation: string, query = '') => {
  const answer = await browser.send('GET', `/v1/organisations/${organisation}/backups${query}`);
  return Backups.parse(await answer.json());
};

test('they are listed with the latest first, and with the moment at which a restore proved one', async () => {
  const { backups, lastVerifiedAt } = await list(administrator, prefecture);
  expect(backups.map(({ day, state }) => [day, state])).toEqual([
    ['2026-11-28', 'failed'],
    ['2026-11-27', 'done'],
  ]);
  expect(backups[1]).toMatchObject({ bytes: 235_000_000, verification: { indexes: 167 }, verifiedAt: lastVerifiedAt });
  expect((await list(administrator, prefecture, '?limit=1')).backups).toHaveLength(1);
});

test('one is asked for in the own name, once until it begins; the audit log has both orders', async () => {
  const ask = () => administrator.browser.send('POST', `/v1/organisations/${prefecture}/backups`);
  const first = await ask();
  expect(first.status).toBe(202);
  const asked = Backup.parse(await first.json());
  expect(asked).toMatchObject({ state: 'asked', day: null, askedBy: { id: administrator.staffId, name: '見本 職員' } });
  expect(Backup.parse(await (await ask()).json()).backupId).toBe(asked.backupId);
  await api.store.see`update backups set state = 'running', started_at = now() where backup_id = ${asked.backupId}`;
  expect(Backup.parse(await (await ask()).json()).backupId).not.toBe(asked.backupId);
  const orders = await api.store.see`
    select outcome from audit_log where action = 'backups.ask' and municipality = ${prefecture}`;
  expect(orders.map(({ outcome }) => String(outcome))).toEqual(['allowed', 'allowed', 'allowed']);
});

test('who only plans sees them and asks for none; a call centre sees none', async () => {
  const manager = await newcomer(api, ['manager'], { organisation: nation });
  expect((await list(manager, nation)).backups.length).toBeGreaterThan(1);
  expect((await manager.browser.send('POST', `/v1/organisations/${nation}/backups`)).status).toBe(403);
  const callCentre = await newcomer(api, ['call-centre'], { organisation: nation });
  expect((await callCentre.browser.send('GET', `/v1/organisations/${nation}/backups`)).status).toBe(403);
});
