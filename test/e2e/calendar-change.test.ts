/**
 * The nation closes the country while requests are under way, opens it, closes it again and opens it for good: whoever
 * waits is parked and woken, and nobody is asked for twice at the servers.
 */
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LedgerSummary } from '../../contracts/participants/common.ts';
import { addDays, tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { commonNationalCalendar } from '../../domain/calendar/parts.ts';
import { nation } from '../../domain/organisations.ts';
import { drivenStages, type Stage } from '../../domain/stages.ts';
import { getDatabaseUrls } from '../../local/stack.ts';
import { openDatabase, type DatabaseHandle } from '../../storage/database/database.ts';
import { approveChange, changeCalendar } from '../../storage/hours/changes.ts';
import { patience, runOf } from './programs.ts';
import { createHome, type Ended } from './support.ts';

const residents = 60;
/** Its requests go to the Juki system, which forwards at once; the gateway of the other one stores them at any hour. */
const waiting = '990019';
const home = createHome();
let sql: postgres.Sql;
let handle: DatabaseHandle;
let demo: Ended;
const parked: number[] = [];
let routedWhileClosed = 0;

/** By one person proposed, by another approved, as the API does it. All of today and tomorrow, whatever days they are. */
async function setCountry(kind: 'open' | 'closed'): Promise<void> {
  const today = tokyoDateOf(Date.now());
  const setting = {
    ...commonNationalCalendar,
    opens: '00:00',
    closes: '23:59',
    closingMarginMinutes: 0,
    startLeadMinutes: 0,
    dailyProcessingMinutes: 0,
    overrides: [today, addDays(today, 1)].map((date) => ({ date, kind, reason: '見本' })),
  };
  const change = { organisation: nation, setting, basedOn: undefined, reason: '見本', by: 's-1' };
  const proposed = await changeCalendar(handle.db, change);
  if (proposed.kind !== 'proposed') throw new Error(proposed.kind);
  const { changeId } = proposed;
  const decided = await approveChange(handle.db, { organisation: nation, changeId, by: 's-2', reason: null });
  expect(decided).toEqual({ kind: 'done' });
}

const count = async (...stages: Stage[]): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from persons where municipality = ${waiting} and stage = any(${stages})`;
  return row?.count ?? 0;
};
const until = (isIt: () => Promise<boolean>) => vi.waitUntil(isIt, patience);

beforeAll(async () => {
  await home.fugo('up');
  const urls = getDatabaseUrls(home.path);
  sql = postgres(urls.superuser, { max: 1, onnotice: () => undefined });
  handle = openDatabase(urls.api, { max: 2, name: 'test-calendar' });
  await setCountry('closed');
  const entering = home.fugo(
    'demo',
    '--residents',
    String(residents),
    '--seed',
    '20261130',
    '--enforce-hours',
    '--json',
  );
  await until(async () => (await count('WAITING_FOR_HOURS')) > residents / 6);
  routedWhileClosed = await count('ROUTED', 'ACQUIRED');
  parked.push(await count('WAITING_FOR_HOURS'));
  await setCountry('open');
  await until(async () => (await count('ROUTED', 'ACQUIRED')) > 0);
  await setCountry('closed');
  parked.push(await count('WAITING_FOR_HOURS'));
  await setCountry('open');
  demo = await entering;
});

afterAll(async () => {
  await handle.close();
  await sql.end({ timeout: 5 });
  await home.remove();
});

describe('when the calendar changes again and again under requests', () => {
  test('all of them come to their end, and none is at rest in a stage that waits', async () => {
    expect(demo.code, demo.stderr).toBe(0);
    expect(JSON.parse(demo.stdout)).toMatchObject({ residents, duplicateRequests: 0, unaccounted: 0 });
    // The demo counts who waits for the hours as looked after; they go on once the operating day has started the servers.
    await until(async () => {
      const [row] = await sql<{ left: number }[]>`
        select count(*)::int as left from persons where stage = any(${[...drivenStages]})`;
      return row?.left === 0;
    });
    expect(parked[0]).toBeGreaterThan(residents / 6);
    expect(routedWhileClosed).toBe(0);
  });

  test('nobody was asked for twice, by the ledgers of the participants', async () => {
    for (const [name, address] of Object.entries(runOf(home).addresses.simulators)) {
      const { operations } = LedgerSummary.parse(await (await fetch(`${address}/ledger/summary`)).json());
      const twice = Object.entries(operations).filter(([, { duplicates }]) => duplicates > 0);
      expect([name, twice]).toEqual([name, []]);
    }
  });
});
