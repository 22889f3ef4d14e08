import { randomUUID } from 'node:crypto';
import { CodeGeneration } from '../../contracts/participants/information-providing-nws.ts';
import type { LinkageCodes } from '../../contracts/participants/intermediate-server.ts';
import { lineResult } from '../base/answers.ts';
import { textColumn } from '../base/columns.ts';
import { createDelivery } from '../base/delivery.ts';
import { parseBody } from '../base/http.ts';
import { createKeyedHash } from '../base/keyed-hash.ts';
import { groupBy } from '../base/rows.ts';
import type { Base } from '../base/program.ts';

/** Takes S80 and generates linkage codes, which S90 sends to the intermediate server. */
export function addCodes(base: Base): void {
  const forwarder = base.forward(createCodeDelivery(base));
  const { app, sealed, faults } = base;
  const { sql } = base.database;
  const codeHash = createKeyedHash(sealed.deriveKey('linkage-code'));
  function linkageCodeOf(municipality: string, residentRecordCode: string): string {
    return codeHash(`${municipality}/${residentRecordCode}`, 'hex').slice(0, 32);
  }

  app.post('/v1/code-generations', async (c) => {
    const { requestId, lines } = await parseBody(c, CodeGeneration);
    /** Lines that bring nothing new, and whether their serial is known. */
    const others = new Map<string, boolean>();
    for (const [municipality, members] of groupBy(lines, (line) => line.municipality)) {
      for (const { line_id: lineId, known } of await generate(municipality, requestId, members))
        others.set(lineId, known);
    }
    if (others.size < lines.length) forwarder.wake();
    const results = lines.map(({ lineId }) => {
      const known = others.get(lineId);
      return known === undefined
        ? lineResult(lineId, 'accepted', null)
        : lineResult(lineId, 'repeated', known ? null : 'UNKNOWN_SERIAL');
    });
    return c.json({ requestId, results }, 202);
  });

  async function generate(municipality: string, requestId: string, lines: CodeGeneration['lines']) {
    const answers = lines.map((line) => {
      if ('error' in line) return { code: null, error: line.error };
      if (faults.hits('wrong-row')) return { code: null, error: 'CODE_REFUSED' };
      return { code: linkageCodeOf(municipality, line.residentRecordCode), error: null };
    });
    const hashes = lines.map(({ processingSerial }, index) =>
      sealed.payloadHash(`${processingSerial}/${answers[index]?.code ?? answers[index]?.error ?? ''}`),
    );
    return sql<{ line_id: string; known: boolean }[]>`
      with block as (
        select nextval('line_blocks') as first_line
      ), line as (
        select first_line + place - 1 as id, line.*, issued.integrated_number from block cross join unnest(
            ${textColumn(lines.map(({ lineId }) => lineId))}::text[],
            ${textColumn(lines.map(({ processingSerial }) => processingSerial))}::text[],
            ${textColumn(answers.map(({ code }) => code))}::text[], ${textColumn(answers.map(({ error }) => error))}::text[],
            ${textColumn(hashes)}::text[]
          ) with ordinality as line(line_id, serial, code, error, hash, place)
          left join lateral (
            select integrated_number from serials where serial = line.serial and municipality = ${municipality} limit 1
          ) issued on true
      ), generated as (
        insert into codes (id, serial, linkage_code, error)
        select id, serial, code, error from line where integrated_number is not null
        on conflict (serial) do nothing returning id
      ), batch as (
        insert into batches (first_line, size, delivery, municipality, request_id, waiting)
        select first_line, ${lines.length}::integer, 'S90', ${municipality}, ${requestId}, true
        from block where exists (select from generated)
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select case when error is null then 'code-generated' else 'code-refused' end, ${requestId}, line_id,
          ${municipality} || '/' || integrated_number, hash
        from line where id in (select id from generated)
      )
      select line_id, integrated_number is not null as known from line where id not in (select id from generated)`;
  }
}

type Line = { serial: string; linkage_code: string | null; error: string | null };

function createCodeDelivery(base: Base) {
  const { database, peers } = base;
  return createDelivery<Line>(base, {
    delivery: 'S90',
    lines: database.background`select id, serial, linkage_code, error from codes`,
    heldBy: 'serial',
    lotOf: (municipality) => municipality,
    lineIdOf: ({ serial }) => serial,
    send: (lines, municipality) =>
      peers.sendLines('intermediate-server', `/v1/municipalities/${municipality}/linkage-codes`, {
        requestId: `S90/${randomUUID()}`,
        lines: lines.map(({ serial, linkage_code: linkageCode, error }) =>
          linkageCode === null
            ? { lineId: serial, processingSerial: serial, error: error ?? 'CODE_REFUSED' }
            : { lineId: serial, processingSerial: serial, linkageCode },
        ),
      } satisfies LinkageCodes),
  });
}
