import { randomUUID } from 'node:crypto';
import { CodeRequest, type NationalCodeRequest } from '../contracts/participants/code-route.ts';
import type { DailyJob } from '../contracts/participants/control.ts';
import { prefectureOf } from '../domain/organisations.ts';
import { lineResult } from './base/answers.ts';
import { batchTables, countLines, sealNumbers } from './base/batches.ts';
import { isPersonalNumber } from './base/check-digit.ts';
import { textColumn } from './base/columns.ts';
import { createDelivery } from './base/delivery.ts';
import { municipalityOf, parseBody } from './base/http.ts';
import type { Base, Participant } from './base/program.ts';
import { addServerControl, refuseClosed } from './base/server-control.ts';
import { openServers, serverTables, type DaySpan, type Servers } from './base/servers.ts';
import { addDeliveries } from './deliveries/deliveries.ts';
import { addCodeRequestState, payloadHashesOf } from './code-requests.ts';

/**
 * コミュニケーションサーバー: the municipality's gate to Juki-net. It takes S60 only while the municipality's server runs and its
 * calendar is open, and sends S70 on while the servers of prefecture and nation take it besides.
 */
export const communicationServer: Participant = {
  tables: `
    ${batchTables}
    ${serverTables}
    create table if not exists code_requests (
      id bigint primary key,
      line_id text not null,
      serial text not null unique,
      refused text
    );
  `,
  async build(base) {
    const { app, sealed, faults } = base;
    const { sql } = base.database;
    const servers = await openServers(base, {
      kind: 'communication-server',
      count: (job, municipality, day) => countDay(base, job, municipality, day),
    });
    const forwarder = base.forward(createNationalDelivery(base, servers));
    addServerControl(base, servers);
    const deliveries = addDeliveries(base, servers);

    app.post('/v1/municipalities/:municipality/code-requests', async (c) => {
      const municipality = municipalityOf(c);
      const { requestId, lines } = await parseBody(c, CodeRequest);
      await servers.install(municipality);
      refuseClosed(servers, [municipality]);
      // By the delivered code table: a municipality that has been merged sends nothing any more.
      const isValid = deliveries.isValidCode(municipality, municipality);
      const refusals = lines.map(({ personalNumber }) =>
        !isValid || !isPersonalNumber(personalNumber) || faults.hits('wrong-row') ? 'ROUTE_REFUSED' : null,
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
    return { counts: () => countLines(sql, 'code_requests'), servers: servers.list };
  },
};

/** S70: sends stored lines to the national server, through the server of the prefecture. */
function createNationalDelivery(base: Base, servers: Servers) {
  const { database, peers, sealed } = base;
  return createDelivery<{ line_id: string; serial: string }>(base, {
    delivery: 'S70',
    mayGo: async (municipality) =>
      servers.findClosure(municipality) === null && peers.isOpenFor('prefectural-server', municipality),
    lotOf: prefectureOf,
    lines: database.background`select id, line_id, serial from code_requests where refused is null`,
    heldBy: 'serial',
    lineIdOf: ({ serial }) => serial,
    send: (lines) =>
      peers.sendLines('prefectural-server', '/v1/code-requests', {
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

/** Statistics: the lines of the municipality taken on that day; backup: all that there are. */
async function countDay({ database: { sql } }: Base, job: DailyJob, municipality: string, { from, to }: DaySpan) {
  const within = job === 'backup' ? sql`true` : sql`taken_at >= ${from} and taken_at < ${to}`;
  const [row] = await sql<{ requests: number; refused: number }[]>`
    select count(*)::int as requests, count(line.refused)::int as refused
    from batches batch
      join code_requests line on line.id >= batch.first_line and line.id < batch.first_line + batch.size
    where batch.municipality = ${municipality} and ${within}`;
  const { requests, refused } = row ?? { requests: 0, refused: 0 };
  return job === 'backup' ? { rows: requests } : { requests, refused };
}
