/**
 * `node bench/load/plain-script.ts HOME FILE MUNICIPALITY`: the nightly batch that a municipality would
 * otherwise write. A straight line over whole tables; what breaks off is begun again by hand, and no step is noted down.
 * Writes on standard output when it began and ended, and what it cost.
 */
import postgres from 'postgres';
import { readKeyRing } from '../../keys/key-ring.ts';
import { urlWith } from '../../local/database.ts';
import { readRun } from '../../local/run-file.ts';
import { getDatabaseUrls } from '../../local/stack.ts';
import { createCodeRouteClient } from '../../participants/code-route/client.ts';
import { createIntermediateServerClient } from '../../participants/intermediate-server/client.ts';
import { readFile } from './plain/read-file.ts';
import { runSteps, plainTables } from './plain/steps.ts';

const [home, path, municipality] = process.argv.slice(2);
const run = home === undefined ? undefined : readRun(home);
if (!run || home === undefined || path === undefined || municipality === undefined) {
  throw new Error('usage: plain-script.ts HOME FILE MUNICIPALITY');
}

const { superuser } = getDatabaseUrls(home);
const server = postgres(superuser, { max: 1, onnotice: () => undefined });
await server`drop database if exists plain`;
await server`create database plain`;
await server.end();
const sql = postgres(urlWith(superuser, { database: 'plain' }), { max: 1, onnotice: () => undefined });
await sql.unsafe(plainTables);

const keys = readKeyRing(run.files.keys);
const options = { timeoutMs: 300_000 };
const { simulators } = run.addresses;
const cpuBefore = process.cpuUsage();
const beganAt = Date.now();
await readFile(sql, { path, keys, municipality });
await runSteps({
  sql,
  keys,
  municipality,
  intermediateServer: createIntermediateServerClient(simulators['intermediate-server'], options),
  codeRoute: createCodeRouteClient(simulators['juki-system'], options),
});
const endedAt = Date.now();
const { user, system } = process.cpuUsage(cpuBefore);
const [row] = await sql<{ acquired: number }[]>`
  select count(*) filter (where status = 'ACQUIRED')::int as acquired from resident`;
await sql.end();
process.stdout.write(
  JSON.stringify({ beganAt, endedAt, acquired: row?.acquired ?? 0, cpuMs: (user + system) / 1_000 }),
);
