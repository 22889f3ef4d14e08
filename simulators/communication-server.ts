import { randomUUID } from 'node:crypto';
import { CodeRequest, type NationalCodeRequest } from '../contracts/participants/code-route.ts';
import { lineResult } from './base/answers.ts';
import { batchTables, countLines, sealNumbers } from './base/batches.ts';
import { isPersonalNumber } from './base/check-digit.ts';
import { textColumn } from './base/columns.ts';
import { createDelivery } from './base/delivery.ts';
import { municipalityOf, parseBody, Unready } from './base/http.ts';
import type { Base, Participant } from './base/program.ts';
import { addCodeRequestState, payloadHashesOf } from './code-requests.ts';

/**
 * コミュニケーションサーバー: the municipality's gate to Juki-net. It takes S60 in the common hours only, and sends S70 in those
 * hours while the prefectural and the national server are up (order of starting, seed J, point 1).
 */
export const communicationServer: Participant = {
  tables: `
    ${batchTables}
    create table if not exists code_requests (
      id bigint primary key,
      line_id text not null,
      serial text not null unique,
      refused text
    );
  `,
  build(base) {
    const { app, sealed, hours, faults } = base;
    const { sql } = base.database;
    const forwarder = base.forward(createNationalDelivery(base));

    app.post('/v1/municipalities/:municipality/code-requests', async (c) => {
      const municipality = municipalityOf(c);
      const { requestId, lines } = await parseBody(c, CodeRequest);
      if (!hours.isOpen()) throw new Unready('closed', hours.secondsToOpening());
      const refusals = lines.map(({ personalNumber }) =>
        !isPersonalNumber(personalNumber) || faults.hits('wrong-row') ? 'ROUTE_REFUSED' : null,
      );
      const hashes = payloadHashesOf(base, lines);
      // A serial is taken once, whoever brings it under any request id: the gateway regroups its lines.
      const repeated = await sql<{ line_id: string; refused: string | null }[]>`
        with block as (
          select nextval('line_blocks') as first_line
        ), line as (
          select first_line + place - 1 as id, line_id, serial, refused, hash from block cross join unnest(
            ${textColumn(lines.map(({ lineId }) => lineId))}::text[],
            ${textColumn(lines.map(({ processingSerial }) => processingSerial))}::text[],
            ${textColumn(refusals)}::text[], ${textColumn(hashes)}::text[]
          ) with ordinality as line(line_id, serial, refused, hash, place)
        ), taken as (
          insert into code_requests (id, line_id, serial, refused) select id, line_id, serial, refused from line
          on conflict (serial) do nothing returning id, refused
        ), batch as (
          insert into batches (first_line, size, delivery, municipality, request_id, sealed_numbers, waiting)
          select first_line, ${lines.length}::integer, 'S70', ${municipality}, ${requestId},
            ${sealNumbers(sealed, lines)}, exists (select from taken where refused is null)
          from block where exists (select from taken)
        ), noted as (
          insert into ledger (operation, request_id, line_id, subject, payload_hash)
          select 'code-request-taken', ${requestId}, line_id, ${municipality} || '/' || serial, hash
          from line where refused is null and id in (select id from taken)
        )
        select line.line_id, known.refused
        from line left join lateral (select refused from code_requests where serial = line.serial limit 1) known on true
        where line.id not in (select id from taken)`;
      if (repeated.length < lines.length) forwarder.wake();
      const known = new Map(repeated.map((row) => [row.line_id, row.refused]));
      const results = lines.map(({ lineId }, index) =>
        known.has(lineId)
          ? lineResult(lineId, 'repeated', known.get(lineId) ?? null)
          : lineResult(lineId, 'accepted', refusals[index] ?? null),
      );
      return c.json({ requestId, results }, 202);
    });

    addCodeRequestState(base);
    return { counts: () => countLines(sql, 'code_requests') };
  },
};

/** S70: sends stored lines to the national server. */
function createNationalDelivery(base: Base) {
  const { database, peers, hours, sealed } = base;
  return createDelivery<{ line_id: string; serial: string }>(base, {
    delivery: 'S70',
    async mayGo() {
      if (!hours.isOpen()) return false;
      const [prefecture, nation] = await Promise.all([
        peers.isUp('prefectural-server'),
        peers.isUp('juki-national-server'),
      ]);
      return prefecture && nation;
    },
    lines: database.background`select id, line_id, serial from code_requests where refused is null`,
    heldBy: 'serial',
    lineIdOf: ({ serial }) => serial,
    send: (lines) =>
      peers.sendLines('juki-national-server', '/v1/code-requests', {
        requestId: `S70/${randomUUID()}`,
        lines: lines.map(({ serial, municipality, personalNumber }) => ({
          lineId: serial,
          municipality,
          processingSerial: serial,
          personalNumber,
        })),
      } satisfies NationalCodeRequest),
    refusedIn: 'code_requests',
    operation: 'code-request-forwarded',
    effectOf: ({ line_id: lineId, serial, municipality }) => ({
      lineId,
      subject: `${municipality}/${serial}`,
      payloadHash: sealed.payloadHash(serial),
    }),
  });
}
