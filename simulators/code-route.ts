import { randomUUID } from 'node:crypto';
import { CodeRequest } from '../contracts/participants/code-route.ts';
import type { LineResult } from '../contracts/participants/common.ts';
import { lineResult } from './base/answers.ts';
import { batchTables, findTakenLines, selectFreshLines, nextPart, sealNumbers } from './base/batches.ts';
import { isPersonalNumber } from './base/check-digit.ts';
import { textColumn } from './base/columns.ts';
import { createDelivery } from './base/delivery.ts';
import { municipalityOf, parseBody, Unready } from './base/http.ts';
import { PeerAway } from './base/peers.ts';
import type { Base } from './base/program.ts';
import { addCodeRequestState, payloadHashesOf } from './code-requests.ts';
import { addCodeStanding, fingerprintOfNumber } from './code-standing.ts';

/**
 * Table 246 of the gateway (S34, S60), with the personal numbers of a request encrypted together in its batch. The Juki
 * system notes the lines it has passed on in a table of the same shape.
 */
export const codeRouteTables = `
  ${batchTables}
  create table if not exists code_requests (
    id bigint primary key,
    line_id text not null,
    serial text not null,
    refused text
  );
  alter table code_requests add column if not exists number_fingerprint text;
  create index if not exists code_requests_by_number on code_requests (number_fingerprint, id);
`;

type Line = CodeRequest['lines'][number];

/**
 * S34 and S60. `passOn: 'at-once'` (Juki system): a line is taken when the communication server has taken it, not
 * before. `'in-hours'` (Juki gateway): a line is stored at any hour and sent on while the communication server is open.
 */
export function addCodeRoute(base: Base, passOn: 'at-once' | 'in-hours'): void {
  const { app, sealed, faults, peers } = base;
  const { sql } = base.database;
  const forwarder = base.forward(createDeliveryToServer(base));

  /** The communication server's result for each line. Throws Unready (503) if it cannot take them now. */
  async function passOnAtOnce(municipality: string, requestId: string, lines: Line[]) {
    try {
      const path = `/v1/municipalities/${municipality}/code-requests`;
      return await peers.sendLines('communication-server', path, { requestId, lines });
    } catch (error) {
      const retryAfter = error instanceof PeerAway && error.retryAfter !== null ? Number(error.retryAfter) : null;
      throw new Unready(retryAfter === null ? 'busy' : 'closed', retryAfter);
    }
  }

  /** False if somebody else has stored this part of the request meanwhile. */
  async function store(request: {
    municipality: string;
    requestId: string;
    part: number;
    lines: readonly Line[];
    refusals: ReadonlyMap<string, string>;
    forwarded: boolean;
  }): Promise<boolean> {
    const { municipality, requestId, part, lines, refusals, forwarded } = request;
    const refused = lines.map(({ lineId }) => refusals.get(lineId) ?? null);
    const hashes = payloadHashesOf(base, lines);
    const stored = await sql`
      with batch as (
        insert into batches
          (first_line, size, delivery, municipality, request_id, part, sealed_numbers, waiting)
        values (nextval('line_blocks'), ${lines.length}, 'S60', ${municipality}, ${requestId}, ${part},
          ${sealNumbers(sealed, lines)}, ${!forwarded && refused.includes(null)})
        on conflict do nothing returning first_line
      ), line as (
        select first_line + place - 1 as id, line_id, serial, refused, hash, number_fingerprint from batch cross join unnest(
          ${textColumn(lines.map(({ lineId }) => lineId))}::text[],
          ${textColumn(lines.map(({ processingSerial }) => processingSerial))}::text[],
          ${textColumn(refused)}::text[], ${textColumn(hashes)}::text[],
          ${textColumn(lines.map(({ personalNumber }) => fingerprintOfNumber(base, municipality, personalNumber)))}::text[]
        ) with ordinality as line(line_id, serial, refused, hash, number_fingerprint, place)
      ), taken as (
        insert into code_requests (id, line_id, serial, refused, number_fingerprint)
        select id, line_id, serial, refused, number_fingerprint from line
      ), noted as (
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select operation, ${requestId}, line_id, ${municipality} || '/' || serial, hash
        from line cross join unnest(
          ${textColumn(forwarded ? ['code-request-taken', 'code-request-forwarded'] : ['code-request-taken'])}::text[]
        ) as operation
        where refused is null
      )
      select from batch`;
    return stored.length > 0;
  }

  async function take(municipality: string, requestId: string, lines: readonly Line[]): Promise<LineResult[]> {
    const refusals = new Map<string, string>();
    for (;;) {
      const taken = await findTakenLines(sql, 'code_requests', municipality, requestId);
      const fresh = selectFreshLines(lines, taken);
      for (const line of fresh) {
        const wrong = !isPersonalNumber(line.personalNumber) || faults.hits('wrong-row');
        if (wrong) refusals.set(line.lineId, 'ROUTE_REFUSED');
      }
      // With `never-ready` the Juki system stores the lines and keeps them, as the gateway does outside the hours.
      const forwarded = passOn === 'at-once' && !faults.hits('never-ready');
      const passable = fresh.filter(({ lineId }) => !refusals.has(lineId));
      if (forwarded && passable.length > 0) {
        for (const [lineId, answer] of await passOnAtOnce(municipality, requestId, passable)) {
          if (answer.result === 'refused') refusals.set(lineId, answer.reason ?? 'ROUTE_REFUSED');
        }
      }
      const part = nextPart(taken);
      if (fresh.length > 0 && !(await store({ municipality, requestId, part, lines: fresh, refusals, forwarded })))
        continue;
      if (!forwarded && fresh.length > 0) forwarder.wake();
      const takenBefore = new Map(taken.map((row) => [row.line_id, row.refused]));
      return lines.map(({ lineId }) =>
        takenBefore.has(lineId)
          ? lineResult(lineId, 'repeated', takenBefore.get(lineId) ?? null)
          : lineResult(lineId, 'accepted', refusals.get(lineId) ?? null),
      );
    }
  }

  app.post('/v1/municipalities/:municipality/code-requests', async (c) => {
    const { requestId, lines } = await parseBody(c, CodeRequest);
    return c.json({ requestId, results: await take(municipalityOf(c), requestId, lines) }, 202);
  });

  addCodeRequestState(base);
  addCodeStanding(base);
}

/** S60 of stored lines. The line id is the serial, by which the communication server recognises lines it has taken. */
function createDeliveryToServer(base: Base) {
  const { database, peers, sealed } = base;
  return createDelivery<{ line_id: string; serial: string }>(base, {
    delivery: 'S60',
    // The gateway has no calendar: the communication server knows the municipality's, and its own state.
    mayGo: (municipality) => peers.isOpenFor('communication-server', municipality),
    lines: database.background`select id, line_id, serial from code_requests where refused is null`,
    heldBy: 'serial',
    lotOf: (municipality) => municipality,
    lineIdOf: ({ serial }) => serial,
    send: (lines, municipality) =>
      peers.sendLines('communication-server', `/v1/municipalities/${municipality}/code-requests`, {
        requestId: `S60/${randomUUID()}`,
        lines: lines.map(({ serial, personalNumber }) => ({
          lineId: serial,
          processingSerial: serial,
          personalNumber,
        })),
      } satisfies CodeRequest),
    refusedIn: 'code_requests',
    operation: 'code-request-forwarded',
    effectOf: ({ line_id: lineId, serial, municipality }) => ({
      lineId,
      subject: `${municipality}/${serial}`,
      payloadHash: sealed.payloadHash(serial),
    }),
  });
}
