/** Somebody keeps the database's tables to himself: nobody waits for longer than the limit of what they do. */
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { databaseTroubleOf } from '../../../storage/database/trouble.ts';
import { inBulk, inMunicipality, openDatabase } from '../../../storage/database/database.ts';
import { settingsOf, timeLimits, type KindOfWork } from '../../../storage/database/time-limits.ts';
import { city, openApi, problemIn, transferBody, type ApiTest } from '../support.ts';

let api: ApiTest;
beforeAll(async () => {
  api = await openApi(212);
});

/** A session that somebody has left open at lunch, with a table locked. */
async function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
  const session = await api.store.see.reserve();
  try {
    await session`begin`;
    await session`lock table ${session(table)} in access exclusive mode`;
    return await work();
  } finally {
    await session`rollback`;
    session.release();
  }
}

const names = Object.keys(settingsOf('step'));
type Settings = Record<string, unknown> & { name: string; setting: string };
const settings = sql`select name, setting from pg_settings where name like '%timeout'`;
const valuesOf = (rows: readonly Settings[]): Record<string, number> =>
  Object.fromEntries(rows.filter(({ name }) => names.includes(name)).map(({ name, setting }) => [name, +setting]));

describe('the limits of time', () => {
  test.each(['answer', 'step'] as const)('of a connection are those of its work: %s', async (work) => {
    const { db, close } = openDatabase(api.store.database.workerUrl, { max: 1, name: 'limits', work });
    expect(valuesOf(await db.execute<Settings>(settings))).toEqual(settingsOf(work));
    await close();
  });

  test('of thousands of lines at once are longer, and end with their transaction', async () => {
    const { db, close } = openDatabase(api.store.database.workerUrl, { max: 1, name: 'limits' });
    const inside = await inBulk(db, city, async (tx) => valuesOf(await tx.execute<Settings>(settings)));
    expect(inside).toEqual(settingsOf('bulk'));
    expect(valuesOf(await db.execute<Settings>(settings))).toEqual(settingsOf('step'));
    await close();
  });

  test('let a lock end before the statement that waits for it, and a caller before the proxy', () => {
    for (const kind of Object.keys(timeLimits) as KindOfWork[]) {
      expect(timeLimits[kind].lock).toBeLessThan(timeLimits[kind].statement);
    }
    expect(timeLimits.answer.statement).toBeLessThan(60_000);
  });
});

describe('a request that meets a limit', () => {
  test('is answered 503 with the time of the next try', async () => {
    const response = await whileLocked('failures', () => api.request('GET', 'errors', { as: api.clients.operator }));
    await problemIn(response, 503, 'DATABASE_BUSY');
    expect(response.headers.get('retry-after')).toBe('5');
    expect((await api.request('GET', 'errors', { as: api.clients.operator })).status).toBe(200);
  });

  test('and is a transfer, is taken when it is sent again, once', async () => {
    const body = transferBody(api.store);
    const refused = await whileLocked('inbox', () => api.request('POST', 'transfers', { json: body }));
    await problemIn(refused, 503, 'DATABASE_BUSY');
    expect(refused.headers.get('retry-after')).toBe('5');
    expect((await api.request('POST', 'transfers', { json: body })).status).toBe(201);
    const kept = await api.store.see`select from inbox where transfer_id = ${body.transferId}`;
    expect(kept.length).toBe(1);
  });

  test('within a body of many lines is the answer of its line', async () => {
    const body = `${JSON.stringify(transferBody(api.store))}\n`;
    const answer = await whileLocked('inbox', async () => {
      const headers = { 'content-type': 'application/x-ndjson' };
      return (await api.request('POST', 'transfers', { body, headers })).text();
    });
    expect(JSON.parse(answer)).toMatchObject({ line: 1, status: 503, problem: { code: 'DATABASE_BUSY' } });
  });
});

describe('a step that meets a limit', () => {
  test('is undone, and done when it is tried again', async () => {
    const { db, close } = openDatabase(api.store.database.workerUrl, { max: 2, name: 'limits' });
    const step = (): Promise<number> =>
      inMunicipality(db, city, async (tx) => {
        await tx.execute(sql`select set_config('lock_timeout', '100ms', true)`);
        return (await tx.execute(sql`select from persons`)).length;
      });
    const failed = await whileLocked('persons', () => step().catch((err: unknown) => err));
    expect(databaseTroubleOf(failed)).toBe('busy');
    expect(await step()).toBeGreaterThanOrEqual(0);
    await close();
  });
});
