/** One step after the other for the whole table: requests of ten thousand lines, and the answer of each as one UPDATE. */
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { KeyRing } from '../../../keys/key-ring.ts';
import type { CodeRouteClient } from '../../../participants/code-route/client.ts';
import type { IntermediateServerClient } from '../../../participants/intermediate-server/client.ts';
import { openPersonalNumber } from '../../../storage/database/personal-number.ts';

const linesARequest = 10_000;
const pollMs = 500;

interface Script {
  sql: postgres.Sql;
  keys: KeyRing;
  municipality: string;
  intermediateServer: IntermediateServerClient;
  codeRoute: CodeRouteClient;
}

interface Row {
  id: string;
  number: string;
  personal_number: Uint8Array;
  serial: string | null;
}

export async function runSteps(script: Script): Promise<void> {
  const { sql } = script;
  await sql`
    update resident set integrated_number = lpad(nextval('integrated_number')::text, 15, '0'), status = 'NUMBERED'
    where personal_number is not null`;
  await forEachBatch(script, 'NUMBERED', (rows) => requestSerials(script, rows));
  await sql`update resident set status = 'SERIAL_REQUESTED' where status = 'NUMBERED'`;
  await forEachBatch(script, 'SERIAL_REQUESTED', (rows) => requestFile(script, rows));
  await sql`update resident set status = 'FILE_REQUESTED' where status = 'SERIAL_REQUESTED'`;
  for (const { receipt } of await sql<
    { receipt: string }[]
  >`select distinct receipt from resident where receipt is not null`) {
    await fetchFile(script, receipt);
  }
  await sql`update resident set status = 'FILE_RECEIVED' where status = 'FILE_REQUESTED' and serial is not null`;
  await forEachBatch(script, 'FILE_RECEIVED', (rows) => route(script, rows));
  await sql`update resident set status = 'ROUTED' where status = 'FILE_RECEIVED'`;
  for (;;) {
    await forEachBatch(script, 'ROUTED', (rows) => confirm(script, rows));
    const [left] = await sql<{ count: number }[]>`select count(*)::int as count from resident where status = 'ROUTED'`;
    if (!left || left.count === 0) return;
    await sleep(pollMs);
  }
}

async function forEachBatch({ sql }: Script, status: string, work: (rows: Row[]) => Promise<void>): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await sql<Row[]>`
      select id, integrated_number as number, personal_number, serial from resident
      where status = ${status} and id > ${after} order by id limit ${linesARequest}`;
    if (rows.length > 0) await work([...rows]);
    after = rows.at(-1)?.id ?? after;
    if (rows.length < linesARequest) return;
  }
}

async function requestSerials(script: Script, rows: readonly Row[]): Promise<void> {
  const { municipality, intermediateServer } = script;
  const lines = rows.map((row) => ({
    lineId: row.id,
    integratedAddressNumber: row.number,
    personalNumber: opened(script, row),
  }));
  answered(await intermediateServer.requestSerials(municipality, { requestId: requestIdOf(rows), lines }));
}

async function requestFile({ sql, municipality, intermediateServer }: Script, rows: readonly Row[]): Promise<void> {
  const lines = rows.map(({ id, number }) => ({ lineId: id, integratedAddressNumber: number }));
  const reply = await intermediateServer.requestFile(municipality, { requestId: requestIdOf(rows), lines });
  const { receiptNumber } = answered(reply);
  await sql`update resident set receipt = ${receiptNumber} where id = any(${rows.map(({ id }) => id)}::uuid[])`;
}

/** Rows come in the order of the request's lines, which is that of the ids. */
async function fetchFile({ sql, municipality, intermediateServer }: Script, receipt: string): Promise<void> {
  for (;;) {
    const reply = await intermediateServer.fetchFile(municipality, receipt);
    if (reply.kind === 'ready') {
      if (reply.file.refused.length > 0) throw new Error('A serial was refused.');
      const ids = await sql<{ id: string }[]>`select id from resident where receipt = ${receipt} order by id`;
      await sql`
        update resident set serial = t.serial
        from unnest(${ids.map(({ id }) => id)}::uuid[],
          ${reply.file.rows.map(({ processingSerial }) => processingSerial)}::text[]) as t(id, serial)
        where resident.id = t.id`;
      return;
    }
    if (reply.kind !== 'not-ready') throw new Error(`The file was answered by ${reply.kind}.`);
    await sleep(pollMs);
  }
}

async function route(script: Script, rows: readonly Row[]): Promise<void> {
  const lines = rows.map((row) => ({
    lineId: row.id,
    processingSerial: row.serial ?? '',
    personalNumber: opened(script, row),
  }));
  answered(await script.codeRoute.send(script.municipality, { requestId: requestIdOf(rows), lines }));
}

async function confirm({ sql, municipality, intermediateServer }: Script, rows: readonly Row[]): Promise<void> {
  const lines = rows.map(({ id, number }) => ({ lineId: id, integratedAddressNumber: number }));
  const { results } = answered(await intermediateServer.confirmCodes(municipality, { lines }));
  const acquired = results.flatMap(({ lineId, result }) => (result === 'acquired' ? [lineId] : []));
  await sql`update resident set status = 'ACQUIRED' where id = any(${acquired}::uuid[])`;
}

const requestIdOf = (rows: readonly Row[]): string => `plain/${rows[0]?.id ?? ''}`;

const opened = ({ keys, municipality }: Script, row: Row): string =>
  openPersonalNumber(keys, municipality, row.id, row.personal_number);

/** A script has no other way than to end and be started by somebody. */
function answered<T>(reply: { kind: 'answered'; body: T } | { kind: string }): T {
  if ('body' in reply) return reply.body;
  throw new Error(`A participant's answer was ${reply.kind}.`);
}

/** The script's own tables: one row a resident, and a column that says how far it is. */
export const plainTables = `
  create table resident (
    id uuid primary key,
    personal_number bytea,
    personal_number_index bytea unique,
    address_number text not null unique,
    integrated_number text unique,
    name text not null,
    name_kana text,
    birth_date text not null,
    sex text not null,
    address text not null,
    contact text,
    delivery text,
    data_type text not null,
    item1 text,
    item2 text,
    status text not null default 'READ',
    receipt text,
    serial text unique
  );
  create sequence integrated_number;
`;
