import { randomUUID } from 'node:crypto';
import type { NwsSerialRequest } from '../../contracts/participants/information-providing-nws.ts';
import { ProcessingSerials, SerialRequest } from '../../contracts/participants/intermediate-server.ts';
import type { LineResult } from '../../contracts/participants/common.ts';
import { lineResult, requestStateOf } from '../base/answers.ts';
import { findTakenLines, selectFreshLines, nextPart, sealNumbers, type TakenLine } from '../base/batches.ts';
import { isPersonalNumber } from '../base/check-digit.ts';
import { textColumn } from '../base/columns.ts';
import { createDelivery } from '../base/delivery.ts';
import { municipalityOf, parseBody, requestIdOf } from '../base/http.ts';
import type { Base } from '../base/program.ts';

type Line = SerialRequest['lines'][number];

/** Takes S29 and forwards it by S41; takes the serials of S50 (S44). */
export function addSerials(base: Base): void {
  const { app, sealed } = base;
  const { sql } = base.database;
  const forwarder = base.forward(createNwsDelivery(base));

  app.post('/v1/municipalities/:municipality/serial-requests', async (c) => {
    const { requestId, lines } = await parseBody(c, SerialRequest);
    return c.json({ requestId, results: await take(municipalityOf(c), requestId, lines) }, 202);
  });

  app.get('/v1/municipalities/:municipality/serial-requests', async (c) => {
    const requestId = requestIdOf(c);
    const lines = await findTakenLines(sql, 'serial_requests', municipalityOf(c), requestId);
    return c.json(requestStateOf(requestId, lines));
  });

  async function take(municipality: string, requestId: string, lines: readonly Line[]): Promise<LineResult[]> {
    // Nearly every request is new, so lines that were taken before are looked up only if storing fails.
    let taken: readonly TakenLine[] = [];
    for (;;) {
      const fresh = selectFreshLines(lines, taken);
      if (fresh.length === 0 || (await store(municipality, requestId, nextPart(taken), fresh))) break;
      taken = await findTakenLines(sql, 'serial_requests', municipality, requestId);
    }
    const takenBefore = new Map(taken.map((row) => [row.line_id, row.refused]));
    if (takenBefore.size < lines.length) forwarder.wake();
    return lines.map(({ lineId, personalNumber }) =>
      takenBefore.has(lineId)
        ? lineResult(lineId, 'repeated', takenBefore.get(lineId) ?? null)
        : lineResult(lineId, 'accepted', refusalOf(personalNumber)),
    );
  }

  /** False if this part of the request was stored before. */
  async function store(
    municipality: string,
    requestId: string,
    part: number,
    lines: readonly Line[],
  ): Promise<boolean> {
    const refusals = lines.map(({ personalNumber }) => refusalOf(personalNumber));
    const hashes = lines.map((line) =>
      sealed.payloadHash(`${municipality}/${line.integratedAddressNumber}/${line.personalNumber}`),
    );
    const stored = await sql`
      with batch as (
        insert into batches
          (first_line, size, delivery, municipality, request_id, part, sealed_numbers, waiting)
        values (nextval('line_blocks'), ${lines.length}, 'S41', ${municipality}, ${requestId}, ${part},
          ${sealNumbers(sealed, lines)}, ${refusals.includes(null)})
        on conflict do nothing returning first_line
      ), line as (
        select first_line + place - 1 as id, line_id, integrated_number, refused, hash from batch cross join unnest(
          ${textColumn(lines.map(({ lineId }) => lineId))}::text[],
          ${textColumn(lines.map(({ integratedAddressNumber }) => integratedAddressNumber))}::text[],
          ${textColumn(refusals)}::text[], ${textColumn(hashes)}::text[]
        ) with ordinality as line(line_id, integrated_number, refused, hash, place)
      ), taken as (
        insert into serial_requests (id, municipality, line_id, integrated_number, refused)
        select id, ${municipality}, line_id, integrated_number, refused from line
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'serial-request-taken', ${requestId}, line_id, ${municipality} || '/' || integrated_number, hash
        from line where refused is null
      )
      select from batch`;
    return stored.length > 0;
  }

  app.post('/v1/municipalities/:municipality/processing-serials', async (c) => {
    const municipality = municipalityOf(c);
    const { requestId, lines } = await parseBody(c, ProcessingSerials);
    const answers = lines.flatMap((line) => {
      const id = rowIdOf(municipality, line.lineId);
      if (id === null) return [];
      return 'refused' in line
        ? { id, serial: null, refused: line.refused }
        : { id, serial: line.processingSerial, refused: null };
    });
    const others = await sql<{ id: string; known: boolean }[]>`
      with line as (
        select line.*, request.integrated_number, request.closed
        from unnest(
            ${textColumn(answers.map(({ id }) => id))}::bigint[],
            ${textColumn(answers.map(({ serial }) => serial))}::text[], ${textColumn(answers.map(({ refused }) => refused))}::text[]
          ) as line(id, serial, refused)
          left join lateral (
            select municipality, integrated_number, refused is not null as closed from serial_requests
            where id = line.id limit 1
          ) request on request.municipality = ${municipality}
      ), issued as (
        insert into processing_serials (serial, serial_request, municipality, integrated_number)
        select serial, id, ${municipality}, integrated_number from line
        where serial is not null and not closed
        on conflict do nothing returning serial_request as id
      ), refused as (
        update serial_requests request set refused = line.refused from line
        where request.id = line.id and line.refused is not null and not line.closed
          and not exists (select from processing_serials issued where issued.serial_request = line.id)
        returning request.id
      )
      select id, integrated_number is not null as known from line
      where id not in (select id from issued) and id not in (select id from refused)`;
    const known = new Map(others.map((row) => [row.id, row.known]));
    const results = lines.map(({ lineId }) => {
      const id = rowIdOf(municipality, lineId);
      if (id !== null && !known.has(id)) return lineResult(lineId, 'accepted', null);
      return lineResult(lineId, 'repeated', id !== null && known.get(id) ? null : 'UNKNOWN_LINE');
    });
    return c.json({ requestId, results }, 202);
  });
}

function refusalOf(personalNumber: string): string | null {
  return isPersonalNumber(personalNumber) ? null : 'SERIAL_REFUSED';
}

/** The id of a line of S41, always the same, so that the NWS recognises the line in any batch. */
function lineIdOf({ municipality, id }: { municipality: string; id: string }): string {
  return `${municipality}-${id}`;
}

function rowIdOf(municipality: string, lineId: string): string | null {
  const [of, id] = lineId.split('-');
  return of === municipality && id !== undefined && /^[1-9]\d{0,17}$/.test(id) ? id : null;
}

function createNwsDelivery(base: Base) {
  const { database, peers } = base;
  return createDelivery<{ integrated_number: string }>(base, {
    delivery: 'S41',
    lines: database.background`select id, integrated_number from serial_requests where refused is null`,
    lineIdOf,
    send: (lines) =>
      peers.sendLines('information-providing-nws', '/v1/serial-requests', {
        requestId: `S41/${randomUUID()}`,
        lines: lines.map((line) => ({
          lineId: lineIdOf(line),
          municipality: line.municipality,
          integratedAddressNumber: line.integrated_number,
          personalNumber: line.personalNumber,
        })),
      } satisfies NwsSerialRequest),
    refusedIn: 'serial_requests',
  });
}
