import { randomUUID } from 'node:crypto';
import { NwsSerialRequest } from '../../contracts/participants/information-providing-nws.ts';
import type { ProcessingSerials } from '../../contracts/participants/intermediate-server.ts';
import { lineResult } from '../base/answers.ts';
import { isPersonalNumber } from '../base/check-digit.ts';
import { textColumn } from '../base/columns.ts';
import { createDelivery } from '../base/delivery.ts';
import { parseBody } from '../base/http.ts';
import { groupBy } from '../base/rows.ts';
import type { Base } from '../base/program.ts';

/** Takes S41 and issues processing serials, which S50 sends to the intermediate server. */
export function addSerials(base: Base): void {
  const forwarder = base.forward(createSerialDelivery(base));
  const { app, sealed, faults } = base;
  const { sql } = base.database;

  app.post('/v1/serial-requests', async (c) => {
    const { requestId, lines } = await parseBody(c, NwsSerialRequest);
    const repeated = new Set<string>();
    // Each municipality has its own intermediate server, so each gets a batch of its own.
    for (const [municipality, members] of groupBy(lines, (line) => line.municipality)) {
      for (const lineId of await issue(municipality, requestId, members)) repeated.add(lineId);
    }
    if (repeated.size < lines.length) forwarder.wake();
    const results = lines.map(({ lineId }) => lineResult(lineId, repeated.has(lineId) ? 'repeated' : 'accepted', null));
    return c.json({ requestId, results }, 202);
  });

  /** Returns the ids of lines that already have a serial or a refusal. */
  async function issue(
    municipality: string,
    requestId: string,
    lines: NwsSerialRequest['lines'],
  ): Promise<readonly string[]> {
    const refusals = lines.map(({ personalNumber }) =>
      !isPersonalNumber(personalNumber) || faults.hits('wrong-row') ? 'SERIAL_REFUSED' : null,
    );
    const hashes = lines.map((line) =>
      sealed.payloadHash(`${municipality}/${line.integratedAddressNumber}/${line.personalNumber}`),
    );
    const known = await sql<{ line_id: string }[]>`
      with block as (
        select nextval('line_blocks') as first_line, to_char(now() at time zone 'Asia/Tokyo', 'YYYYMMDD') as today
      ), line as (
        select first_line + place - 1 as id, today, line_id, integrated_number, refused, hash from block cross join unnest(
          ${textColumn(lines.map(({ lineId }) => lineId))}::text[],
          ${textColumn(lines.map(({ integratedAddressNumber }) => integratedAddressNumber))}::text[],
          ${textColumn(refusals)}::text[], ${textColumn(hashes)}::text[]
        ) with ordinality as line(line_id, integrated_number, refused, hash, place)
      ), taken as (
        insert into serials (id, line_id, municipality, integrated_number, refused, serial)
        select id, line_id, ${municipality}, integrated_number, refused,
          case when refused is null then today || lpad(nextval('serial_number')::text, 10, '0') end
        from line on conflict (line_id) do nothing returning id
      ), batch as (
        insert into batches (first_line, size, delivery, municipality, request_id, waiting)
        select first_line, ${lines.length}::integer, 'S50', ${municipality}, ${requestId}, true
        from block where exists (select from taken)
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'serial-issued', ${requestId}, line_id, ${municipality} || '/' || integrated_number, hash
        from line where refused is null and id in (select id from taken)
      )
      select line_id from line where id not in (select id from taken)`;
    return known.map((row) => row.line_id);
  }
}

type Line = { line_id: string; serial: string | null; refused: string | null };

function createSerialDelivery(base: Base) {
  const { database, peers } = base;
  return createDelivery<Line>(base, {
    delivery: 'S50',
    lines: database.background`select id, line_id, serial, refused from serials`,
    heldBy: 'line_id',
    lotOf: (municipality) => municipality,
    lineIdOf: (line) => line.line_id,
    send: (lines, municipality) =>
      peers.sendLines('intermediate-server', `/v1/municipalities/${municipality}/processing-serials`, {
        requestId: `S50/${randomUUID()}`,
        lines: lines.map(({ line_id: lineId, serial, refused }) =>
          serial === null ? { lineId, refused: refused ?? 'SERIAL_REFUSED' } : { lineId, processingSerial: serial },
        ),
      } satisfies ProcessingSerials),
  });
}
