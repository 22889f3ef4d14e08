import {
  ConfirmationRequest,
  type ConfirmationResults,
  LinkageCodes,
} from '../../contracts/participants/intermediate-server.ts';
import { lineResult } from '../base/answers.ts';
import { textColumn } from '../base/columns.ts';
import { municipalityOf, parseBody } from '../base/http.ts';
import { oneAtATime } from '../base/one-at-a-time.ts';
import type { Base } from '../base/program.ts';
import { latestSerialRequest } from './tables.ts';

/** Takes S90 and stores the codes in table 46 (S100); answers the confirmation from that table. */
export function addLinkageCodes({ app, sealed, database }: Base): void {
  const { sql } = database;

  // Queued: two requests at once could each find that nobody has the code that both bring.
  const store = oneAtATime(async (municipality: string, requestId: string, lines: LinkageCodes['lines']) => {
    const codes = lines.map((line) => ('error' in line ? null : line.linkageCode));
    const errors = lines.map((line) => ('error' in line ? confirmedError(line.error) : null));
    const hashes = lines.map(({ processingSerial }, index) =>
      sealed.payloadHash(`${processingSerial}/${codes[index] ?? errors[index] ?? ''}`),
    );
    // A code belongs to one integrated number. A second number for the same code means that a person was numbered
    // twice; it is not stored, and the confirmation answers CODE_REFUSED.
    return sql<{ line_id: string; fresh: boolean; known: boolean; error: string | null }[]>`
      with line as (
        select line.*, issued.serial_request, issued.integrated_number
        from unnest(
            ${textColumn(lines.map(({ lineId }) => lineId))}::text[],
            ${textColumn(lines.map(({ processingSerial }) => processingSerial))}::text[],
            ${textColumn(codes)}::text[], ${textColumn(errors)}::text[], ${textColumn(hashes)}::text[]
          ) with ordinality as line(line_id, serial, code, error, hash, place)
          left join lateral (
            select serial_request, integrated_number from processing_serials
            where serial = line.serial and municipality = ${municipality} limit 1
          ) issued on true
      ), judged as (
        select place, line_id, serial, code, hash, integrated_number, coalesce(error, case when exists (
            select from (select * from linkage_codes where linkage_code = line.code offset 0) other
            where other.municipality = ${municipality} and other.integrated_number <> line.integrated_number
          ) or row_number() over (partition by code order by serial_request) > 1 then 'CODE_REFUSED' end
        ) as error
        from line where serial_request is not null
      ), stored as (
        insert into linkage_codes (municipality, integrated_number, serial, linkage_code, error)
        select ${municipality}, integrated_number, serial, case when error is null then code end, error from judged
        on conflict do nothing returning serial
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select case when error is null then 'code-stored' else 'code-refused' end, ${requestId}, line_id,
          ${municipality} || '/' || integrated_number, hash
        from judged where serial in (select serial from stored)
      )
      select line.line_id, line.serial in (select serial from stored) as fresh, judged.place is not null as known,
        case when line.error is null then judged.error end as error
      from line left join judged using (place)
      where line.serial not in (select serial from stored) or (line.error is null and judged.error is not null)`;
  });

  app.post('/v1/municipalities/:municipality/linkage-codes', async (c) => {
    const municipality = municipalityOf(c);
    const { requestId, lines } = await parseBody(c, LinkageCodes);
    const others = await store(municipality, requestId, lines);
    const known = new Map(others.map((row) => [row.line_id, row]));
    const results = lines.map(({ lineId }) => {
      const other = known.get(lineId);
      if (!other) return lineResult(lineId, 'accepted', null);
      const refused = other.known ? (other.fresh ? other.error : null) : 'UNKNOWN_SERIAL';
      return lineResult(lineId, other.fresh ? 'accepted' : 'repeated', refused);
    });
    return c.json({ requestId, results }, 202);
  });

  app.post('/v1/municipalities/:municipality/code-confirmations', async (c) => {
    const municipality = municipalityOf(c);
    const { lines } = await parseBody(c, ConfirmationRequest);
    // The error is that of the latest serial request.
    const open = await sql<{ place: number; error: string | null }[]>`
      select (line.place - 1)::integer as place, (
        select error from linkage_codes
        where municipality = ${municipality} and integrated_number = line.integrated_number and serial = (
          select serial from processing_serials where serial_request = (
            ${latestSerialRequest(sql, sql`${municipality}`, sql`line.integrated_number`)}
          )
        )
      ) as error
      from unnest(${textColumn(lines.map(({ integratedAddressNumber }) => integratedAddressNumber))}::text[])
          with ordinality as line(integrated_number, place)
        left join lateral (
          select true as acquired from (
            select linkage_code from linkage_codes
            where municipality = ${municipality} and integrated_number = line.integrated_number offset 0
          ) code where linkage_code is not null limit 1
        ) code on true
      where code.acquired is null`;
    const errors = new Map(open.map(({ place, error }) => [place, error]));
    const results = lines.map(({ lineId }, place) => {
      const error = errors.get(place);
      if (error === undefined) return { lineId, result: 'acquired' as const };
      return error === null ? { lineId, result: 'unknown' as const } : { lineId, result: 'error' as const, error };
    });
    return c.json({ results } satisfies ConfirmationResults);
  });
}

/** The contract knows two error codes; everything else that the NWS says is a refusal of the code. */
function confirmedError(error: string): string {
  return error === 'RESIDENT_RECORD_NOT_FOUND' ? error : 'CODE_REFUSED';
}
