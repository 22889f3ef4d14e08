import { randomUUID } from 'node:crypto';
import { NwsSerialRequest } from '../../contracts/participants/information-providing-nws.ts';
import type { ProcessingSerials } from '../../contracts/participants/intermediate-server.ts';
import { lineResult, resultsInOrder } from '../base/answers.ts';
import { isPersonalNumber } from '../base/check-digit.ts';
import { parseBody } from '../base/http.ts';
import { deliveryOf, notHeld } from '../base/pending.ts';
import type { Base } from '../base/program.ts';

/** S41 → S50. */
export function addSerials(base: Base): void {
  const told = base.forward(tellSerials(base));
  const { app, sealed, faults } = base;
  const { sql } = base.database;
  app.post('/v1/serial-requests', async (c) => {
    const { requestId, lines } = await parseBody(c, NwsSerialRequest);
    const rows = lines.map((line) => ({
      line_id: line.lineId,
      municipality: line.municipality,
      integrated_number: line.integratedAddressNumber,
      refused: !isPersonalNumber(line.personalNumber) || faults.hits('wrong-row') ? 'SERIAL_REFUSED' : null,
      hash: sealed.payloadHash(`${line.municipality}/${line.integratedAddressNumber}/${line.personalNumber}`),
    }));
    const fresh = await sql<{ line_id: string }[]>`
      with line as (
        select * from jsonb_to_recordset(${sql.json(rows)}::jsonb)
          as l(line_id text, municipality text, integrated_number text, refused text, hash text)
      ), taken as (
        insert into serials (line_id, request_id, municipality, integrated_number, refused, serial)
        select line_id, ${requestId}, municipality, integrated_number, refused,
          case when refused is null
            then to_char(now() at time zone 'Asia/Tokyo', 'YYYYMMDD') || lpad(nextval('serial_number')::text, 10, '0')
          end
        from line on conflict (line_id) do nothing returning line_id, refused
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'serial-issued', ${requestId}, line.line_id, municipality || '/' || integrated_number, hash
        from taken join line using (line_id) where taken.refused is null
      )
      select line_id from taken`;
    if (fresh.length > 0) told.wake();
    const results = resultsInOrder(
      lines,
      fresh.map((row) => lineResult(row.line_id, 'accepted', null)),
    );
    return c.json({ requestId, results }, 202);
  });
}

type Serial = { id: string; line_id: string; municipality: string; serial: string | null; refused: string | null };

function tellSerials({ database, faults, peers }: Base) {
  const sql = database.background;
  return deliveryOf<Serial>({
    name: 'S50',
    pick: (limit) => sql<Serial[]>`
      select id, line_id, municipality, serial, refused from serials
      where not told and ${notHeld(sql, faults, sql`line_id`)} order by id limit ${limit}`,
    groupOf: (row) => row.municipality,
    lineIdOf: (row) => row.line_id,
    send: (rows, municipality) =>
      peers.sendLines('intermediate-server', `/v1/municipalities/${municipality}/processing-serials`, {
        requestId: `S50/${randomUUID()}`,
        lines: rows.map(({ line_id: lineId, serial, refused }) =>
          serial === null ? { lineId, refused: refused ?? 'SERIAL_REFUSED' } : { lineId, processingSerial: serial },
        ),
      } satisfies ProcessingSerials),
    note: async (sent) => {
      const ids = sent.map(({ row }) => ({ id: row.id }));
      await sql`
        update serials set told = true from jsonb_to_recordset(${sql.json(ids)}::jsonb) as l(id bigint)
        where serials.id = l.id`;
    },
  });
}
