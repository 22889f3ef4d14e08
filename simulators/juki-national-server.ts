import { randomUUID } from 'node:crypto';
import { NationalCodeRequest, NationalResidents } from '../contracts/participants/code-route.ts';
import type { DailyJob } from '../contracts/participants/control.ts';
import type { CodeGeneration } from '../contracts/participants/information-providing-nws.ts';
import { lineResult } from './base/answers.ts';
import { batchTables, countLines } from './base/batches.ts';
import { checkDigitOf } from './base/check-digit.ts';
import { textColumn } from './base/columns.ts';
import { createDelivery } from './base/delivery.ts';
import { parseBody, Unready } from './base/http.ts';
import type { Base, Participant } from './base/program.ts';
import { groupBy } from './base/rows.ts';
import { addServerControl, refuseClosed } from './base/server-control.ts';
import { openServers, serverTables, type DaySpan, type Servers } from './base/servers.ts';
import { payloadHashesOf } from './code-requests.ts';

/**
 * 住基全国サーバー: maps the personal number to the resident record code (住民票コード) and sends it on (S80). Unknown people are
 * registered at first sight. Neither number is stored: a person is a fingerprint of the personal number and a register
 * number, from which the record code is computed when it is sent.
 */
export const jukiNationalServer: Participant = {
  tables: `
    ${batchTables}
    ${serverTables}
    create table if not exists residents (
      fingerprint text primary key,
      register_number bigint generated always as identity,
      state text not null default 'registered' check (state in ('registered', 'withheld'))
    );
    create index if not exists residents_withheld on residents (register_number) where state = 'withheld';
    create table if not exists code_requests (
      id bigint primary key,
      serial text not null unique,
      municipality text not null,
      register_number bigint not null,
      refused text
    );
  `,
  async build(base) {
    const { app, sealed } = base;
    const { sql } = base.database;
    const servers = await openServers(base, {
      kind: 'national-server',
      count: (job, _, day) => countDay(base, job, day),
    });
    const forwarder = base.forward(createNwsDelivery(base, servers));
    addServerControl(base, servers);

    app.post('/v1/code-requests', async (c) => {
      const { requestId, lines: given } = await parseBody(c, NationalCodeRequest);
      // By municipality, so that each has a batch of its own, with the numbers in a row.
      const lines = [...groupBy(given, ({ municipality }) => municipality).values()].flat();
      const municipalities = new Set(lines.map(({ municipality }) => municipality));
      for (const municipality of municipalities) await servers.install(municipality);
      refuseClosed(servers, municipalities);
      const hashes = payloadHashesOf(base, lines);
      const others = await sql<{ line_id: string; known: boolean }[]>`
        with block as (
          select nextval('line_blocks') as first_line
        ), line as (
          select first_line + place - 1 as id, line.*, resident.register_number from block cross join unnest(
              ${textColumn(lines.map(({ lineId }) => lineId))}::text[],
              ${textColumn(lines.map(({ processingSerial }) => processingSerial))}::text[],
              ${textColumn(lines.map(({ municipality }) => municipality))}::text[],
              ${textColumn(lines.map(({ personalNumber }) => sealed.fingerprint(personalNumber)))}::text[],
              ${textColumn(hashes)}::text[]
            ) with ordinality as line(line_id, serial, municipality, fingerprint, hash, place)
            left join lateral (
              select register_number from residents where fingerprint = line.fingerprint limit 1
            ) resident on true
        ), registered as (
          insert into residents (fingerprint) select distinct fingerprint from line where register_number is null
          on conflict do nothing returning fingerprint, register_number
        ), taken as (
          insert into code_requests (id, serial, municipality, register_number)
          select id, serial, municipality, coalesce(line.register_number, registered.register_number)
          from line left join registered using (fingerprint)
          where coalesce(line.register_number, registered.register_number) is not null
          on conflict (serial) do nothing returning id
        ), batch as (
          insert into batches (first_line, size, delivery, municipality, request_id, waiting)
          select min(id), count(*)::integer, 'S80', municipality, ${requestId}, true
          from line group by municipality having bool_or(id in (select id from taken))
        ), noted as (
          insert into ledger (operation, request_id, line_id, subject, payload_hash)
          select 'code-request-taken', ${requestId}, line_id, municipality || '/' || serial, hash
          from line where id in (select id from taken)
        )
        select line.line_id, known.serial is not null as known
        from line left join lateral (select serial from code_requests where serial = line.serial limit 1) known on true
        where line.id not in (select id from taken)`;
      if (others.length < lines.length) forwarder.wake();
      // Another request has just registered them: the caller asks again, and they are found.
      if (others.some(({ known }) => !known)) throw new Unready('busy');
      const repeated = new Set(others.map((row) => row.line_id));
      const results = given.map(({ lineId }) =>
        lineResult(lineId, repeated.has(lineId) ? 'repeated' : 'accepted', null),
      );
      return c.json({ requestId, results }, 202);
    });

    app.put('/v1/residents', async (c) => {
      const { lines } = await parseBody(c, NationalResidents);
      const states = new Map(lines.map((line) => [sealed.fingerprint(line.personalNumber), line.state]));
      const rows = [...states].map(([fingerprint, state]) => ({ fingerprint, state }));
      await sql`
        insert into residents (fingerprint, state)
        select fingerprint, state
        from jsonb_to_recordset(${sql.json(rows)}::jsonb) as l(fingerprint text, state text)
        on conflict (fingerprint) do update set state = excluded.state`;
      return c.json({ residents: rows.length });
    });

    return {
      async counts() {
        const [row] = await sql<{ residents: number }[]>`select count(*)::int as residents from residents`;
        return { residents: row?.residents ?? 0, ...(await countLines(sql, 'code_requests')) };
      },
      servers: servers.list,
    };
  },
};

