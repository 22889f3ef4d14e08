/** What the monitor stores may be stored again, and what it tells is told once. */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Incident } from '../../../domain/monitoring/incidents.ts';
import { openDatabase, type Database } from '../../../storage/database/database.ts';
import { saveEntries, type Entry, type NotificationEntry } from '../../../storage/monitoring/entries.ts';
import { listClosedUntold, listOpenIncidents } from '../../../storage/monitoring/incidents.ts';
import { sendNext } from '../../../storage/monitoring/notifications.ts';
import {
  listServersAtRest,
  listWatchedTargets,
  registerOwnTargets,
  registerServerTargets,
} from '../../../storage/monitoring/targets.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let see: postgres.Sql;
let db: Database;
let close: () => Promise<void>;
beforeAll(async () => {
  database = await createTestDatabase();
  see = postgres(database.superuserUrl, { max: 2, onnotice: () => undefined });
  // As the monitor's own role: whatever it may not do fails here.
  ({ db, close } = openDatabase(database.monitorUrl, { max: 6, name: 'test-monitor' }));
});
afterAll(async () => {
  await close();
  await see.end({ timeout: 5 });
  await database.drop();
});
beforeEach(async () => {
  await see`truncate check_targets, check_states, check_changes, incidents, notifications, recipients cascade`;
});

const at = Date.parse('2026-04-01T09:00:00+09:00');
const incidentOf = (changes: Partial<Incident> = {}): Incident => ({
  incidentId: randomUUID(),
  fingerprint: 'target/a',
  organisation: 'nation',
  severity: 'critical',
  targetId: null,
  cause: 'TIMEOUT',
  openedAt: at,
  toldAt: at,
  acknowledgedAt: null,
  escalatedAt: null,
  escalatedMinutes: 0,
  closedAt: null,
  flaps: 0,
  suppressed: 0,
  ...changes,
});
const entryOf = (incident: Incident): Entry => ({ kind: 'incident', incident, detail: null });
const notificationOf = (
  { incidentId, organisation }: Incident,
  transition: NotificationEntry['transition'],
  recipient = 'a@x.example',
): NotificationEntry => ({
  kind: 'notification',
  incidentId,
  transition,
  recipient,
  recipientKind: 'mail',
  messageId: `<${incidentId}.${transition}.${recipient}>`,
  organisation,
  at,
  sentAt: null,
});

describe('entries', () => {
  test('that are stored again change nothing', async () => {
    await registerOwnTargets(db, [
      { target: 'fugo/a', organisation: 'nation', kind: 'process', address: 'x', name: 'A', nameEn: 'A' },
    ]);
    const incident = incidentOf();
    const closed = { ...incident, closedAt: at + 60_000 };
    const entries: Entry[] = [
      {
        kind: 'state',
        target: 'fugo/a',
        organisation: 'nation',
        state: 'down',
        since: at,
        checkedAt: at,
        suppressedBy: null,
        detail: 'TIMEOUT',
        changed: true,
      },
      entryOf(incident),
      notificationOf(incident, 'opened'),
      entryOf(closed),
      notificationOf(incident, 'closed'),
    ];
    for (let repeated = 0; repeated < 3; repeated += 1) await saveEntries(db, entries);
    expect(await see`select closed_at, told_at from incidents`).toEqual([
      { closed_at: new Date(at + 60_000), told_at: new Date(at) },
    ]);
    expect(await see`select 1 from notifications`).toHaveLength(2);
    expect(await see`select 1 from check_changes`).toHaveLength(1);
  });

  test('mean the open incident that is stored already, and no second one', async () => {
    const stored = incidentOf();
    await saveEntries(db, [entryOf(stored), notificationOf(stored, 'opened')]);
    // Opened by a process that did not know of it, while the database was away.
    const other = incidentOf({ openedAt: at + 30_000, toldAt: at + 30_000 });
    const entries = [
      entryOf(other),
      notificationOf(other, 'opened'),
      entryOf({ ...other, closedAt: at + 90_000 }),
      notificationOf(other, 'closed'),
    ];
    for (let repeated = 0; repeated < 2; repeated += 1) await saveEntries(db, entries);
    const rows = await see`select incident_key, closed_at from incidents`;
    expect(rows).toEqual([{ incident_key: stored.incidentId, closed_at: new Date(at + 90_000) }]);
    expect(
      (await see`select transition from notifications order by 1`).map(({ transition }) => String(transition)),
    ).toEqual(['closed', 'opened']);
  });

  test('of a state do not bring back an older moment of an acknowledgement', async () => {
    const incident = incidentOf();
    await saveEntries(db, [entryOf(incident)]);
    await see`update incidents set acknowledged_by = 'x', acknowledged_at = now()`;
    await saveEntries(db, [entryOf({ ...incident, flaps: 2 })]);
    const [open] = await listOpenIncidents(db);
    expect(open).toMatchObject({ flaps: 2 });
    expect(open?.acknowledgedAt).toEqual(expect.any(Number));
  });
});

