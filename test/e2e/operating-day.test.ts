/**
 * An operating day of the whole stack on which much goes wrong: the worker and the database are killed in its middle, a
 * communication server lies about running, a prefectural server hangs, the national server refuses to stop. Staff resume what stands still.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createApiClient } from '../../cli/client/api-client.ts';
import { OperatingDay } from '../../contracts/api/operating-days.ts';
import { LedgerSummary, type Fault } from '../../contracts/participants/common.ts';
import { ServerView } from '../../contracts/participants/control.ts';
import { nation, prefectureOf } from '../../domain/organisations.ts';
import { getDatabaseUrls } from '../../local/stack.ts';
import { kill, patience, runOf } from './programs.ts';
import { createHome, type Ended } from './support.ts';

const home = createHome();
const liar = '990019';
const hanging = prefectureOf('983012');
let sql: postgres.Sql;
let demo: Ended;

const until = (organisation: string, isIt: (state: string) => boolean): Promise<boolean> =>
  vi.waitUntil(async () => {
    const [row] = await sql<{ state: string }[]>`
      select state from operating_days where organisation = ${organisation}`;
    return row !== undefined && isIt(row.state);
  }, patience);

const untilServerIs = (program: string, organisation: string, state: string): Promise<boolean> =>
  vi.waitUntil(
    async () => {
      const address = runOf(home).addresses.simulators[program] ?? '';
      const answer = await fetch(`${address}/v1/organisations/${organisation}/server`);
      return ServerView.parse(await answer.json()).state === state;
    },
    { ...patience, interval: 100 },
  );

async function setFault(program: string, fault: Partial<Fault>): Promise<void> {
  const address = runOf(home).addresses.simulators[program] ?? '';
  const answer = await fetch(`${address}/fault`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  expect(answer.status).toBeLessThan(300);
}

async function resume(organisation: string): Promise<void> {
  const credentials = JSON.parse(readFileSync(join(home.path, 'admin-client.json'), 'utf8')) as {
    clientId: string;
    clientSecret: string;
  };
  const { api } = runOf(home).addresses as unknown as { api: string };
  const client = createApiClient(api, credentials, 'en');
  const [row] = await sql<{ day: string }[]>`select day::text from operating_days where organisation = ${organisation}`;
  const path = `/v1/organisations/${organisation}/operating-days/${row?.day ?? ''}/resume`;
  const reply = await client.call({ method: 'POST', path, body: { reason: 'サーバを直した' }, answer: OperatingDay });
  expect(reply.kind).toBe('ok');
}

beforeAll(async () => {
  await home.fugo('up');
  sql = postgres(getDatabaseUrls(home.path).superuser, { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await home.remove();
});

const hasStarted = (state: string): boolean => ['open', 'stopping', 'daily', 'done'].includes(state);

describe('an operating day on which much goes wrong', () => {
  test('comes to its end in order, at the word of staff', async () => {
    const running = home.fugo('demo', '--day', '--quick', '--json');
    await until(nation, () => true);
    await untilServerIs('juki-national-server', nation, 'stopped');
    await setFault('communication-server', { kind: 'liar', organisation: liar });
    await setFault('prefectural-server', { kind: 'hangs', organisation: hanging, forSeconds: 14 });
    await until(nation, hasStarted);
    // Its next command is the stop. Set now, because on a busy machine the day closes before the rest is done.
    await setFault('juki-national-server', { kind: 'refuses', organisation: nation });
    await kill(home, 'worker');
    await until(liar, (state) => state === 'halted');
    await setFault('communication-server', { kind: 'none' });
    await resume(liar);
    await until(liar, hasStarted);
    await kill(home, 'database');
    const [survived] = await sql<{ state: string }[]>`
      select state from operating_days where organisation = ${liar}`;
    expect(hasStarted(survived?.state ?? '')).toBe(true);
    await until(nation, (state) => state === 'halted');
    await setFault('juki-national-server', { kind: 'none' });
    await resume(nation);
    demo = await running;
    expect(demo.code, demo.stderr).toBe(0);
    expect(JSON.parse(demo.stdout)).toMatchObject({ inOrder: true, duplicateRequests: 0, unaccounted: 0 });
  });

  test('requests waited for their server, and none was made twice, by the ledgers of the participants', async () => {
    expect((JSON.parse(demo.stdout) as { waited: number }).waited).toBeGreaterThan(0);
    for (const [name, address] of Object.entries(runOf(home).addresses.simulators)) {
      const { operations } = LedgerSummary.parse(await (await fetch(`${address}/ledger/summary`)).json());
      const twice = Object.entries(operations).filter(([, { duplicates }]) => duplicates > 0);
      expect([name, twice]).toEqual([name, []]);
    }
  });

  test('each fault was one incident, which is closed; the backup was asked for once', async () => {
    const incidents = await sql`
      select organisation, detail, closed_at is not null as closed from incidents
      where fingerprint like 'operating-day/%' order by incident`;
    expect([...incidents]).toEqual([
      { organisation: liar, detail: 'start NOT_AS_IT_SAYS', closed: true },
      { organisation: nation, detail: 'stop REFUSED', closed: true },
    ]);
    const [backups] = await sql`select count(*)::int as count from backups where day is not null`;
    expect(backups).toEqual({ count: 1 });
    const statistics = await sql`select organisation from daily_statistics`;
    expect(statistics).toHaveLength(2);
  });
});
