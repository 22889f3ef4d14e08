import { randomUUID } from 'node:crypto';
import { CodeRequest, type NationalCodeRequest } from '../contracts/participants/code-route.ts';
import { lineResult, requestState, resultsInOrder } from './base/answers.ts';
import { isPersonalNumber } from './base/check-digit.ts';
import { municipalityOf, parseBody, requestIdOf, Unready } from './base/http.ts';
import { deliveryOf, notHeld } from './base/pending.ts';
import type { Base, Participant } from './base/program.ts';

/**
 * コミュニケーションサーバー: the municipality's gate to the Juki net. Takes S60 in the common hours only, and sends S70
 * in the hours while the prefectural and the national server are up (start order, seed J: point 1).
 */
export const communicationServer: Participant = {
  tables: `
    create table if not exists code_requests (
      id bigint generated always as identity primary key,
      municipality text not null,
      request_id text not null,
      line_id text not null,
      serial text not null unique,
      sealed_personal_number text not null,
      state text not null check (state in ('pending', 'forwarded', 'refused')),
      refused text,
      taken_at timestamptz not null default now(),
      unique (municipality, request_id, line_id)
    );
    create index if not exists code_requests_pending on code_requests (id) where state = 'pending';
  `,
  build(base) {
    const { app, sealed, hours, faults } = base;
    const { sql } = base.database;
    const forwarder = base.forward(forwardToNationalServer(base));

    app.post('/v1/municipalities/:municipality/code-requests', async (c) => {
      const municipality = municipalityOf(c);
      const { requestId, lines } = await parseBody(c, CodeRequest);
      if (!hours.isOpen()) throw new Unready('closed', hours.secondsToOpening());
      const rows = lines.map((line) => ({
        line_id: line.lineId,
        serial: line.processingSerial,
        sealed: sealed.seal(line.personalNumber),
        refused: !isPersonalNumber(line.personalNumber) || faults.hits('wrong-row') ? 'ROUTE_REFUSED' : null,
        hash: sealed.payloadHash(`${line.processingSerial}/${line.personalNumber}`),
      }));
      // A serial is taken once, whoever brings it under whatever request id: the gateway regroups its lines.
      const answers = await sql<{ line_id: string; fresh: boolean; refused: string | null }[]>`
        with line as (
          select * from jsonb_to_recordset(${sql.json(rows)}::jsonb)
            as l(line_id text, serial text, sealed text, refused text, hash text)
        ), taken as (
          insert into code_requests
            (municipality, request_id, line_id, serial, sealed_personal_number, state, refused)
          select ${municipality}, ${requestId}, line_id, serial, sealed,
            case when refused is null then 'pending' else 'refused' end, refused
          from line on conflict do nothing returning line_id, serial, refused
        ), noted as (
          insert into ledger (operation, request_id, line_id, subject, payload_hash)
          select 'code-request-taken', ${requestId}, line.line_id, ${municipality} || '/' || line.serial, hash
          from taken join line using (line_id) where taken.refused is null
        )
        select line_id, true as fresh, refused from taken
        union all
        select line.line_id, false, known.refused from line join code_requests known using (serial)`;
      if (answers.some(({ fresh }) => fresh)) forwarder.wake();
      const results = answers.map((row) => lineResult(row.line_id, row.fresh ? 'accepted' : 'repeated', row.refused));
      return c.json({ requestId, results: resultsInOrder(lines, results) }, 202);
    });

    app.get('/v1/municipalities/:municipality/code-requests', async (c) => {
      const requestId = requestIdOf(c);
      const rows = await sql<{ line_id: string; refused: string | null }[]>`
        select line_id, refused from code_requests
        where municipality = ${municipalityOf(c)} and request_id = ${requestId} order by id`;
      return c.json(requestState(requestId, rows));
    });

    return {
      async counts() {
        const rows = await sql<{ state: string; count: number }[]>`
          select state, count(*)::int as count from code_requests group by state`;
        return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
      },
    };
  },
};

type Pending = { id: string; municipality: string; serial: string; sealed_personal_number: string };

/** S70. */
function forwardToNationalServer({ database, faults, peers, hours, sealed }: Base) {
  const sql = database.background;
  return deliveryOf<Pending>({
    name: 'S70',
    lookAgainMs: 1_000,
    async mayGo() {
      if (!hours.isOpen()) return false;
      const [prefecture, nation] = await Promise.all([
        peers.isUp('prefectural-server'),
        peers.isUp('juki-national-server'),
      ]);
      return prefecture && nation;
    },
    pick: (limit) => sql<Pending[]>`
      select id, municipality, serial, sealed_personal_number from code_requests
      where state = 'pending' and ${notHeld(sql, faults, sql`serial`)} order by id limit ${limit}`,
    lineIdOf: (row) => row.serial,
    send: (rows) =>
      peers.sendLines('juki-national-server', '/v1/code-requests', {
        requestId: `S70/${randomUUID()}`,
        lines: rows.map((row) => ({
          lineId: row.serial,
          municipality: row.municipality,
          processingSerial: row.serial,
          personalNumber: sealed.open(row.sealed_personal_number),
        })),
      } satisfies NationalCodeRequest),
    note: async (sent) => {
      const rows = sent.map(({ row, refused }) => ({ id: row.id, refused, hash: sealed.payloadHash(row.serial) }));
      await sql`
        with done as (
          update code_requests c
          set state = case when l.refused is null then 'forwarded' else 'refused' end, refused = l.refused
          from jsonb_to_recordset(${sql.json(rows)}::jsonb) as l(id bigint, refused text, hash text)
          where c.id = l.id and c.state = 'pending'
          returning c.request_id, c.line_id, c.municipality, c.serial, c.state, l.hash
        )
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'code-request-forwarded', request_id, line_id, municipality || '/' || serial, hash
        from done where state = 'forwarded'`;
    },
  });
}