describe('the outbox', () => {
  test('gives each notification to one sender, and again when it was not taken', async () => {
    const incidents = Array.from({ length: 20 }, (_, index) => incidentOf({ fingerprint: `target/${index}` }));
    await saveEntries(
      db,
      incidents.flatMap((each) => [entryOf(each), notificationOf(each, 'opened')]),
    );
    const taken = new Map<string, number>();
    const all = async (): Promise<void> => {
      while (
        await sendNext(db, ({ messageId, attempts, name, number }) => {
          taken.set(messageId, (taken.get(messageId) ?? 0) + 1);
          expect(name.en).toBe('National body');
          expect(number).toBeGreaterThan(0);
          return Promise.resolve(
            attempts === 0 ? { kind: 'failed', error: 'SMTP_451', againInMs: 0 } : { kind: 'sent' },
          );
        })
      );
    };
    await Promise.all([all(), all(), all()]);
    expect([...taken.values()]).toEqual(Array.from({ length: 20 }, () => 2));
    expect(await see`select 1 from notifications where sent_at is not null and attempts = 2`).toHaveLength(20);
  });

  test('takes back what a sender died with, and gives up what is refused', async () => {
    const incident = incidentOf();
    await saveEntries(db, [entryOf(incident), notificationOf(incident, 'opened')]);
    await expect(sendNext(db, () => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
    expect(await sendNext(db, () => Promise.resolve({ kind: 'refused', error: 'SMTP_550' }))).toBe(true);
    expect(await sendNext(db, () => Promise.resolve({ kind: 'sent' }))).toBe(false);
    expect(await see`select error from notifications where refused_at is not null`).toEqual([{ error: 'SMTP_550' }]);
  });

  test('an incident that another program has closed is found once, until its end is told', async () => {
    const incident = incidentOf({ fingerprint: 'operating-day/nation/2026-04-01' });
    await saveEntries(db, [entryOf(incident), notificationOf(incident, 'opened')]);
    await see`update incidents set closed_at = now()`;
    const [closed] = await listClosedUntold(db);
    expect(closed?.incidentId).toBe(incident.incidentId);
    if (closed) await saveEntries(db, [entryOf(closed), notificationOf(closed, 'closed')]);
    expect(await listClosedUntold(db)).toEqual([]);
  });
});

describe('targets', () => {
  test('servers are watched by their registration, each below the server of the tier above', async () => {
    await see`insert into organisations values ('130001', 'prefecture', 'nation', '東京都', 'Tokyo'), ('131016', 'municipality', '130001', '見本市', 'Mihon')
      on conflict do nothing`;
    await see`insert into servers (organisation, kind, control_url) values ('nation', 'national-server', 'http://a'),
      ('130001', 'prefectural-server', 'http://b'), ('131016', 'communication-server', 'http://c') on conflict do nothing`;
    for (let repeated = 0; repeated < 2; repeated += 1) await registerServerTargets(db);
    const targets = await listWatchedTargets(db);
    expect(targets.map(({ target, parent, name }) => [target, parent, name])).toEqual([
      ['server/130001', 'server/nation', '東京都都道府県サーバ'],
      ['server/131016', 'server/130001', '見本市CS'],
      ['server/nation', null, '指定情報処理機関全国サーバ'],
    ]);
  });

  test('what the monitor does not name any more is watched no longer', async () => {
    const own = (target: string) =>
      ({ target, organisation: 'nation', kind: 'process', address: 'x', name: 'A', nameEn: 'A' }) as const;
    await registerOwnTargets(db, [own('fugo/a'), own('fugo/b')]);
    await registerOwnTargets(db, [own('fugo/b')]);
    expect((await listWatchedTargets(db)).map(({ target }) => target)).toEqual(['fugo/b']);
  });

  test('a server is at rest while its latest operating day is not open', async () => {
    const day = (date: string, state: string) =>
      see`insert into operating_days (organisation, day, state, starts_at, online_opens_at, online_closes_at, daily_ends_at)
        values ('nation', ${date}, ${state}, now(), now(), now(), now())`;
    expect(await listServersAtRest(db)).toEqual([]);
    await day('2026-04-01', 'open');
    expect(await listServersAtRest(db)).toEqual([]);
    await day('2026-04-02', 'starting');
    expect(await listServersAtRest(db)).toEqual(['nation']);
  });
});
