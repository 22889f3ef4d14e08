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
const residents = 40;
const home = createHome();

let sql: postgres.Sql;
let backup: Ended;
let demo: Ended;
let restored: Ended;
/** How many had an open request at the moment. */
let open: number;
/** What the participants had done for anybody when all was at its end, by participant and operation. */
let before: Ledgers;

const connect = (): postgres.Sql =>
  postgres(getDatabaseUrls(home.path).superuser, { max: 1, onnotice: () => undefined });

beforeAll(async () => {
  await home.fugo('up');
  sql = connect();
  await home.fugo('participants', 'fault', 'intermediate-server', 'latency', '--latency', '1000', '--share', '0.5');
  const entering = home.fugo('demo', '--residents', String(residents), '--seed', String(seed), '--json');
  await untilThere(10);
  backup = await home.fugo('backup', 'now', '--json');
  await untilThere(residents / 2);
  const [row] = await sql<{ at: number; open: number }[]>`
    select extract(epoch from clock_timestamp())::float8 * 1000 as at,
      count(*) filter (where stage = any(${[...drivenStages]}))::int as open from persons`;
  open = row?.open ?? 0;
  const at = Math.ceil(row?.at ?? 0) + 1;
  demo = await entering;
  before = await readLedgers();
  await sql.end();
  restored = await home.fugo('restore', '--to', new Date(at).toISOString(), '--yes', '--json');
  sql = connect();
});

type Ledgers = Record<string, LedgerSummary['operations']>;
async function readLedgers(): Promise<Ledgers> {
  const ledgers: Ledgers = {};
  for (const [name, address] of Object.entries(runOf(home).addresses.simulators)) {
    const answer = await fetch(`${address}/ledger/summary`);
    ledgers[name] = LedgerSummary.parse(await answer.json()).operations;
  }
  return ledgers;
}

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
    for (const { code, stderr } of [backup, demo, restored]) expect(code, stderr).toBe(0);
    const { aside, started } = JSON.parse(restored.stdout) as { aside: string[]; started: boolean };
    expect(started).toBe(true);
    expect(aside.map((path) => existsSync(path))).toEqual([true, true]);
    const [there] = await sql<{ people: number }[]>`select count(*)::int as people from persons`;
    expect(there?.people).toBeGreaterThanOrEqual(residents / 2);
    expect(there?.people).toBeLessThan(residents);
    expect(open).toBeGreaterThan(residents / 10);
  });

  test('every open request comes to its end, from an empty Temporal', async () => {
    const readLeft = async () => {
      const [row] = await sql`
        select (select count(*)::int from persons where stage = any(${[...drivenStages]})) as driven,
          (select count(*)::int from persons where stage is null) as undecided,
          (select count(*)::int from inbox where state = 'RECEIVED') as unjudged`;
      return row;
    };
    await expect.poll(readLeft, patience).toEqual({ driven: 0, undecided: 0, unjudged: 0 });
    // Whoever was open may have been sent on since the moment, so each was asked about before it was sent.
    const [asked] = await sql<{ count: number }[]>`
      select count(*)::int as count from request_attempts where step = 'route' and person_id is not null and sends > 1`;
    expect(asked?.count).toBeGreaterThan(0);
  });

  test('the participants were asked for nobody twice, by their own ledgers', async () => {
    const after = await readLedgers();
    const repeated = Object.entries(after).flatMap(([name, operations]) =>
      Object.entries(operations)
        .filter(([, { duplicates }]) => duplicates > 0)
        .map(([operation]) => [name, operation]),
    );
    expect(repeated).toEqual([]);
    expect(effectsOf(before, 'serial-issued')).toHaveLength(1);
    // Everybody had got a serial before, so nobody got one since.
    expect(effectsOf(after, 'serial-issued')).toEqual(effectsOf(before, 'serial-issued'));
  });

  test('the backup passes its check, over the history that the restore began', async () => {
    const verified = await home.fugo('backup', 'verify', '--json');
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
    const listed = await home.fugo('backup', 'list', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject({ backups: [{ verified: { ok: true } }] });
  });
});

function effectsOf(ledgers: Ledgers, operation: string): [name: string, effects: number][] {
  const all = Object.values(ledgers).flatMap((operations) => Object.entries(operations));
  return all.filter(([name]) => name === operation).map(([name, { effects }]) => [name, effects]);
}