/** Eleven digits, distinct because they are a keyed permutation of the register number with a check digit. */
export function createRecordCodes(key: Buffer): (registerNumber: string) => string {
  const size = 10_000_000_000n;
  const tens = key.readBigUInt64BE(0) % (size / 10n);
  // Ends in 7, so it shares no factor with a power of ten.
  const factor = tens * 10n + 7n;
  const offset = key.readBigUInt64BE(8) % size;
  return (registerNumber) => {
    const digits = ((BigInt(registerNumber) * factor + offset) % size).toString().padStart(10, '0');
    return digits + String(checkDigitOf(digits));
  };
}

type Line = { serial: string; municipality: string; register_number: string; withheld: boolean };

/** S80: sends the resident record codes to the NWS; for withheld people an error takes the same way. */
function createNwsDelivery(base: Base, servers: Servers) {
  const { database, faults, peers, sealed } = base;
  const recordCodeOf = createRecordCodes(sealed.deriveKey('resident-record-code'));
  return createDelivery<Line>(base, {
    delivery: 'S80',
    mayGo: (municipality) => servers.findClosure(municipality) === null,
    lines: database.background`
      select id, serial, municipality, register_number,
        register_number in (select register_number from residents where state = 'withheld') as withheld
      from code_requests where refused is null`,
    heldBy: 'serial',
    lineIdOf: ({ serial }) => serial,
    send: (lines) =>
      peers.sendLines('information-providing-nws', '/v1/code-generations', {
        requestId: `S80/${randomUUID()}`,
        lines: lines.map(({ serial, municipality, withheld, register_number: registerNumber }) => {
          const line = { lineId: serial, municipality, processingSerial: serial };
          return withheld || faults.hits('wrong-row')
            ? { ...line, error: 'RESIDENT_RECORD_NOT_FOUND' }
            : { ...line, residentRecordCode: recordCodeOf(registerNumber) };
        }),
      } satisfies CodeGeneration),
    refusedIn: 'code_requests',
    operation: 'code-request-forwarded',
    effectOf: ({ serial, municipality }) => ({
      lineId: serial,
      subject: `${municipality}/${serial}`,
      payloadHash: sealed.payloadHash(serial),
    }),
  });
}

/** Statistics: the lines taken on that day and their municipalities; backup: the rows that there are. */
async function countDay({ database: { sql } }: Base, job: DailyJob, { from, to }: DaySpan) {
  if (job === 'backup') {
    const [row] = await sql<{ rows: number }[]>`
      select (select count(*) from residents)::int + (select count(*) from code_requests)::int as rows`;
    return { rows: row?.rows ?? 0 };
  }
  const [row] = await sql<{ requests: number; municipalities: number }[]>`
    select count(*)::int as requests, count(distinct line.municipality)::int as municipalities
    from batches batch
      join code_requests line on line.id >= batch.first_line and line.id < batch.first_line + batch.size
    where batch.taken_at >= ${from} and batch.taken_at < ${to}`;
  return { requests: row?.requests ?? 0, municipalities: row?.municipalities ?? 0 };
}
