import { createHmac, randomUUID } from 'node:crypto';
import { CodeGeneration } from '../../contracts/participants/information-providing-nws.ts';
import type { LinkageCodes } from '../../contracts/participants/intermediate-server.ts';
import { lineResult, resultsInOrder } from '../base/answers.ts';
import { parseBody } from '../base/http.ts';
import { deliveryOf, notHeld } from '../base/pending.ts';
import type { Base } from '../base/program.ts';

/** S80 → S90. */
export function addCodes(base: Base): void {
  const told = base.forward(tellCodes(base));
  const { app, sealed, faults } = base;
  const { sql } = base.database;
  const codeKey = sealed.deriveKey('linkage-code');
  function linkageCodeOf(municipality: string, residentRecordCode: string): string {
    return createHmac('sha256', codeKey).update(`${municipality}/${residentRecordCode}`).digest('hex').slice(0, 32);
  }
  app.post('/v1/code-generations', async (c) => {
    const { requestId, lines } = await parseBody(c, CodeGeneration);
    const rows = lines.map((line) => {
      const refused = 'error' in line ? line.error : faults.hits('wrong-row') ? 'CODE_REFUSED' : null;
      const code =
        'error' in line || refused !== null ? null : linkageCodeOf(line.municipality, line.residentRecordCode);
      return {
        line_id: line.lineId,
        municipality: line.municipality,
        serial: line.processingSerial,
        code,
        error: refused,
        hash: sealed.payloadHash(`${line.processingSerial}/${code ?? refused ?? ''}`),
      };
    });
    const answers = await sql<{ line_id: string; fresh: boolean; known: boolean }[]>`
      with line as (
        select * from jsonb_to_recordset(${sql.json(rows)}::jsonb)
          as l(line_id text, municipality text, serial text, code text, error text, hash text)
      ), generated as (
        update serials s set linkage_code = line.code, code_error = line.error, code_state = 'pending'
        from line where s.serial = line.serial and s.municipality = line.municipality and s.code_state is null
        returning s.serial, s.municipality, s.integrated_number
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select case when line.error is null then 'code-generated' else 'code-refused' end, ${requestId}, line.line_id,
          g.municipality || '/' || g.integrated_number, line.hash
        from generated g join line on line.serial = g.serial
      )
      select line.line_id, g.serial is not null as fresh, s.serial is not null as known
      from line left join generated g on g.serial = line.serial
        left join serials s on s.serial = line.serial and s.municipality = line.municipality`;
    if (answers.some(({ fresh }) => fresh)) told.wake();
    const results = resultsInOrder(
      lines,
      answers.map(({ line_id, fresh, known }) =>
        lineResult(line_id, fresh ? 'accepted' : 'repeated', known ? null : 'UNKNOWN_SERIAL'),
      ),
    );
    return c.json({ requestId, results }, 202);
  });
}

type Code = {
  id: string;
  municipality: string;
  serial: string;
  linkage_code: string | null;
  code_error: string | null;
};

function tellCodes({ database, faults, peers }: Base) {
  const sql = database.background;
  return deliveryOf<Code>({
    name: 'S90',
    pick: (limit) => sql<Code[]>`
      select id, municipality, serial, linkage_code, code_error from serials
      where code_state = 'pending' and ${notHeld(sql, faults, sql`serial`)} order by id limit ${limit}`,
    groupOf: (row) => row.municipality,
    lineIdOf: (row) => row.serial,
    send: (rows, municipality) =>
      peers.sendLines('intermediate-server', `/v1/municipalities/${municipality}/linkage-codes`, {
        requestId: `S90/${randomUUID()}`,
        lines: rows.map(({ serial, linkage_code: linkageCode, code_error: error }) =>
          linkageCode === null
            ? { lineId: serial, processingSerial: serial, error: error ?? 'CODE_REFUSED' }
            : { lineId: serial, processingSerial: serial, linkageCode },
        ),
      } satisfies LinkageCodes),
    note: async (sent) => {
      const ids = sent.map(({ row }) => ({ id: row.id }));
      await sql`
        update serials set code_state = 'told' from jsonb_to_recordset(${sql.json(ids)}::jsonb) as l(id bigint)
        where serials.id = l.id`;
    },
  });
}
