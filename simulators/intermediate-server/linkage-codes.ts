import {
  ConfirmationRequest,
  type ConfirmationResults,
  LinkageCodes,
} from '../../contracts/participants/intermediate-server.ts';
import { lineResult, resultsInOrder } from '../base/answers.ts';
import { municipalityOf, parseBody } from '../base/http.ts';
import type { Base } from '../base/program.ts';

/** S90 → S100 (table 46), and the confirmation that reads it. */
export function addLinkageCodes({ app, sealed, database }: Base): void {
  const { sql } = database;

  app.post('/v1/municipalities/:municipality/linkage-codes', async (c) => {
    const municipality = municipalityOf(c);
    const { requestId, lines } = await parseBody(c, LinkageCodes);
    const rows = lines.map((line) => {
      const code = 'error' in line ? null : line.linkageCode;
      const error = 'error' in line ? confirmedError(line.error) : null;
      const hash = sealed.payloadHash(`${line.processingSerial}/${code ?? error ?? ''}`);
      return { line_id: line.lineId, serial: line.processingSerial, code, error, hash };
    });
    // A code stands for one integrated number: one that another number has already means that a person was
    // numbered twice, so it is not stored and the confirmation says CODE_REFUSED.
    const answers = await sql<{ line_id: string; fresh: boolean; known: boolean; error: string | null }[]>`
      with line as (
        select * from jsonb_to_recordset(${sql.json(rows)}::jsonb)
          as l(line_id text, serial text, code text, error text, hash text)
      ), known as (
        select line.line_id, line.serial, line.code, line.hash, s.id, s.integrated_number, s.code_answered, coalesce(
          line.error,
          case when line.code in (
            select linkage_code from linkage_codes other
            where other.municipality = ${municipality} and other.linkage_code = line.code
              and other.integrated_number <> s.integrated_number
          ) or row_number() over (partition by line.code order by s.id) > 1 and line.code is not null
          then 'CODE_REFUSED' end
        ) as error
        from line join serial_requests s on s.serial = line.serial and s.municipality = ${municipality}
      ), answered as (
        update serial_requests s set code_answered = true, code_error = known.error
        from known where s.id = known.id and not s.code_answered
        returning s.id
      ), stored as (
        insert into linkage_codes (municipality, integrated_number, linkage_code, serial)
        select distinct on (integrated_number) ${municipality}, integrated_number, code, serial
        from known join answered using (id) where error is null order by integrated_number, id desc
        on conflict (municipality, integrated_number) do update
          set linkage_code = excluded.linkage_code, serial = excluded.serial, stored_at = now()
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select case when error is null then 'code-stored' else 'code-refused' end, ${requestId}, line_id,
          ${municipality} || '/' || integrated_number, hash
        from known join answered using (id)
      )
      select line.line_id, answered.id is not null as fresh, known.id is not null as known,
        case when line.error is null then known.error end as error
      from line left join known using (line_id) left join answered on answered.id = known.id`;
    const results = answers.map(({ line_id, fresh, known, error }) => {
      const refused = known ? (fresh ? error : null) : 'UNKNOWN_SERIAL';
      return lineResult(line_id, fresh ? 'accepted' : 'repeated', refused);
    });
    return c.json({ requestId, results: resultsInOrder(lines, results) }, 202);
  });

  app.post('/v1/municipalities/:municipality/code-confirmations', async (c) => {
    const municipality = municipalityOf(c);
    const { lines } = await parseBody(c, ConfirmationRequest);
    const rows = lines.map((line, position) => ({
      position,
      line_id: line.lineId,
      integrated_number: line.integratedAddressNumber,
    }));
    const found = await sql<{ line_id: string; stored: boolean; error: string | null }[]>`
      select line.line_id, code.linkage_code is not null as stored, latest.code_error as error
      from jsonb_to_recordset(${sql.json(rows)}::jsonb) as line(position integer, line_id text, integrated_number text)
        left join linkage_codes code
          on code.municipality = ${municipality} and code.integrated_number = line.integrated_number
        left join lateral (
          select code_error from serial_requests s
          where s.municipality = ${municipality} and s.integrated_number = line.integrated_number
          order by id desc limit 1
        ) latest on code.linkage_code is null
      order by line.position`;
    const results = found.map(({ line_id: lineId, stored, error }) => {
      if (stored) return { lineId, result: 'acquired' as const };
      return error === null ? { lineId, result: 'unknown' as const } : { lineId, result: 'error' as const, error };
    });
    return c.json({ results } satisfies ConfirmationResults);
  });
}

/** The contract knows two codes; whatever else the NWS says is a refusal of the code. */
function confirmedError(error: string): string {
  return error === 'RESIDENT_RECORD_NOT_FOUND' ? error : 'CODE_REFUSED';
}
