import { randomUUID } from 'node:crypto';
import type { NwsSerialRequest } from '../../contracts/participants/information-providing-nws.ts';
import { ProcessingSerials, SerialRequest } from '../../contracts/participants/intermediate-server.ts';
import { lineResult, requestState, resultsInOrder } from '../base/answers.ts';
import { isPersonalNumber } from '../base/check-digit.ts';
import { municipalityOf, parseBody, requestIdOf } from '../base/http.ts';
import { deliveryOf } from '../base/pending.ts';
import type { Base } from '../base/program.ts';

/** S29 → S41, and S50 → S44. */
export function addSerials(base: Base): void {
  const { app, sealed } = base;
  const { sql } = base.database;
  const forwarder = base.forward(forwardToNws(base));

  app.post('/v1/municipalities/:municipality/serial-requests', async (c) => {
    const municipality = municipalityOf(c);
    const { requestId, lines } = await parseBody(c, SerialRequest);
    const rows = lines.map((line) => ({
      line_id: line.lineId,
      integrated_number: line.integratedAddressNumber,
      sealed: sealed.seal(line.personalNumber),
      refused: isPersonalNumber(line.personalNumber) ? null : 'SERIAL_REFUSED',
      hash: sealed.payloadHash(`${municipality}/${line.integratedAddressNumber}/${line.personalNumber}`),
    }));
    const answers = await sql<{ line_id: string; fresh: boolean; refused: string | null }[]>`
      with line as (
        select * from jsonb_to_recordset(${sql.json(rows)}::jsonb)
          as l(line_id text, integrated_number text, sealed text, refused text, hash text)
      ), taken as (
        insert into serial_requests
          (municipality, request_id, line_id, integrated_number, sealed_personal_number, state, refused)
        select ${municipality}, ${requestId}, line_id, integrated_number, sealed,
          case when refused is null then 'pending' else 'refused' end, refused
        from line on conflict do nothing returning line_id, integrated_number, refused
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'serial-request-taken', ${requestId}, line_id, ${municipality} || '/' || taken.integrated_number, hash
        from taken join line using (line_id) where taken.refused is null
      )
      select line_id, true as fresh, refused from taken
      union all
      select line_id, false, known.refused from line join serial_requests known using (line_id)
      where known.municipality = ${municipality} and known.request_id = ${requestId}`;
    if (answers.some(({ fresh }) => fresh)) forwarder.wake();
    const results = answers.map((row) => lineResult(row.line_id, row.fresh ? 'accepted' : 'repeated', row.refused));
    return c.json({ requestId, results: resultsInOrder(lines, results) }, 202);
  });

  app.get('/v1/municipalities/:municipality/serial-requests', async (c) => {
    const requestId = requestIdOf(c);
    const rows = await sql<{ line_id: string; refused: string | null }[]>`
      select line_id, refused from serial_requests
      where municipality = ${municipalityOf(c)} and request_id = ${requestId} order by id`;
    return c.json(requestState(requestId, rows));
  });

  app.post('/v1/municipalities/:municipality/processing-serials', async (c) => {
    const municipality = municipalityOf(c);
    const { requestId, lines } = await parseBody(c, ProcessingSerials);
    const rows = lines.map((line) => ({
      line_id: line.lineId,
      id: rowIdOf(municipality, line.lineId),
      serial: 'refused' in line ? null : line.processingSerial,
      refused: 'refused' in line ? line.refused : null,
    }));
    // The answer may overtake the note that the line was forwarded, so a pending line takes its serial as well.
    const answers = await sql<{ line_id: string; fresh: boolean; known: boolean }[]>`
      with line as (
        select * from jsonb_to_recordset(${sql.json(rows)}::jsonb)
          as l(line_id text, id bigint, serial text, refused text)
      ), stored as (
        update serial_requests s
        set state = case when line.refused is null then 'issued' else 'refused' end,
          serial = line.serial, refused = line.refused
        from line
        where s.id = line.id and s.municipality = ${municipality} and s.state in ('pending', 'forwarded')
        returning s.id
      )
      select line.line_id, stored.id is not null as fresh, s.id is not null as known
      from line left join stored using (id)
        left join serial_requests s on s.id = line.id and s.municipality = ${municipality}`;
    const results = answers.map(({ line_id, fresh, known }) =>
      lineResult(line_id, fresh ? 'accepted' : 'repeated', known ? null : 'UNKNOWN_LINE'),
    );
    return c.json({ requestId, results: resultsInOrder(lines, results) }, 202);
  });
}

/** Names a line of S41 for good, so that the NWS knows it again in whatever batch it comes. */
function lineIdOf(municipality: string, id: string): string {
  return `${municipality}-${id}`;
}

function rowIdOf(municipality: string, lineId: string): string | null {
  const [of, id] = lineId.split('-');
  return of === municipality && id !== undefined && /^\d{1,18}$/.test(id) ? id : null;
}

type Pending = { id: string; municipality: string; integrated_number: string; sealed_personal_number: string };

function forwardToNws({ database, peers, sealed }: Base) {
  const sql = database.background;
  return deliveryOf<Pending>({
    name: 'S41',
    pick: (limit) => sql<Pending[]>`
      select id, municipality, integrated_number, sealed_personal_number from serial_requests
      where state = 'pending' order by id limit ${limit}`,
    lineIdOf: (row) => lineIdOf(row.municipality, row.id),
    send: (rows) =>
      peers.sendLines('information-providing-nws', '/v1/serial-requests', {
        requestId: `S41/${randomUUID()}`,
        lines: rows.map((row) => ({
          lineId: lineIdOf(row.municipality, row.id),
          municipality: row.municipality,
          integratedAddressNumber: row.integrated_number,
          personalNumber: sealed.open(row.sealed_personal_number),
        })),
      } satisfies NwsSerialRequest),
    note: async (sent) => {
      const rows = sent.map(({ row, refused }) => ({ id: row.id, refused }));
      await sql`
        update serial_requests s
        set state = case when l.refused is null then 'forwarded' else 'refused' end, refused = l.refused
        from jsonb_to_recordset(${sql.json(rows)}::jsonb) as l(id bigint, refused text)
        where s.id = l.id and s.state = 'pending'`;
    },
  });
}
