/**
 * The backbone's own register of residents, with its process S10: S11 and S12 (the row and its address number), S13 (the
 * transfer). A row and the transfer made from it are stored in one statement, so none is ever without the other.
 */
import { randomUUID } from 'node:crypto';
import { HTTPException } from 'hono/http-exception';
import { AddressInfo, type KnownResidents } from '../../contracts/participants/backbone.ts';
import { refuseField } from '../base/http.ts';
import type { Base } from '../base/program.ts';
import { columnTypeOf, type Backbone } from './tables.ts';
import { contentOf, type Input } from './transfer-content.ts';
import type { StoredTransfer } from './transfers.ts';

/** What the backbone has stored: the address number it gave (S12), what it knows, an earlier same transfer. */
interface Stored {
  address_number: string;
  sealed_personal_number: string | null;
  address_info: unknown;
  business: Record<string, string | null> | null;
  sealed_content: string | null;
  input_hash: string | null;
}

export interface Registry {
  /**
   * Stores inputs with their transfers, each once: a repeated transfer id finds what was stored first, and other
   * content under it is refused with 409. `isNew` tells which was stored now.
   */
  store: (municipality: string, inputs: readonly Input[]) => Promise<(StoredTransfer & { isNew: boolean })[]>;
  /** Stores residents without any transfer; of those who are there already the numbers that fugo gave stay. */
  know: (municipality: string, lines: KnownResidents['lines']) => Promise<void>;
  /** The address number under which this backbone knows a personal number; the newest of several. */
  findByPersonalNumber: (municipality: string, personalNumber: string) => Promise<string | undefined>;
  openPersonalNumber: (municipality: string, addressNumber: string) => Promise<string | undefined>;
}

