import { randomUUID } from 'node:crypto';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import {
  AddressInfo,
  type ClerkAnswer,
  ClerkInput,
  ClerkInputs,
  type BackboneResident,
} from '../../contracts/participants/backbone.ts';
import type { TransferInput } from '../../contracts/transfer.ts';
import { municipalityOf, parseBody } from '../base/http.ts';
import type { Base } from '../base/program.ts';
import type { Backbone } from './tables.ts';
import type { StoredTransfer, TransferSender } from './transfers.ts';

type Input = z.output<typeof ClerkInput>;
/** What the backbone has stored: the address number it gave (S12), the personal number, an earlier same transfer. */
type Stored = {
  address_number: string;
  sealed_personal_number: string | null;
  sealed_content: string | null;
  input_hash: string | null;
};

/** S11, S12, S13 (seed P:234): stores a clerk's input in the backbone's own table, with a transfer to be sent. */
export function addResidents(base: Base, { table, numberSystem }: Backbone, sender: TransferSender): void {
  const { app, sealed } = base;
  const { sql } = base.database;

  app.post('/v1/municipalities/:municipality/residents', async (c) => {
    const municipality = municipalityOf(c);
    const [answer] = await take(municipality, [await parseBody(c, ClerkInput)]);
    return c.json(answer);
  });

  app.post('/v1/municipalities/:municipality/residents/batch', async (c) => {
    const municipality = municipalityOf(c);
    const { lines } = await parseBody(c, ClerkInputs);
    return c.json({ results: await take(municipality, lines) });
  });

  app.get('/v1/municipalities/:municipality/residents/:addressNumber', async (c) => {
    const [row] = await sql<{ address_number: string; integrated_number: string | null; address_info: unknown }[]>`
      select address_number, integrated_number, address_info from ${sql(table)}
      where municipality = ${municipalityOf(c)} and address_number = ${c.req.param('addressNumber')}`;
    if (!row) return c.json({ error: 'UNKNOWN_ADDRESS_NUMBER' }, 404);
    const answer: z.infer<typeof BackboneResident> = {
      addressNumber: row.address_number,
      integratedAddressNumber: row.integrated_number,
      addressInfo: AddressInfo.parse(row.address_info),
    };
    return c.json(answer);
  });

  async function take(municipality: string, inputs: readonly Input[]): Promise<ClerkAnswer[]> {
    const stored = await store(municipality, inputs);
    const waited = stored.filter((_, index) => inputs[index]?.wait);
    if (waited.length < stored.length) sender.wake();
    const answers = waited.length === 0 ? [] : await sender.sendNow(municipality, waited);
    const answerOf = new Map(answers.map((answer) => [answer.transferId, answer]));
    return stored.map(({ transferId, addressNumber }) => {
      const notAsked = { addressNumber, transferId, status: null, result: null, integratedAddressNumber: null };
      return answerOf.get(transferId) ?? notAsked;
    });
  }

  async function store(municipality: string, inputs: readonly Input[]): Promise<StoredTransfer[]> {
    const storedBefore = await findStored(municipality, inputs);
    const rows = inputs.map((input, position) => {
      const before = storedBefore[position];
      if (!before) throw new Error('A line got no address number.');
      const inputHash = sealed.payloadHash(JSON.stringify({ ...input, wait: null }));
      if (before.input_hash !== null && before.input_hash !== inputHash) {
        throw new HTTPException(409, { res: createConflict(position) });
      }
      const transferId = input.transferId ?? `${numberSystem}-${randomUUID()}`;
      const personalNumber = input.personalNumber ?? openOptional(before.sealed_personal_number);
      const addressNumber = before.address_number;
      const content =
        openOptional(before.sealed_content) ??
        JSON.stringify(transferOf({ ...input, transferId, addressNumber, personalNumber, numberSystem }));
      return {
        position,
        transfer_id: transferId,
        address_number: addressNumber,
        address_info: AddressInfo.parse(input),
        sealed_personal_number: personalNumber === undefined ? null : sealed.seal(personalNumber),
        sealed_content: sealed.seal(content),
        input_hash: inputHash,
        state: input.wait ? 'sending' : 'pending',
        content,
      };
    });
    // The content holds the personal number; PostgreSQL gets it encrypted only.
    const columns = rows.map(({ content: _content, ...row }) => row);
    const ids = await sql<{ transfer_id: string; id: string }[]>`
      with line as (
        select * from jsonb_to_recordset(${sql.json(columns)}::jsonb)
          as l(position integer, transfer_id text, address_number text, address_info jsonb,
            sealed_personal_number text, sealed_content text, input_hash text, state text)
      ), fresh as (
        insert into transfers (municipality, transfer_id, address_number, sealed_content, input_hash, state)
        select ${municipality}, transfer_id, address_number, sealed_content, input_hash, state
        from line order by position
        on conflict (municipality, transfer_id) do nothing
        returning id, transfer_id
      ), resident as (
        insert into ${sql(table)} as r (municipality, address_number, address_info, sealed_personal_number)
        select distinct on (address_number) ${municipality}, address_number, address_info, sealed_personal_number
        from line join fresh using (transfer_id) order by address_number, position desc
        on conflict (municipality, address_number) do update
          set address_info = excluded.address_info, updated_at = now(),
            sealed_personal_number = coalesce(excluded.sealed_personal_number, r.sealed_personal_number)
      )
      select transfer_id, id from fresh
      union all
      select t.transfer_id, t.id from transfers t join line using (transfer_id) where t.municipality = ${municipality}`;
    const idOf = new Map(ids.map((row) => [row.transfer_id, row.id]));
    return rows.map((row) => ({
      id: idOf.get(row.transfer_id) ?? '0',
      transferId: row.transfer_id,
      addressNumber: row.address_number,
      content: row.content,
    }));
  }

  async function findStored(municipality: string, inputs: readonly Input[]): Promise<readonly Stored[]> {
    const rows = inputs.map((input, position) => ({
      position,
      transfer_id: input.transferId ?? null,
      address_number: input.addressNumber ?? null,
    }));
    return sql<Stored[]>`
      select coalesce(t.address_number, line.address_number, nextval('address_number')::text) as address_number,
        r.sealed_personal_number, t.sealed_content, t.input_hash
      from jsonb_to_recordset(${sql.json(rows)}::jsonb) as line(position integer, transfer_id text, address_number text)
        left join transfers t on t.municipality = ${municipality} and t.transfer_id = line.transfer_id
        left join ${sql(table)} r on r.municipality = ${municipality} and r.address_number = line.address_number
      order by line.position`;
  }

  function openOptional(text: string | null): string | undefined {
    return text === null ? undefined : sealed.open(text);
  }
}

/** S13. Keys have a fixed order and optional ones are left out, so that a repeated transfer is the same text. */
function transferOf(
  input: Input & {
    transferId: string;
    addressNumber: string;
    numberSystem: string;
    personalNumber: string | undefined;
  },
): unknown {
  const { wait: _wait, operatedAt = new Date().toISOString(), ...rest } = input;
  return {
    ...rest,
    operatedAt,
    confirmedAt: operatedAt,
    senderStaffId: 'simulator',
  } satisfies Record<keyof Omit<TransferInput, 'personalNumber' | 'nameKana' | 'contact' | 'delivery'>, unknown>;
}

function createConflict(position: number): Response {
  return Response.json(
    { error: 'conflict', field: `lines.${position}.transferId`, rule: 'same content' },
    { status: 409 },
  );
}
