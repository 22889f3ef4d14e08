/**
 * A restore in the middle of a load: the sample is entered, backed up meanwhile, brought to its end, and put back to a
 * moment at which many requests were open. The participants then know more than fugo does, and Temporal knows nothing.
 */
import { existsSync } from 'node:fs';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LedgerSummary } from '../../contracts/participants/common.ts';
import { drivenStages } from '../../domain/stages.ts';
import { getDatabaseUrls } from '../../local/stack.ts';
import { patience, runOf } from './programs.ts';
import { createHome, type Ended } from './support.ts';

const seed = 20_261_130;
const residents = 60;
const home = createHome();

let sql: postgres.Sql;
let restored: Ended;
/** Who was there at the moment, and how many of them had an open request. */
let then: { people: string[]; open: number };

const connect = (): postgres.Sql =>
  postgres(getDatabaseUrls(home.path).superuser, { max: 1, onnotice: () => undefined });

beforeAll(async () => {
  await home.fugo('up');
  sql = connect();
  await home.fugo('participants', 'fault', 'intermediate-server', 'latency', '--latency', '1500', '--share', '0.5');
  const entering = home.fugo('demo', '--residents', String(residents), '--seed', String(seed), '--json');
  await untilThere(10);
  const backup = await home.fugo('backup', 'now', '--json');
  expect(backup.code, backup.stderr).toBe(0);
  await untilThere(residents / 2);
  const [row] = await sql<{ at: number }[]>`select extract(epoch from clock_timestamp())::float8 * 1000 as at`;
  const at = Math.ceil(row?.at ?? 0) + 1;
  const demo = await entering;
  expect(demo.code, demo.stderr).toBe(0);
  await sql.end();
  restored = await home.fugo('restore', '--to', new Date(at).toISOString(), '--yes', '--json');
  sql = connect();
});

const untilThere = (people: number) =>
  vi.waitUntil(async () => {
    const [row] = await sql<{ people: number }[]>`select count(*)::int as people from persons`;
    return (row?.people ?? 0) >= people;
  }, patience);

afterAll(async () => {
  await sql.end({ timeout: 5 });
  await home.remove();
});

describe('after a restore in the middle of a load', () => {
  test('the database is that of the moment, and what was there before is kept', async () => {
    expect(restored.code, restored.stderr).toBe(0);
    const { aside, started } = JSON.parse(restored.stdout) as { aside: string[]; started: boolean };
    expect(started).toBe(true);
    expect(aside.map((path) => existsSync(path))).toEqual([true, true]);
    const people = await sql<{ id: string }[]>`select person_id as id from persons`;
    expect(people.length).toBeGreaterThanOrEqual(residents / 2);
    expect(people.length).toBeLessThan(residents);
    then = { people: people.map(({ id }) => id), open: 0 };
  });

  test('every open request comes to its end, from an empty Temporal', async () => {
    const left = () => sql`
      select (select count(*)::int from persons where stage = any(${[...drivenStages]})) as driven,
        (select count(*)::int from persons where stage is null) as undecided,
        (select count(*)::int from inbox where state = 'RECEIVED') as unjudged`;
    await vi.waitUntil(async () => {
      const [row] = await left();
      return row?.['driven'] === 0 && row['undecided'] === 0 && row['unjudged'] === 0;
    }, patience);
    const people = await sql<{ id: string }[]>`select person_id as id from persons`;
    expect(people.map(({ id }) => id).toSorted()).toEqual(then.people.toSorted());
  });

  test('the participants were asked for nobody twice, by their own ledgers', async () => {
    for (const [name, address] of Object.entries(runOf(home).addresses.simulators)) {
      const answer = await fetch(`${address}/ledger/summary`);
      const { operations } = LedgerSummary.parse(await answer.json());
      const twice = Object.entries(operations).filter(([, operation]) => operation.duplicates > 0);
      expect([name, twice]).toEqual([name, []]);
    }
  });

  test('the backup passes its check, over the history that the restore began', async () => {
    const verified = await home.fugo('backup', 'verify', '--json');
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
    const listed = await home.fugo('backup', 'list', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject({ backups: [{ verified: { ok: true } }] });
  });
});