export function createRegistry({ sealed, database }: Base, { table, numberSystem, business }: Backbone): Registry {
  const { sql } = database;
  const { columns } = business;
  const names = columns.map(({ name }) => name).join(', ');
  /** Of constants only; no input ever gets here. */
  const written = {
    names: sql.unsafe(names),
    types: sql.unsafe(columns.map((column) => `${column.name} ${columnTypeOf(column)}`).join(', ')),
    updates: sql.unsafe(columns.map(({ name }) => `${name} = coalesce(excluded.${name}, r.${name})`).join(', ')),
    object: sql.unsafe(`jsonb_build_object(${columns.map(({ name }) => `'${name}', r.${name}::text`).join(', ')})`),
  };

  const fingerprintOf = (municipality: string, personalNumber: string): string =>
    sealed.fingerprint(`${municipality}/${personalNumber}`);

  async function store(municipality: string, inputs: readonly Input[], tries = 1): ReturnType<Registry['store']> {
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
      const known = completeFrom(input, before, position);
      const content =
        openOptional(before.sealed_content) ??
        JSON.stringify(
          contentOf(business, {
            input,
            transferId,
            numberSystem,
            addressNumber: before.address_number,
            personalNumber,
            ...known,
          }),
        );
      return {
        position,
        transfer_id: transferId,
        address_number: before.address_number,
        address_info: known.addressInfo ?? null,
        sealed_personal_number: personalNumber === undefined ? null : sealed.seal(personalNumber),
        number_fingerprint: personalNumber === undefined ? null : fingerprintOf(municipality, personalNumber),
        sealed_content: sealed.seal(content),
        input_hash: inputHash,
        state: input.wait ? 'sending' : 'pending',
        carries: input.carries,
        clerk: input.clerk,
        content,
        ...known.business,
      };
    });
    // The content holds the personal number; PostgreSQL gets it encrypted only.
    const given = rows.map(({ content: _content, ...row }) => row);
    const ids = await sql<{ transfer_id: string; id: string; is_new: boolean }[]>`
      with line as (
        select * from jsonb_to_recordset(${sql.json(given)}::jsonb)
          as l(position integer, transfer_id text, address_number text, address_info jsonb, sealed_personal_number text,
            number_fingerprint text, sealed_content text, input_hash text, state text, carries text, clerk text,
            ${written.types})
      ), fresh as (
        insert into transfers
          (municipality, transfer_id, address_number, sealed_content, input_hash, state, carries, clerk)
        select ${municipality}, transfer_id, address_number, sealed_content, input_hash, state, carries, clerk
        from line order by position
        on conflict (municipality, transfer_id) do nothing
        returning id, transfer_id
      ), resident as (
        insert into ${sql(table)} as r (municipality, address_number, address_info, sealed_personal_number,
          number_fingerprint, ${written.names})
        select distinct on (address_number) ${municipality}, address_number,
          case when jsonb_typeof(address_info) = 'object' then address_info end, sealed_personal_number,
          number_fingerprint, ${written.names}
        from line join fresh using (transfer_id) order by address_number, position desc
        on conflict (municipality, address_number) do update
          set address_info = coalesce(excluded.address_info, r.address_info), updated_at = now(),
            sealed_personal_number = coalesce(excluded.sealed_personal_number, r.sealed_personal_number),
            number_fingerprint = coalesce(excluded.number_fingerprint, r.number_fingerprint), ${written.updates}
      )
      select transfer_id, id, true as is_new from fresh
      union all
      select t.transfer_id, t.id, false from transfers t join line using (transfer_id)
      where t.municipality = ${municipality}`;
    const idOf = new Map(ids.map((row) => [row.transfer_id, row]));
    // Somebody stored one of them since it was looked for: the second try finds what was stored.
    const isLate = rows.some((row, index) => {
      const found = idOf.get(row.transfer_id);
      return storedBefore[index]?.input_hash === null && found?.is_new !== true;
    });
    if (isLate && tries < 3) return store(municipality, inputs, tries + 1);
    return rows.map((row) => ({
      id: idOf.get(row.transfer_id)?.id ?? '0',
      isNew: idOf.get(row.transfer_id)?.is_new ?? false,
      transferId: row.transfer_id,
      addressNumber: row.address_number,
      content: row.content,
    }));
  }

  /** What the clerk left out, from the backbone's own table. */
  function completeFrom(input: Input, before: Stored, position: number) {
    const ownBusiness = Object.fromEntries(
      columns.flatMap(({ name }) => {
        const value = input.business[name] ?? before.business?.[name] ?? null;
        return value === null || value === '' ? [] : [[name, value]];
      }),
    );
    requireKnownColumns(input.business, position);
    if (input.carries === 'business') return { addressInfo: undefined, business: ownBusiness };
    const stored = AddressInfo.safeParse(before.address_info);
    const given = AddressInfo.partial().parse(input);
    const addressInfo = AddressInfo.safeParse({ ...(stored.success ? stored.data : {}), ...given });
    if (!addressInfo.success) {
      const field = String(addressInfo.error.issues[0]?.path[0] ?? '');
      throw refuseField(`lines.${position}.${field}`, 'required, because this backbone does not know the resident');
    }
    return { addressInfo: addressInfo.data, business: ownBusiness };
  }

  function requireKnownColumns(given: Readonly<Record<string, string>>, position: number): void {
    const unknown = Object.keys(given).find((name) => !columns.some((column) => column.name === name));
    if (unknown !== undefined) throw refuseField(`lines.${position}.business.${unknown}`, 'unknown column');
  }

  async function know(municipality: string, lines: KnownResidents['lines']): Promise<void> {
    const rows = lines.map(({ addressNumber, personalNumber, addressInfo, business: own }, position) => {
      requireKnownColumns(own, position);
      return {
        ...own,
        address_number: addressNumber,
        address_info: addressInfo,
        sealed_personal_number: personalNumber === undefined ? null : sealed.seal(personalNumber),
        number_fingerprint: personalNumber === undefined ? null : fingerprintOf(municipality, personalNumber),
      };
    });
    await sql`
      insert into ${sql(table)} as r (municipality, address_number, address_info, sealed_personal_number,
        number_fingerprint, ${written.names})
      select distinct on (address_number) ${municipality}, address_number, address_info, sealed_personal_number,
        number_fingerprint, ${written.names}
      from jsonb_to_recordset(${sql.json(rows)}::jsonb) as l(address_number text, address_info jsonb,
        sealed_personal_number text, number_fingerprint text, ${written.types})
      order by address_number
      on conflict (municipality, address_number) do update
        set address_info = excluded.address_info, updated_at = now(),
          sealed_personal_number = coalesce(excluded.sealed_personal_number, r.sealed_personal_number),
          number_fingerprint = coalesce(excluded.number_fingerprint, r.number_fingerprint), ${written.updates}`;
  }

  /** A personal number alone means the resident whom the backbone knows by it (seed P:308). */
  function findStored(municipality: string, inputs: readonly Input[]): Promise<readonly Stored[]> {
    const rows = inputs.map((input, position) => ({
      position,
      transfer_id: input.transferId ?? null,
      address_number: input.addressNumber ?? null,
      number_fingerprint:
        input.personalNumber !== undefined && isNumberAlone(input)
          ? fingerprintOf(municipality, input.personalNumber)
          : null,
    }));
    return sql<Stored[]>`
      select coalesce(t.address_number, line.address_number, r.address_number, nextval('address_number')::text)
          as address_number,
        r.sealed_personal_number, r.address_info, ${written.object} as business, t.sealed_content, t.input_hash
      from jsonb_to_recordset(${sql.json(rows)}::jsonb)
          as line(position integer, transfer_id text, address_number text, number_fingerprint text)
        left join transfers t on t.municipality = ${municipality} and t.transfer_id = line.transfer_id
        left join lateral (
          select k.address_number from ${sql(table)} k
          where k.municipality = ${municipality} and k.number_fingerprint = line.number_fingerprint
            and line.address_number is null
          order by k.updated_at desc limit 1
        ) as own on true
        left join ${sql(table)} r on r.municipality = ${municipality}
          and r.address_number = coalesce(t.address_number, line.address_number, own.address_number)
      order by line.position`;
  }

  function openOptional(text: string | null): string | undefined {
    return text === null ? undefined : sealed.open(text);
  }

  return {
    store,
    know,
    async openPersonalNumber(municipality, addressNumber) {
      const [row] = await sql<{ sealed_personal_number: string | null }[]>`
        select sealed_personal_number from ${sql(table)}
        where municipality = ${municipality} and address_number = ${addressNumber}`;
      return openOptional(row?.sealed_personal_number ?? null);
    },
    async findByPersonalNumber(municipality, personalNumber) {
      const [row] = await sql<{ address_number: string }[]>`
        select address_number from ${sql(table)}
        where municipality = ${municipality} and number_fingerprint = ${fingerprintOf(municipality, personalNumber)}
        order by updated_at desc limit 1`;
      return row?.address_number;
    },
  };
}

const isNumberAlone = ({ name, birthDate, sex, address }: Input): boolean =>
  [name, birthDate, sex, address].every((each) => each === undefined);

function createConflict(position: number): Response {
  return Response.json(
    { error: 'conflict', field: `lines.${position}.transferId`, rule: 'same content' },
    { status: 409 },
  );
}
