/**
 * The sample on a day on which everything goes wrong: a machine that others keep busy, a slow intermediate server, a
 * worker that is killed again and again, and an engine that loses its data. Judged from the tables at rest and from the
 * participants' own ledgers.
 */
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createScenario } from '../../cli/demo/scenario.ts';
import { LedgerSummary } from '../../contracts/participants/common.ts';
import { drivenStages } from '../../domain/stages.ts';
import { readKeyRing } from '../../keys/key-ring.ts';
import { getDatabaseUrls } from '../../local/stack.ts';
import { openClient } from '../../temporal/connection.ts';
import { dataConverterFor } from '../../temporal/data-converter.ts';
import { bundleWorkflows } from '../support/workflow-bundle.ts';
import { emptyTemporal, kill, patience, runOf, startHogs } from './programs.ts';
import { secretsInTheOpen } from './secrets.ts';
import { createHome, type Ended } from './support.ts';

const seed = 20_261_129;
const residents = 60;
const home = createHome();

let demo: Ended;
let sql: postgres.Sql;
beforeAll(async () => {
  await home.fugo('up');
  sql = postgres(getDatabaseUrls(home.path).superuser, { max: 1, onnotice: () => undefined });
  await home.fugo('participants', 'fault', 'intermediate-server', 'latency', '--latency', '1500', '--share', '0.3');
  const endHogs = startHogs(3);
  const entering = home.fugo('demo', '--residents', String(residents), '--seed', String(seed), '--json');
  try {
    await untilThere(residents / 4);
    for (let times = 0; times < 3; times += 1) await kill(home, 'worker');
    await emptyTemporal(home);
    await kill(home, 'worker');
  } finally {
    endHogs();
  }
  demo = await entering;
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

describe('after a bad day', () => {
  test('no secret stood where another account of the machine may look', async () => {
    expect(await secretsInTheOpen(home)).toEqual([]);
  });

  test('every resident is 依頼済 or in the error list, as on a good one', () => {
    expect(demo.code, demo.stderr).toBe(0);
    const expected = createScenario(seed, residents).map(({ role }) => role);
    const count = (...roles: string[]): number => expected.filter((role) => roles.includes(role)).length;
    expect(JSON.parse(demo.stdout)).toMatchObject({
      residents,
      requested: count('plain', 'simultaneous', 'late-number'),
      errors: { RESIDENT_RECORD_NOT_FOUND: count('withheld'), IDENTITY_MISMATCH: count('mistaken') },
      duplicateRequests: 0,
      unaccounted: 0,
    });
  });

  test('nobody is at rest in a stage that asks for a driver, and no transfer lies unjudged', async () => {
    const [left] = await sql`
      select (select count(*)::int from persons where stage = any(${[...drivenStages]})) as driven,
        (select count(*)::int from persons where stage is null) as undecided,
        (select count(*)::int from persons where in_chunk) as in_chunks,
        (select count(*)::int from inbox where state = 'RECEIVED') as unjudged,
        (select count(*)::int from load_chunks where ended_at is null) as open_chunks`;
    expect(left).toEqual({ driven: 0, undecided: 0, in_chunks: 0, unjudged: 0, open_chunks: 0 });
  });

  test('whoever stands on the error list stands there once, and history SEQs are dense', async () => {
    const parked = await sql`
      select p.person_id from persons p where p.stage = 'NEEDS_ATTENTION' and (
        select count(*) from failures f where f.person_id = p.person_id and f.resolved_at is null
          and f.trying is null and f.inbox_id is null) <> 1`;
    expect(parked).toEqual([]);
    const atRest = await sql`
      select f.failure_id from failures f join persons p using (municipality, person_id)
      where f.trying is not null and p.stage in ('NEEDS_ATTENTION', 'CANCELLED', 'ACQUIRED')`;
    expect(atRest).toEqual([]);
    const gaps = await sql`
      select person_id from address_information group by person_id
      having count(*) <> max(history_seq) or min(history_seq) <> 1`;
    expect(gaps).toEqual([]);
  });

  test('the participants were asked for nobody twice, by their own ledgers', async () => {
    for (const [name, address] of Object.entries(runOf(home).addresses.simulators)) {
      const answer = await fetch(`${address}/ledger/summary`);
      const { operations } = LedgerSummary.parse(await answer.json());
      const twice = Object.entries(operations).filter(([, operation]) => operation.duplicates > 0);
      expect([name, twice]).toEqual([name, []]);
    }
  });

  test('every history that the engine has kept replays', async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const { addresses, files } = runOf(home);
    const keys = readKeyRing(files.keys);
    const { temporal: address, temporalNamespace: namespace } = addresses;
    const client = openClient({ address, namespace, keys });
    const histories = client.workflow.list().intoHistories({ concurrency: 4 });
    const replayed = [];
    const replaying = Worker.runReplayHistories(
      { workflowBundle: await bundleWorkflows(), dataConverter: dataConverterFor(keys, namespace) },
      histories,
    );
    for await (const { workflowId, error } of replaying) replayed.push({ workflowId, error });
    await client.connection.close();
    expect(replayed.length).toBeGreaterThan(10);
    expect(replayed.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});
