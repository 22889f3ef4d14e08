import { randomUUID } from 'node:crypto';
import { NationalCodeRequest, NationalResidents } from '../contracts/participants/code-route.ts';
import type { CodeGeneration } from '../contracts/participants/information-providing-nws.ts';
import { lineResult, resultsInOrder } from './base/answers.ts';
import { checkDigitOf } from './base/check-digit.ts';
import { parseBody } from './base/http.ts';
import { deliveryOf, notHeld } from './base/pending.ts';
import type { Base, Participant } from './base/program.ts';

/**
 * 住基全国サーバー: maps the personal number to the resident record code (住民票コード) and sends it on (S80). Unlisted
 * people are registered on first sight. Neither number is stored: a person is the fingerprint of the personal number
 * and a register number, from which the record code is worked out when it is sent.
 */
export const jukiNationalServer: Participant = {
  tables: `
    create table if not exists residents (
      fingerprint text primary key,
      register_number bigint generated always as identity unique,
      state text not null default 'registered' check (state in ('registered', 'withheld'))
    );
    create table if not exists code_requests (
      id bigint generated always as identity primary key,
      serial text not null unique,
      request_id text not null,
      municipality text not null,
      fingerprint text not null references residents,
      state text not null default 'pending' check (state in ('pending', 'forwarded', 'refused')),
      taken_at timestamptz not null default now()
    );
    create index if not exists code_requests_pending on code_requests (id) where state = 'pending';
  `,
  build(base) {
    const { app, sealed } = base;
    const { sql } = base.database;
    const forwarder = base.forward(forwardToNws(base));

    app.post('/v1/code-requests', async (c) => {
      const { requestId, lines } = await parseBody(c, NationalCodeRequest);
      const rows = lines.map((line) => ({
        line_id: line.lineId,
        serial: line.processingSerial,
        municipality: line.municipality,
        fingerprint: sealed.fingerprint(line.personalNumber),
        hash: sealed.payloadHash(`${line.processingSerial}/${line.personalNumber}`),
      }));
      const fresh = await sql<{ line_id: string }[]>`
        with line as (
          select * from jsonb_to_recordset(${sql.json(rows)}::jsonb)
            as l(line_id text, serial text, municipality text, fingerprint text, hash text)
        ), registered as (
          insert into residents (fingerprint)
          select distinct fingerprint from line where fingerprint not in (select fingerprint from residents)
          on conflict do nothing
        ), taken as (
          insert into code_requests (serial, request_id, municipality, fingerprint)
          select serial, ${requestId}, municipality, fingerprint from line on conflict do nothing returning serial
        ), noted as (
          insert into ledger (operation, request_id, line_id, subject, payload_hash)
          select 'code-request-taken', ${requestId}, line_id, municipality || '/' || serial, hash
          from taken join line using (serial)
        )
        select line_id from taken join line using (serial)`;
      if (fresh.length > 0) forwarder.wake();
      const results = fresh.map((row) => lineResult(row.line_id, 'accepted', null));
      return c.json({ requestId, results: resultsInOrder(lines, results) }, 202);
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
        const [row] = await sql<{ residents: number; requests: number; pending: number }[]>`
          select (select count(*) from residents)::int as residents, count(*)::int as requests,
            count(*) filter (where state = 'pending')::int as pending
          from code_requests`;
        return { ...row };
      },
    };
  },
};

/** Eleven digits, unique by construction: a keyed permutation of the register number, and the check digit. */
export function createRecordCodes(key: Buffer): (registerNumber: string) => string {
  const size = 10_000_000_000n;
  const tens = key.readBigUInt64BE(0) % (size / 10n);
  const factor = tens * 10n + 7n; // ends in 7, so it shares no factor with a power of ten
  const offset = key.readBigUInt64BE(8) % size;
  return (registerNumber) => {
    const digits = ((BigInt(registerNumber) * factor + offset) % size).toString().padStart(10, '0');
    return digits + String(checkDigitOf(digits));
  };
}

type Pending = { id: string; serial: string; municipality: string; register_number: string; resident: string };

/** S80; the result of a person who is withheld is an error that travels the same way. */
function forwardToNws({ database, faults, peers, sealed }: Base) {
  const sql = database.background;
  const recordCodeOf = createRecordCodes(sealed.deriveKey('resident-record-code'));
  return deliveryOf<Pending>({
    name: 'S80',
    pick: (limit) => sql<Pending[]>`
      select c.id, c.serial, c.municipality, r.register_number, r.state as resident
      from code_requests c join residents r using (fingerprint)
      where c.state = 'pending' and ${notHeld(sql, faults, sql`c.serial`)} order by c.id limit ${limit}`,
    lineIdOf: (row) => row.serial,
    send: (rows) =>
      peers.sendLines('information-providing-nws', '/v1/code-generations', {
        requestId: `S80/${randomUUID()}`,
        lines: rows.map(({ serial, municipality, resident, register_number }) => {
          const line = { lineId: serial, municipality, processingSerial: serial };
          return resident === 'withheld' || faults.hits('wrong-row')
            ? { ...line, error: 'RESIDENT_RECORD_NOT_FOUND' }
            : { ...line, residentRecordCode: recordCodeOf(register_number) };
        }),
      } satisfies CodeGeneration),
    note: async (sent) => {
      const rows = sent.map(({ row, refused }) => ({ id: row.id, refused, hash: sealed.payloadHash(row.serial) }));
      await sql`
        with done as (
          update code_requests c set state = case when l.refused is null then 'forwarded' else 'refused' end
          from jsonb_to_recordset(${sql.json(rows)}::jsonb) as l(id bigint, refused text, hash text)
          where c.id = l.id and c.state = 'pending'
          returning c.request_id, c.municipality, c.serial, c.state, l.hash
        )
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'code-request-forwarded', request_id, serial, municipality || '/' || serial, hash
        from done where state = 'forwarded'`;
    },
  });
}
