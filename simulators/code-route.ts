import { randomUUID } from 'node:crypto';
import { CodeRequest } from '../contracts/participants/code-route.ts';
import { lineResult, requestState, resultsInOrder } from './base/answers.ts';
import { isPersonalNumber } from './base/check-digit.ts';
import { municipalityOf, parseBody, requestIdOf, Unready } from './base/http.ts';
import { PeerAway } from './base/peers.ts';
import { deliveryOf, notHeld } from './base/pending.ts';
import type { Base } from './base/program.ts';

/** Table 246 of the gateway; the Juki system notes the lines it has passed on in one of the same shape. */
export const codeRouteTables = `
  create table if not exists code_requests (
    id bigint generated always as identity primary key,
    municipality text not null,
    request_id text not null,
    line_id text not null,
    serial text not null,
    sealed_personal_number text not null,
    state text not null check (state in ('pending', 'forwarded', 'refused')),
    refused text,
    taken_at timestamptz not null default now(),
    unique (municipality, request_id, line_id)
  );
  create index if not exists code_requests_pending on code_requests (id) where state = 'pending';
`;

type Line = CodeRequest['lines'][number];
type Known = { line_id: string; refused: string | null };

/**
 * S34 and S60. `passOn: 'at-once'` (Juki system): a line is taken when the communication server has taken it, and
 * not before; `'in-hours'` (Juki gateway): it is stored at any hour and sent on in the common hours.
 */
export function addCodeRoute(base: Base, passOn: 'at-once' | 'in-hours'): void {
  const { app, sealed, faults, peers } = base;
  const { sql } = base.database;
  const forwarder = base.forward(forwardToCommunicationServer(base));

  /** The communication server's refusal of each line, or null; throws 503 when it cannot take them now. */
  async function passOnAtOnce(municipality: string, requestId: string, lines: Line[]) {
    try {
      const path = `/v1/municipalities/${municipality}/code-requests`;
      return await peers.sendLines('communication-server', path, { requestId, lines });
    } catch (error) {
      const retryAfter = error instanceof PeerAway && error.retryAfter !== null ? Number(error.retryAfter) : null;
      throw new Unready(retryAfter === null ? 'busy' : 'closed', retryAfter);
    }
  }

  app.post('/v1/municipalities/:municipality/code-requests', async (c) => {
    const municipality = municipalityOf(c);
    const { requestId, lines } = await parseBody(c, CodeRequest);
    const known = new Map((await findRequest(municipality, requestId)).map((row) => [row.line_id, row]));
    const fresh = lines.filter(({ lineId }) => !known.has(lineId));
    const refusals = new Map<string, string>();
    for (const line of fresh) {
      const wrong = !isPersonalNumber(line.personalNumber) || faults.hits('wrong-row');
      if (wrong) refusals.set(line.lineId, 'ROUTE_REFUSED');
    }
    // With `never-ready` the Juki system takes the lines and keeps them, as the gateway does until the hours open.
    const atOnce = passOn === 'at-once' && !faults.hits('never-ready');
    const passable = fresh.filter(({ lineId }) => !refusals.has(lineId));
    if (atOnce && passable.length > 0) {
      for (const [lineId, answer] of await passOnAtOnce(municipality, requestId, passable)) {
        if (answer.result === 'refused') refusals.set(lineId, answer.reason ?? 'ROUTE_REFUSED');
      }
    }
    if (fresh.length > 0) await store(municipality, requestId, fresh, refusals, atOnce ? 'forwarded' : 'pending');
    if (!atOnce && fresh.length > 0) forwarder.wake();
    const results = lines.map(({ lineId }) => {
      const before = known.get(lineId);
      return lineResult(
        lineId,
        before ? 'repeated' : 'accepted',
        before ? before.refused : (refusals.get(lineId) ?? null),
      );
    });
    return c.json({ requestId, results: resultsInOrder(lines, results) }, 202);
  });

  app.get('/v1/municipalities/:municipality/code-requests', async (c) => {
    const requestId = requestIdOf(c);
    return c.json(requestState(requestId, await findRequest(municipalityOf(c), requestId)));
  });

  async function findRequest(municipality: string, requestId: string): Promise<readonly Known[]> {
    return sql<Known[]>`
      select line_id, refused from code_requests
      where municipality = ${municipality} and request_id = ${requestId} order by id`;
  }

  async function store(
    municipality: string,
    requestId: string,
    lines: readonly Line[],
    refusals: ReadonlyMap<string, string>,
    state: 'pending' | 'forwarded',
  ): Promise<void> {
    const rows = lines.map((line) => ({
      line_id: line.lineId,
      serial: line.processingSerial,
      sealed: sealed.seal(line.personalNumber),
      refused: refusals.get(line.lineId) ?? null,
      hash: sealed.payloadHash(`${line.processingSerial}/${line.personalNumber}`),
    }));
    await sql`
      with line as (
        select * from jsonb_to_recordset(${sql.json(rows)}::jsonb)
          as l(line_id text, serial text, sealed text, refused text, hash text)
      ), taken as (
        insert into code_requests (municipality, request_id, line_id, serial, sealed_personal_number, state, refused)
        select ${municipality}, ${requestId}, line_id, serial, sealed,
          case when refused is null then ${state} else 'refused' end, refused
        from line on conflict do nothing returning line_id, state
      )
      insert into ledger (operation, request_id, line_id, subject, payload_hash)
      select operation, ${requestId}, line_id, ${municipality} || '/' || serial, hash
      from taken join line using (line_id)
        join (values ('code-request-taken', 'pending'), ('code-request-taken', 'forwarded'),
          ('code-request-forwarded', 'forwarded')) as effect(operation, state) using (state)`;
  }
}

type Pending = { id: string; municipality: string; serial: string; sealed_personal_number: string };

/** S60 of what is stored. Line id: the serial, by which the communication server knows a line it has taken before. */
function forwardToCommunicationServer({ database, faults, peers, hours, sealed }: Base) {
  const sql = database.background;
  return deliveryOf<Pending>({
    name: 'S60',
    lookAgainMs: 1_000,
    mayGo: () => hours.isOpen(),
    pick: (limit) => sql<Pending[]>`
      select id, municipality, serial, sealed_personal_number from code_requests
      where state = 'pending' and ${notHeld(sql, faults, sql`serial`)} order by id limit ${limit}`,
    groupOf: (row) => row.municipality,
    lineIdOf: (row) => row.serial,
    send: (rows, municipality) =>
      peers.sendLines('communication-server', `/v1/municipalities/${municipality}/code-requests`, {
        requestId: `S60/${randomUUID()}`,
        lines: rows.map((row) => ({
          lineId: row.serial,
          processingSerial: row.serial,
          personalNumber: sealed.open(row.sealed_personal_number),
        })),
      } satisfies CodeRequest),
    note: async (sent) => {
      const rows = sent.map(({ row, refused }) => ({ id: row.id, refused, hash: sealed.payloadHash(row.serial) }));
      await sql`
        with done as (
          update code_requests c
          set state = case when l.refused is null then 'forwarded' else 'refused' end, refused = l.refused
          from jsonb_to_recordset(${sql.json(rows)}::jsonb) as l(id bigint, refused text, hash text)
          where c.id = l.id and c.state = 'pending'
          returning c.request_id, c.line_id, c.municipality, c.serial, c.state, l.hash
        )
        insert into ledger (operation, request_id, line_id, subject, payload_hash)
        select 'code-request-forwarded', request_id, line_id, municipality || '/' || serial, hash
        from done where state = 'forwarded'`;
    },
  });
}
